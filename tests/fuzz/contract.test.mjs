// Thousands of generated requests, from each kind of caller, on both databases: schemathesis makes them from the schema,
// `contract.py` judges the answers. The seed is fixed, so that a failure comes again; `TAVOLIERE_FUZZ_SEED` and
// `TAVOLIERE_FUZZ_CASES` (for each field of the roots) ask for others.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { FIRST_SCENARIO, Server, globalId } from "../e2e/support/server.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const { TAVOLIERE_PYTHON: python = "python3", TAVOLIERE_FUZZ_SEED: seed = "269", TAVOLIERE_FUZZ_CASES: cases = "50" } = process.env;
const IDS = [globalId("Scenario", FIRST_SCENARIO), globalId("Province", "FG"), globalId("Cpi", "FG03"), "FG03"];
/** A token or a person has points for so many requests and no more: a run takes turns with several. */
const TOKENS = 12;

/** Runs schemathesis with the headers of these callers in turn. Answers its status, what it said and how many requests it made. */
async function generate(server, callers) {
  const args = ["-m", "schemathesis.cli", "run", join(folder, "../../schema.graphql"), "--url", `${server.url}/graphql`];
  args.push("--phases", "fuzzing", "--mode", "positive", "--checks", "the_answer_keeps_the_contract", "--no-color");
  args.push("--max-examples", cases, "--seed", seed, "--generation-database", "none", "--suppress-health-check", "all");
  const told = { TAVOLIERE_CALLERS: JSON.stringify(callers), TAVOLIERE_IDS: JSON.stringify(IDS) };
  const env = { ...process.env, ...told, SCHEMATHESIS_HOOKS: "contract", PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(python, args, { cwd: server.data, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const status = await new Promise((ended) => child.once("close", ended));
  return { status, said, made: Number(/(\d+) generated/.exec(said)?.[1] ?? 0) };
}

async function holds(server, callers) {
  const { status, said, made } = await generate(server, callers);
  assert.equal(status, 0, said.slice(-20_000));
  assert.ok(made >= 20 * cases, `only ${made} requests\n${said.slice(-2_000)}`);
  assert.ok(!server.log.includes("panicked"), server.log);
  assert.ok((await fetch(`${server.url}/readyz`)).ok, "the server is still there");
}

/** A database of its own on the PostgreSQL of the tests. */
async function postgres() {
  const address = process.env.TAVOLIERE_TEST_POSTGRES;
  assert.ok(address, "TAVOLIERE_TEST_POSTGRES names no PostgreSQL; `cargo xtask test fuzz` starts one");
  const client = new pg.Client(address);
  await client.connect();
  const name = `tavoliere_fuzz_${crypto.randomUUID().replaceAll("-", "")}`;
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const own = new URL(address);
  own.pathname = `/${name}`;
  return own.href;
}

for (const [name, database] of [["SQLite", async () => undefined], ["PostgreSQL", postgres]]) {
  describe(name, () => {
    let server;
    before(async () => (server = await Server.start({ database: await database() })));
    after(() => server?.stop());

    test("whatever somebody unknown asks, the answer keeps the contract", () => holds(server, [{}]));

    test("whatever a partner's program asks, the answer keeps the contract", async () => {
      const administrator = await server.cookie("Rita", "ADMINISTRATOR");
      const callers = [];
      for (let number = 0; number < TOKENS; number++) {
        const input = { organisation: "ORG-001", name: `Prova ${number}`, scopes: ["READ_PUBLIC", "READ_OWN", "PROPOSE"], days: 1 };
        const query = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
        const answer = await (await server.post("/graphql", { query, variables: { input } }, administrator)).json();
        assert.equal(answer.errors, undefined, JSON.stringify(answer));
        callers.push({ authorization: `Bearer ${answer.data.tokenCreate.secret}` });
      }
      await holds(server, callers);
    });

    test("whatever a planner asks, the answer keeps the contract", async () => {
      const callers = [];
      for (let number = 0; number < TOKENS; number++) {
        callers.push({ cookie: await server.cookie(`Piero ${number}`, "PLANNER"), "x-tavoliere-page": "1" });
      }
      for (const headers of callers) {
        const body = JSON.stringify({ query: "{ viewer { grants { role } } }" });
        const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body });
        assert.deepEqual((await answer.json()).data.viewer.grants, [{ role: "PLANNER" }]);
      }
      await holds(server, callers);
    });
  });
}
