// Thousands of generated requests, from each kind of caller, on both databases: schemathesis makes them from the schema,
// `contract.py` judges the answers. The seed is fixed, so that a failure comes again; `TAVOLIERE_FUZZ_SEED` and
// `TAVOLIERE_FUZZ_CASES` (for each field of the roots) ask for others.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DATABASES } from "../e2e/support/databases.mjs";
import { FIRST_SCENARIO, Server, globalId } from "../e2e/support/server.mjs";
import { CALLERS, cases, committed, generate, holds, tokens } from "./support.mjs";

const IDS = [globalId("Scenario", FIRST_SCENARIO), globalId("Province", "FG"), globalId("Cpi", "FG03"), globalId("Organisation", "ORG-001"), "FG03"];

/** The ids of an event and of a partnership that are there, so that what is written to them is reached. */
async function made(server) {
  const event = { title: "Prova", kind: "EVENT", cpi: "FG03", start: "2027-03-23T08:30:00Z", end: "2027-03-23T11:30:00Z", organisers: ["ORG-001"] };
  const create = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
  const { eventCreate } = await server.ask(create, { input: { write: crypto.randomUUID(), event } });
  const outline = { title: "Prova", kind: "TABLE", level: "PROVINCE", province: "FG" };
  const begin = "mutation($input: PartnershipCreateInput!) { partnershipCreate(input: $input) { partnership { id } } }";
  const { partnershipCreate } = await server.ask(begin, { input: { write: crypto.randomUUID(), outline, partners: [{ organisation: "ORG-001" }] } });
  return [eventCreate.event.id, partnershipCreate.partnership.id];
}

/** Has requests made with the headers of these callers in turn. */
async function keeps(server, ids, callers) {
  const args = [committed("schema.graphql"), "--url", `${server.url}/graphql`, "--phases", "fuzzing", "--mode", "positive"];
  args.push("--checks", "the_answer_keeps_the_contract");
  const told = { TAVOLIERE_CALLERS: JSON.stringify(callers), TAVOLIERE_IDS: JSON.stringify([...IDS, ...ids]) };
  await holds(server, await generate(server, "contract", args, told), 20 * cases);
}

for (const [name, database] of DATABASES) {
  describe(name, () => {
    let server, ids;
    before(async () => {
      server = await Server.start({ database: await database() });
      ids = await made(server);
    });
    after(() => server?.stop());

    test("whatever somebody unknown asks, the answer keeps the contract", () => keeps(server, ids, [{}]));

    test("whatever a partner's program asks, the answer keeps the contract", async () => keeps(server, ids, await tokens(server)));

    test("whatever a planner asks, the answer keeps the contract", async () => {
      const callers = [];
      for (let number = 0; number < CALLERS; number++) {
        callers.push({ cookie: await server.cookie(`Piero ${number}`, "PLANNER"), "x-tavoliere-page": "1" });
      }
      for (const headers of callers) {
        const body = JSON.stringify({ query: "{ viewer { grants { role } } }" });
        const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body });
        assert.deepEqual((await answer.json()).data.viewer.grants, [{ role: "PLANNER" }]);
      }
      await keeps(server, ids, callers);
    });
  });
}
