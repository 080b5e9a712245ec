// Subscriptions over server-sent events, through the public client `graphql-sse`, and through a restart of the server.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createClient } from "graphql-sse";
import { FIRST_SCENARIO, Server, globalId } from "../e2e/support/server.mjs";

const FOLLOW = "subscription($scenario: ID!, $after: Int!) { scenarioChanges(scenario: $scenario, after: $after) { revision by } }";
const scenario = globalId("Scenario", FIRST_SCENARIO);

let server, client;
before(async () => {
  server = await Server.start();
  const headers = { cookie: await server.cookie("Prova"), "x-tavoliere-page": "1" };
  client = createClient({ url: `${server.url}/graphql`, headers, retryAttempts: 20, retry: () => new Promise((next) => setTimeout(next, 100)) });
});
after(async () => {
  client?.dispose();
  await server?.stop();
});

test("a client follows a scenario, and takes up again where it stood after the server was away", async () => {
  await server.set(FIRST_SCENARIO, "FG01:OR", 1, 0);
  const changes = client.iterate({ query: FOLLOW, variables: { scenario, after: 0 } });
  const next = async () => (await changes.next()).value.data.scenarioChanges.revision;
  assert.equal(await next(), 1);
  await server.set(FIRST_SCENARIO, "FG01:OR", 2, 1);
  assert.equal(await next(), 2);
  await server.kill();
  await server.restart();
  // The client sends the same request again, so what it holds already comes again: a revision that is not newer is dropped.
  await server.set(FIRST_SCENARIO, "FG01:OR", 3, 2);
  let revision = 0;
  while (revision < 3) revision = await next();
  await changes.return();
});

test("a query and a refusal come through the same client", async () => {
  const first = async (query) => (await client.iterate({ query }).next()).value;
  assert.equal((await first("{ provinces { code } }")).data.provinces.length, 6);
  assert.equal((await first("{ nope }")).errors[0].extensions.code, "BAD_REQUEST");
});
