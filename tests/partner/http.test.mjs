// GraphQL over HTTP, judged by the audit suite of npm `graphql-http`: what the specification demands, and what it advises.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { serverAudits } from "graphql-http";
import { Server } from "../e2e/support/server.mjs";

/** Advice that we do not follow, by the audit's id, each with the reason. An entry that is followed after all fails. */
const DECLINED = {};

let server;
before(async () => (server = await Server.start()));
after(() => server?.stop());

const audits = serverAudits({ url: () => `${server.url}/graphql` });

test("the suite has what it had when it was read", () => {
  assert.ok(audits.length >= 60, `${audits.length} audits`);
  const ids = new Set(audits.map((audit) => audit.id));
  assert.deepEqual(Object.keys(DECLINED).filter((id) => !ids.has(id)), [], "declined, and not in the suite");
});

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    if (audit.id in DECLINED) {
      assert.ok(audit.name.startsWith("SHOULD") || audit.name.startsWith("MAY"), "what is a MUST is never declined");
      assert.notEqual(result.status, "ok", `followed, so no longer to be declined: ${DECLINED[audit.id]}`);
    } else {
      assert.equal(result.status, "ok", result.reason);
    }
  });
}
