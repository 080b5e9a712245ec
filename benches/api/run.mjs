// The API beside PostGraphile: five questions and one mutation, over one PostgreSQL and the same rows, on one machine.
//
//     cd benches/api && npm ci && cargo install oha --locked --version 1.16.0
//     cargo xtask build && cargo build --release --locked --workspace --exclude frontend --bin tavoliere
//     node run.mjs --database postgres://user@host/an_empty_database --binary ../../target/release/tavoliere
//
// Nothing else may run meanwhile. The servers take turns, so that neither competes with the other; questions are asked by oha,
// edits by this program, because each needs an id of its own and the revision that it has seen: the same program for both.
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { QUESTIONS, SET } from "./questions.mjs";
import { fill } from "./rows.mjs";
import { postgraphile, tavoliere } from "./servers.mjs";

const { values: asked } = parseArgs({
  options: {
    database: { type: "string" },
    binary: { type: "string", default: "../../target/release/tavoliere" },
    seconds: { type: "string", default: "10" },
    connections: { type: "string", default: "16" },
    port: { type: "string", default: "8480" },
    oha: { type: "string", default: "oha" },
  },
});
if (!asked.database) throw new Error("--database names an empty PostgreSQL database");
const [seconds, connections] = [Number(asked.seconds), Number(asked.connections)];

const text = (question, end, scenario) => (typeof question[end] === "function" ? question[end](scenario) : question[end]);

/// Requests a second and the latency that 99 of 100 stay under, ms.
function load(server, query) {
  const headers = Object.entries(server.headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const fixed = ["--no-tui", "--output-format", "json", "-m", "POST", "-c", `${connections}`, "-z", `${seconds}s`];
  const options = [...fixed, ...headers, "-d", JSON.stringify({ query }), server.url];
  const told = JSON.parse(execFileSync(asked.oha, options, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
  const wrong = Object.entries(told.statusCodeDistribution).filter(([status]) => status !== "200");
  if (wrong.length > 0) throw new Error(`${server.name}: ${JSON.stringify(wrong)}`);
  return { rate: told.summary.requestsPerSec, p99: told.latencyPercentiles.p99 * 1000 };
}

/// The same of edits: each connection has a cell of its own, and knows what it has seen of it.
async function edit(server, end, rows) {
  const until = performance.now() + seconds * 1000;
  const times = [];
  const seen = new Map();
  if (end === "ours") {
    const query = "query($id: ID!) { scenario(id: $id) { cells { cpi profile revision } } }";
    const { scenario } = await server.ask(query, { id: rows.scenario });
    for (const cell of scenario.cells) if (cell.profile === "OR") seen.set(cell.cpi, cell.revision);
  }
  const began = performance.now();
  await Promise.all(
    rows.cpis.slice(0, connections).map(async (cpi) => {
      for (let turn = 0; performance.now() < until; turn++) {
        const operators = 1 + (turn % 2);
        const edits = [{ cpi, profile: "OR", operators, locked: false, seen: seen.get(cpi) }];
        const variables =
          end === "ours"
            ? { input: { write: crypto.randomUUID(), scenario: rows.scenario, edits } }
            : { scenario: rows.key, cpi, operators };
        const sent = performance.now();
        const data = await server.ask(SET[end], variables);
        times.push(performance.now() - sent);
        if (end === "ours") seen.set(cpi, data.scenarioCellsSet.revision);
      }
    }),
  );
  times.sort((a, b) => a - b);
  return { rate: (times.length / (performance.now() - began)) * 1000, p99: times[Math.floor(times.length * 0.99)] };
}

const table = {};
let rows;
const found = {};
for (const [end, start] of [
  ["ours", () => tavoliere(asked.binary, asked.database, Number(asked.port))],
  ["theirs", () => postgraphile(asked.database, Number(asked.port) + 1)],
]) {
  let server = await start();
  try {
    if (end === "ours") {
      rows = await fill(server, asked.database);
      // The first start also made the database; measured is the next one.
      await server.stop();
      server = await start();
    }
    const measured = (table[end] = { "start, ms": server.startedMs, "memory at rest, MB": server.memory() });
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const query = text(question, end, rows.scenario);
      (found[name] ??= []).push(question.rows(await server.ask(query)));
      measured[name] = load(server, query);
      console.error(`${server.name}: ${name}`);
    }
    measured["set a cell"] = await edit(server, end, rows);
    measured["memory at most, MB"] = server.memory();
  } finally {
    await server.stop();
  }
}
const different = Object.entries(found).filter(([, counts]) => new Set(counts).size > 1);
if (different.length > 0) throw new Error(`they answered different rows: ${JSON.stringify(different)}`);

const number = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
console.log(`${connections} connections, ${seconds} s each; requests a second, and the latency that 99 of 100 stay under\n`);
console.log("| question | Tavoliere | PostGraphile | times as many |\n| --- | --- | --- | --- |");
for (const name of Object.keys(table.ours)) {
  const [ours, theirs] = [table.ours[name], table.theirs[name]];
  if (typeof ours === "number") {
    console.log(`| ${name} | ${number(ours)} | ${number(theirs)} | |`);
  } else {
    const cell = ({ rate, p99 }) => `${number(rate)}, ${number(p99)} ms`;
    console.log(`| ${name} | ${cell(ours)} | ${cell(theirs)} | ${number(ours.rate / theirs.rate)} |`);
  }
}
