// The examples of docs/examples, as a partner would run them: curl, JavaScript and Python against a real server, with a token.
// docs/api.md shows the same files; `TAVOLIERE_UPDATE=1` writes them there anew.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Server } from "../e2e/support/server.mjs";

const { TAVOLIERE_PYTHON: python = "python3" } = process.env;
const root = new URL("../../docs/", import.meta.url);
const names = (await readdir(new URL("examples/", root))).sort();
const read = (name, file) => readFile(new URL(`examples/${name}/${file}`, root), "utf8");
/** The programs of an example: its file, how it is run, and what docs/api.md calls it. */
const PROGRAMS = [["curl.sh", ["sh"], "sh"], ["fetch.mjs", [process.execPath], "js", "JavaScript"], ["ask.py", [python], "python", "Python"]];
/** What differs from one request to the next, by example. */
const PASSING = {};

let server, folder, token;
before(async () => {
  server = await Server.start();
  folder = await mkdtemp(join(tmpdir(), "tavoliere-examples-"));
  const input = { organisation: "ORG-001", name: "Esempi", scopes: ["READ_PUBLIC", "READ_OWN"], days: 1 };
  const query = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
  const answer = await (await server.post("/graphql", { query, variables: { input } }, await server.cookie("Rita", "ADMINISTRATOR"))).json();
  token = answer.data.tokenCreate.secret;
  // So that there is a change to be told of.
  const edits = [{ key: "service.A.minutes", value: 64, seen: 0 }];
  await server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", { input: { write: crypto.randomUUID(), edits } });
  await somethingToTell();
});

/** An event of next month that is public, a partnership of the token's organisation with something due, an indicator that was measured. */
async function somethingToTell() {
  const write = () => crypto.randomUUID();
  const now = new Date();
  const at = (hour) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 10, hour)).toISOString();
  const event = { title: "Giornata del lavoro", kind: "EVENT", province: "FG", place: "Fiera", start: at(9), end: at(12), public: true, organisers: ["ORG-001"] };
  const made = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
  const { eventCreate } = await server.ask(made, { input: { write: write(), event } });
  const step = "mutation($input: EventStepInput!) { eventStep(input: $input) { event { id } } }";
  await server.ask(step, { input: { write: write(), id: eventCreate.event.id, step: "CONFIRM" } });
  const outline = { title: "Tavolo di prova", kind: "TABLE", level: "PROVINCE", province: "FG", nextStep: "Scrivere la bozza", nextOwner: "Anna", nextDue: "2030-01-31" };
  const begin = "mutation($input: PartnershipCreateInput!) { partnershipCreate(input: $input) { partnership { id } } }";
  await server.ask(begin, { input: { write: write(), outline, partners: [{ organisation: "ORG-001" }] } });
  const add = "mutation($input: MeasurementAddInput!) { measurementAdd(input: $input) { measurement { id } } }";
  const measured = { write: write(), indicator: "I-RDC-02", territory: "FG", value: 1, day: "2021-01-10", source: "registro" };
  const { measurementAdd } = await server.ask(add, { input: measured });
  const confirm = "mutation($input: MeasurementConfirmInput!) { measurementConfirm(input: $input) { measurement { id } } }";
  await server.ask(confirm, { input: { write: write(), measurement: measurementAdd.measurement.id } });
}

after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Runs one program as it stands, but for the address; answers what it says. */
async function run(name, file, command) {
  const path = join(folder, `${name}-${file}`);
  const text = await read(name, file);
  assert.ok(text.includes("https://tavoliere.example"), "it asks the address that the page puts in its place");
  await writeFile(path, text.replaceAll("https://tavoliere.example", server.url));
  const env = { ...process.env, TAVOLIERE_TOKEN: token, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  const { stdout } = await promisify(execFile)(command[0], [...command.slice(1), path], { env });
  return JSON.parse(stdout);
}

/** Whether an answer has a shape, whose leaves say in words what stands there, or what it must be. */
function fits(answer, shape, at) {
  if (Array.isArray(shape)) {
    assert.ok(Array.isArray(answer) && answer.length > 0, `${at}: a list that is not empty, not ${JSON.stringify(answer)}`);
    answer.forEach((entry, index) => fits(entry, shape[0], `${at}[${index}]`));
  } else if (typeof shape === "object") {
    assert.deepEqual(Object.keys(answer).sort(), Object.keys(shape).sort(), at);
    for (const key of Object.keys(shape)) fits(answer[key], shape[key], `${at}.${key}`);
  } else if (typeof shape === "number") {
    assert.equal(answer, shape, at);
  } else {
    const is = { text: typeof answer === "string" && answer !== "", number: Number.isFinite(answer), whole: Number.isInteger(answer), null: answer === null };
    assert.ok(shape.split(" or ").some((kind) => is[kind]), `${at}: ${shape}, not ${JSON.stringify(answer)}`);
  }
}

test("there are ten", () => assert.equal(names.length, 10));

for (const name of names) {
  describe(name, () => {
    const answers = [];
    for (const [file, command] of PROGRAMS) {
      test(`${file} answers what it should`, async () => {
        const answer = await run(name, file, command);
        fits(answer, JSON.parse(await read(name, "answer.json")), "answer");
        answers.push(Object.fromEntries(Object.entries(answer).filter(([key]) => !PASSING[name]?.includes(key))));
        assert.deepEqual(answers.at(-1), answers[0], "the same in every language");
      });
    }
    test("each program asks the query that opens in GraphiQL", async () => {
      const query = (await read(name, "query.graphql")).trim();
      for (const [file] of PROGRAMS) assert.ok((await read(name, file)).includes(query), file);
    });
  });
}

test("docs/api.md shows them as they are", async () => {
  const file = new URL("api.md", root);
  const text = await readFile(file, "utf8");
  const [begin, end] = ["<!-- docs/examples begins: written by tests/partner/examples.test.mjs -->\n", "<!-- docs/examples ends -->\n"];
  const [before, rest] = text.split(begin);
  const [, behind] = rest?.split(end) ?? [];
  assert.ok(behind !== undefined, "the marks are there");
  let shown = "";
  for (const name of names) {
    const { it, en } = JSON.parse(await read(name, "question.json"));
    shown += `\n### ${en}\n\n*${it}*\n`;
    for (const [program, , language, title] of PROGRAMS) {
      const block = `\n\`\`\`${language}\n${await read(name, program)}\`\`\`\n`;
      shown += title ? `\n<details><summary>${title}</summary>\n${block}\n</details>\n` : block;
    }
  }
  const wanted = `${before}${begin}${shown}\n${end}${behind}`;
  if (process.env.TAVOLIERE_UPDATE) await writeFile(file, wanted);
  else assert.equal(text, wanted, "run again with TAVOLIERE_UPDATE=1");
});
