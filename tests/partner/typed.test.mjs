// A typed client in TypeScript: generated from schema.graphql by graphql-codegen, compiled strictly, and used against a real server.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { Server } from "../e2e/support/server.mjs";

const folder = new URL("typed/", import.meta.url);
const made = new URL("made/", folder);
const { resolve } = createRequire(import.meta.url);

/** Runs a program of node's modules in the folder; what it said is the failure's text. */
const run = (program, ...args) =>
  promisify(execFile)(process.execPath, [program, ...args], { cwd: folder }).catch(({ stdout, stderr }) => assert.fail(`${stdout}${stderr}`));

let server, token, typed;
before(async () => {
  await rm(made, { recursive: true, force: true });
  await run(resolve("@graphql-codegen/cli/package.json").replace("package.json", "cjs/bin.js"), "--config", "codegen.json");
  await run(resolve("typescript/bin/tsc"), "-p", "tsconfig.json");
  // Whatever the package around it says, what was compiled are modules.
  await writeFile(new URL("js/package.json", made), '{ "type": "module" }');
  typed = await import(new URL("js/client.js", made));
  server = await Server.start();
  const input = { organisation: "ORG-001", name: "Tipi", scopes: ["READ_PUBLIC"], days: 1 };
  const query = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
  const answer = await (await server.post("/graphql", { query, variables: { input } }, await server.cookie("Rita", "ADMINISTRATOR"))).json();
  token = answer.data.tokenCreate.secret;
});
after(() => server?.stop());

const client = () => new typed.Client(`${server.url}/graphql`, token);

test("every page of a list, whatever its size", async () => {
  const [small, whole] = [await typed.pressures(client(), 7), await typed.pressures(client(), 50)];
  assert.equal(whole.size, 43);
  assert.deepEqual([...small], [...whole]);
  assert.ok([...whole.values()].some((pressure) => pressure > 1), "numbers arrive as numbers");
});

test("a thing by its id, and a fragment on its type", async () => {
  assert.ok((await typed.municipalities(client(), "FG03")).every((name) => typeof name === "string" && name.length > 1));
  assert.equal(await typed.municipalities(client(), "XX99"), undefined);
});

test("enumerations and nested objects", async () => {
  const minutes = await typed.minutes(client());
  assert.ok(minutes.length > 5 && minutes.every(({ value, origin }) => Number.isFinite(value) && /^[A-Z]+$/.test(origin)), JSON.stringify(minutes));
});

test("a refusal is an exception with its codes", async () => {
  await assert.rejects(typed.makeToken(client()), (refused) => refused instanceof typed.Refused && refused.codes[0] === "FORBIDDEN");
});
