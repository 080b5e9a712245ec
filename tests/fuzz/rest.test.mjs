// The same for the REST façade: schemathesis makes requests from `openapi.json`, right ones and wrong ones, and holds every
// answer to it; `rest.py` adds what the document cannot say.
import { after, before, describe, test } from "node:test";
import { DATABASES } from "../e2e/support/databases.mjs";
import { Server } from "../e2e/support/server.mjs";
import { cases, committed, generate, holds, tokens } from "./support.mjs";

/** What schemathesis itself looks at, and what we add. */
const CHECKS = [
  "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
  "response_schema_conformance", "negative_data_rejection", "unsupported_method", "allow_header_conformance",
  "the_answer_is_the_facades",
];

/** Has requests made with the headers of these callers in turn. */
async function keeps(server, callers) {
  const args = [committed("openapi.json"), "--url", `${server.url}/api/rest/v1`, "--phases", "examples,coverage,fuzzing"];
  args.push("--mode", "all", "--checks", CHECKS.join(","));
  await holds(server, await generate(server, "rest", args, { TAVOLIERE_CALLERS: JSON.stringify(callers) }), 4 * cases);
}

for (const [name, database] of DATABASES) {
  describe(`REST, ${name}`, () => {
    let server;
    before(async () => (server = await Server.start({ database: await database() })));
    after(() => server?.stop());

    test("whatever somebody unknown asks the façade, the answer is as its contract says", () => keeps(server, [{}]));

    test("whatever a partner's program asks the façade, the answer is as its contract says", async () => {
      await keeps(server, await tokens(server));
    });
  });
}
