// Times one edit of the sizing model, and one division of operators, in Chromium: 43 CPIs x 5 profiles x 14 services (Puglia) and a generated Italy
// (550 x 6 x 14). `cargo xtask bench sizing` builds the program and runs this; the folder it made is the argument.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join, extname } from "node:path";
import { createRequire } from "node:module";

const folder = process.argv[2];
if (!folder) throw new Error("usage: run.mjs <folder with the built bench>");
const { chromium } = createRequire(new URL("../../tests/package.json", import.meta.url))("playwright-core");

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://127.0.0.1").pathname;
  if (path === "/") return response.setHeader("content-type", "text/html").end("<!doctype html><title>bench</title>");
  try {
    const body = await readFile(join(folder, path.replaceAll("..", "")));
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream").end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath: process.env.TAVOLIERE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);

const rows = await page.evaluate(async () => {
  const program = await import("/browser_bench.js");
  await program.default({ module_or_path: "/browser_bench_bg.wasm" });
  // One sample is a batch of edits, so that the browser's coarse clock does not round it away.
  const time = (batch, edit) => {
    const samples = [];
    for (let sample = 0; sample < 60; sample++) {
      const start = performance.now();
      for (let n = 0; n < batch; n++) edit(sample * batch + n);
      samples.push((performance.now() - start) / batch);
    }
    samples.splice(0, 10); // warm-up
    samples.sort((a, b) => a - b);
    const at = (share) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))];
    return { median: at(0.5), p95: at(0.95) };
  };
  const rows = [];
  for (const [name, cpis, profiles, services, batch] of [
    ["Puglia 43 x 5 x 14", 43, 5, 14, 200],
    ["Italy 550 x 6 x 14", 550, 6, 14, 20],
  ]) {
    const region = new program.Region(cpis, profiles, services);
    rows.push({ name, edit: "one assumption", ...time(batch, (n) => region.set_minutes(15 + (n % 40))) });
    rows.push({ name, edit: "one cell", ...time(batch, (n) => region.place(n % (cpis * profiles), n % 7)) });
  }
  for (const [name, italy, batch] of [["Puglia 43 x 5", false, 100], ["Italy 550 x 6", true, 2]]) {
    const division = new program.Division(italy);
    rows.push({ name, edit: "divide, cold", ...time(batch, () => division.cold()) });
    const pair = time(batch * 10, (n) => division.lock_and_open(n * 37));
    rows.push({ name, edit: "divide, warm", median: pair.median / 2, p95: pair.p95 / 2 });
  }
  return rows;
});
await browser.close();
server.close();

console.log("instance             edit             median ms   p95 ms");
for (const row of rows) {
  console.log(`${row.name.padEnd(20)} ${row.edit.padEnd(16)} ${row.median.toFixed(3).padStart(9)} ${row.p95.toFixed(3).padStart(8)}`);
}
