// What every run of schemathesis needs: the generator as a process, and a partner's tokens.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const { TAVOLIERE_PYTHON: python = "python3", TAVOLIERE_FUZZ_SEED: seed = "269" } = process.env;
/** How many requests are made for each field of the roots, or for each address. */
export const cases = process.env.TAVOLIERE_FUZZ_CASES ?? "50";
/** A token or a person has points for so many requests and no more: a run takes turns with several. */
export const CALLERS = 12;

/** A file of the repository, by its path from the top. */
export const committed = (path) => join(folder, "../..", path);

/** Runs schemathesis with the hooks of a Python module. Answers its status, what it said and how many requests it made. */
export async function generate(server, hooks, args, told) {
  const all = ["-m", "schemathesis.cli", "run", ...args, "--no-color", "--max-examples", cases, "--seed", seed];
  all.push("--generation-database", "none", "--suppress-health-check", "all");
  const env = { ...process.env, ...told, SCHEMATHESIS_HOOKS: hooks, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(python, all, { cwd: server.data, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const status = await new Promise((ended) => child.once("close", ended));
  return { status, said, made: Number(/(\d+) generated/.exec(said)?.[1] ?? 0) };
}

/** Holds a run to having found nothing, having made enough, and having left the server alive. */
export async function holds(server, { status, said, made }, least) {
  assert.equal(status, 0, said.slice(-20_000));
  assert.ok(made >= least, `only ${made} requests\n${said.slice(-2_000)}`);
  assert.ok(!server.log.includes("panicked"), server.log);
  assert.ok((await fetch(`${server.url}/readyz`)).ok, "the server is still there");
}

/** The headers of a partner's program, several times over. */
export async function tokens(server) {
  const administrator = await server.cookie("Rita", "ADMINISTRATOR");
  const callers = [];
  for (let number = 0; number < CALLERS; number++) {
    const input = { organisation: "ORG-001", name: `Prova ${number}`, scopes: ["READ_PUBLIC", "READ_OWN", "PROPOSE"], days: 1 };
    const query = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
    const answer = await (await server.post("/graphql", { query, variables: { input } }, administrator)).json();
    assert.equal(answer.errors, undefined, JSON.stringify(answer));
    const caller = { authorization: `Bearer ${answer.data.tokenCreate.secret}` };
    // A token that is not let in would make every answer a refusal, and every refusal is as the contract says.
    const request = { method: "POST", headers: { ...caller, "content-type": "application/json" }, body: JSON.stringify({ query: "{ partnerships(first: 1) { totalCount } }" }) };
    const seen = await (await fetch(`${server.url}/graphql`, request)).json();
    assert.equal(typeof seen.data?.partnerships?.totalCount, "number", JSON.stringify(seen));
    callers.push(caller);
  }
  return callers;
}
