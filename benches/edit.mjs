// What one edit of the sheet costs the page: for a digit that is typed and for the Enter that commits it, the time of the main
// thread from the key's event to the end of the frame that shows it, by Chromium's own trace. `cargo xtask bench edit` builds
// what is served and runs this, on Puglia and on a generated Italy of 550 centres.
//
// Busy is what the main thread worked in between; elapsed counts the waiting for the next frame too, which at sixty frames a
// second is up to 16.7 ms by itself. The script only tells: it holds no edit to a time.
import { chromium } from "../tests/node_modules/playwright-core/index.mjs";
import { italy } from "../tests/e2e/support/italy.mjs";
import { Server, FIRST_SCENARIO } from "../tests/e2e/support/server.mjs";

const EDITS = Number(process.env.TAVOLIERE_EDITS ?? 40);
const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];
const MARK = "tavoliere key ";

const browser = await chromium.launch({
  executablePath: process.env.TAVOLIERE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});

async function board(server) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "it-IT" });
  const [cookie, value] = (await server.cookie("Anna")).split(/=(.*)/s);
  await context.addCookies([{ name: cookie, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(`${server.url}/allocazione/${FIRST_SCENARIO}`);
  await page.locator('[role="grid"] [data-cell]').first().waitFor({ timeout: 300_000 });
  await settled(page);
  const opened = performance.now() - begun;
  await page.evaluate((mark) => {
    addEventListener("keydown", (event) => performance.mark(mark + event.key), { capture: true });
  }, MARK);
  return { page, opened };
}

/** Waits until the page has painted what it was told, and has nothing else to do. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestIdleCallback(done, { timeout: 5_000 })))));

/** Types into cells spread over the sheet, from the first row to the last; answers the trace. */
async function traced(page, rows) {
  await page.locator('[role="grid"] [data-cell]').first().click();
  await page.keyboard.press("Control+Home");
  await settled(page);
  await browser.startTracing(page, { categories: CATEGORIES });
  let row = 0;
  for (let edit = 0; edit < EDITS; edit++) {
    const wanted = Math.floor((edit * (rows - 1)) / EDITS);
    for (; row + 10 <= wanted; row += 10) await page.keyboard.press("PageDown");
    for (; row < wanted; row++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press(edit % 6 === 5 ? "Home" : "ArrowRight");
    await settled(page);
    for (const key of [`${1 + (edit % 2)}`, "Enter"]) {
      await page.keyboard.press(key);
      await settled(page);
    }
    row += 1;
    // What the server answers is no part of the next edit.
    await page.locator('[data-save-state="saved"]').waitFor({ timeout: 30_000 });
    await settled(page);
  }
  return JSON.parse((await browser.stopTracing()).toString()).traceEvents;
}

/** For each press of a key: the busy and the elapsed time of the main thread until the frame after it was committed, ms. */
function costs(trace, wanted) {
  const marks = trace.filter(({ cat, name }) => cat?.includes("blink.user_timing") && name.startsWith(MARK));
  const { pid, tid } = marks[0];
  const own = trace.filter((event) => event.pid === pid && event.tid === tid && event.ph === "X").sort((a, b) => a.ts - b.ts);
  const tasks = own.filter(({ name }) => name === "RunTask");
  const presses = own.filter(({ name, args }) => name === "EventDispatch" && args.data?.type === "keydown");
  const commits = own.filter(({ name }) => name === "Commit");
  return marks.filter(({ name }) => wanted(name.slice(MARK.length))).map(({ ts }) => {
    const press = presses.find((event) => event.ts <= ts && ts <= event.ts + event.dur);
    const commit = commits.find((event) => event.ts >= press.ts + press.dur);
    const end = commit.ts + commit.dur;
    const within = (task) => Math.max(0, Math.min(end, task.ts + task.dur) - Math.max(press.ts, task.ts));
    const spent = parts(own.filter((event) => press.ts <= event.ts && event.ts < end));
    return { busy: tasks.reduce((sum, task) => sum + within(task), 0) / 1_000, elapsed: (end - press.ts) / 1_000, spent };
  });
}

/** What the time went to, by the trace's own names, each without what it called, ms. */
function parts(events) {
  const spent = new Map();
  const open = [];
  for (const event of events) {
    while (open.length > 0 && open.at(-1).ts + open.at(-1).dur <= event.ts) open.pop();
    const add = (name, time) => spent.set(name, (spent.get(name) ?? 0) + time / 1_000);
    if (open.length > 0) add(open.at(-1).name, -event.dur);
    add(event.name, event.dur);
    open.push(event);
  }
  return spent;
}

const at = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const mean = (all) => {
  const names = new Set(all.flatMap(({ spent }) => [...spent.keys()]));
  const sum = (name) => all.reduce((sum, { spent }) => sum + (spent.get(name) ?? 0), 0) / all.length;
  const most = [...names].map((name) => [name, sum(name)]).sort(([, a], [, b]) => b - a).slice(0, 8);
  return most.map(([name, time]) => `${name} ${time.toFixed(1)}`).join(", ");
};
const told = (values) => [at(values, 0.5), at(values, 0.95), Math.max(...values)].map((value) => value.toFixed(1).padStart(8)).join("");

console.log(`${EDITS} edits spread over the sheet, main thread from the key to the frame, ms`);
console.log("                            busy: p50     p95     max    elapsed: p50     p95     max");
for (const [name, start, rows] of [["Puglia", () => Server.start(), 43], ["Italy", () => italy(), 550]]) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  const server = await start();
  const { page, opened } = await board(server);
  const drawn = await page.locator('[role="grid"] tbody tr').count();
  const trace = await traced(page, rows);
  for (const [what, wanted] of [["digit", (key) => /^\d$/.test(key)], ["Enter", (key) => key === "Enter"]]) {
    const all = costs(trace, wanted);
    console.log(`${name.padEnd(8)}${what.padEnd(20)}${told(all.map(({ busy }) => busy))}        ${told(all.map(({ elapsed }) => elapsed))}`);
    console.log(`${"".padEnd(8)}mean: ${mean(all)}`);
  }
  console.log(`${name.padEnd(8)}opened in ${opened.toFixed(0)} ms, ${drawn} rows in the page`);
  await page.context().close();
  await server.stop();
}
await browser.close();
