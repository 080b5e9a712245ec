// Many browsers edit one scenario at once, by chance: numbers, locks, undos, lines that are cut, pages that are loaded anew. At the
// end all show the same table, it is the database's, and no acknowledged edit is lost; `support/history.mjs` judges.
//
// A few browsers for seconds. `cargo xtask bench together` runs ten for two minutes. The seed is told: the same one draws the same
// acts for each browser, though not the same moments.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { eventually, launch, person } from "./support/browser.mjs";
import { chance, faults } from "./support/history.mjs";
import { Line } from "./support/line.mjs";
import { globalId, Server } from "./support/server.mjs";
import { cell, newScenario, open, ready } from "./support/board.mjs";

const setting = (name, usual) => Number(process.env[`TAVOLIERE_TOGETHER_${name}`] ?? usual);
const SECONDS = setting("SECONDS", 12);
const BROWSERS = setting("BROWSERS", 4);
const SEED = setting("SEED", Math.floor(Math.random() * 2 ** 31));
/** Few cells, so that people get in each other's way. */
const CELLS = ["BA01:OR", "BA01:DO", "BA02:OR", "BA02:DO", "BA03:OR", "FG01:OR", "FG01:DO", "FG02:OR", "LE01:OR", "LE01:DO", "TA01:OR", "TA01:DO"];

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pause = (milliseconds) => new Promise((next) => setTimeout(next, milliseconds));
const edits = (list) => list.map(({ cpi, profile, ...rest }) => ({ cell: `${cpi}:${profile}`, ...rest }));

/** Notes what a page sends and what it is told. */
function record(page, name, history) {
  const input = (request) => {
    if (request.method() !== "POST" || !request.url().endsWith("/graphql")) return undefined;
    const { query, variables } = JSON.parse(request.postData() ?? "{}");
    return query?.includes("scenarioCellsSet") ? variables.input : undefined;
  };
  page.on("request", (request) => {
    const said = input(request);
    if (said) history.sent.push({ write: said.write, by: name, edits: edits(said.edits) });
  });
  page.on("response", async (response) => {
    const said = input(response.request());
    // What was cut off on the way was told to nobody.
    const answer = said && (await response.json().catch(() => undefined));
    const revision = answer?.data?.scenarioCellsSet?.revision;
    if (revision) history.answered.push({ write: said.write, revision });
  });
}

/** One act of somebody who follows chance. */
async function act(page, line, scenario, next) {
  const draw = next();
  if (draw < 0.5) {
    await cell(page, CELLS[Math.floor(next() * CELLS.length)]).click({ timeout: 60_000 });
    await page.keyboard.type(`${Math.floor(next() * 20)}`);
    await page.keyboard.press("Enter");
  } else if (draw < 0.62) await page.keyboard.press("Control+z");
  else if (draw < 0.67) await page.keyboard.press("Control+y");
  else if (draw < 0.74) await page.keyboard.press("l");
  else if (draw < 0.79) {
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Delete");
  } else if (draw < 0.85) {
    line.cut();
    await pause(300 + next() * 1_500);
    line.mend();
  } else if (draw < 0.89) {
    await page.goto(`${line.url}/allocazione/${scenario}`);
    await ready(page);
  } else await settle(page, next);
  await pause(next() * 250);
}

/** Decides a cell that two people changed, if there is one. */
async function settle(page, next) {
  const choice = page.locator(next() < 0.5 ? "[data-keep=mine]" : "[data-keep=theirs]").first();
  if (await choice.isVisible()) await choice.click({ timeout: 2_000 }).catch(() => {});
}

const state = (page) => page.locator("[data-save-state]").getAttribute("data-save-state");

/** What a page shows, and how much of it waits. */
const table = (page) => page.evaluate(() => {
  const cells = [...document.querySelectorAll('[role="grid"] [data-cell]')];
  const shown = cells.map((at) => [at.dataset.cell, { operators: Number(at.dataset.value), locked: at.classList.contains("locked") }]);
  return { shown: Object.fromEntries(shown), waiting: cells.filter((at) => at.matches(".pending, .disputed")).length };
});

/** The scenario's log, from its beginning to a revision. */
async function log(scenario, until) {
  const query = "subscription($id: ID!) { scenarioChanges(scenario: $id, after: 0) { revision write cells { cpi profile operators locked } } }";
  const body = JSON.stringify({ query, variables: { id: globalId("Scenario", scenario) } });
  const headers = { "content-type": "application/json", accept: "text/event-stream", "x-tavoliere-page": "1", cookie: await server.cookie("Prova") };
  const end = new AbortController();
  const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body, signal: end.signal });
  const changes = [];
  let text = "";
  for await (const bytes of answer.body.pipeThrough(new TextDecoderStream())) {
    text += bytes;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data:"))?.slice(5);
      const change = data && JSON.parse(data).data?.scenarioChanges;
      if (change) changes.push({ revision: change.revision, write: change.write, cells: edits(change.cells) });
    }
    if (changes.length >= until) break;
  }
  end.abort();
  return changes;
}

test(`${BROWSERS} browsers edit one scenario for ${SECONDS} s and end on one table, with no acknowledged edit lost (seed ${SEED})`, { timeout: (SECONDS + 240) * 1_000 }, async () => {
  const scenario = (await newScenario(server, "Tutti insieme", 300, 2026)).key;
  const history = { sent: [], answered: [], tables: {}, waiting: {} };
  const lines = await Promise.all(Array.from({ length: BROWSERS }, () => Line.to(server)));
  try {
    const people = [];
    for (const [index, line] of lines.entries()) {
      const name = `Persona ${index + 1}`;
      const page = await person(browser, Object.assign(Object.create(server), { url: line.url }), { name });
      record(page, name, history);
      await open(page, line, scenario);
      people.push({ name, page, line, next: chance(SEED + index) });
    }
    const until = Date.now() + SECONDS * 1_000;
    const acts = await Promise.all(people.map(async ({ page, line, next }) => {
      let done = 0;
      for (; Date.now() < until; done += 1) await act(page, line, scenario, next);
      return done;
    }));
    // Who has something undecided decides it; then everything is sent, and heard of.
    for (const { name, page, next } of people) {
      await page.keyboard.press("Escape");
      await eventually(`all of ${name} is saved`, async () => {
        await settle(page, next);
        return (await state(page)) === "saved";
      }, 60_000);
    }
    const { revision, cells } = await server.board(scenario);
    const judge = async () => {
      for (const { name, page } of people) {
        const { shown, waiting } = await table(page);
        [history.tables[name], history.waiting[name]] = [shown, waiting];
      }
      return faults({ ...history, log: await log(scenario, revision), database: cells });
    };
    // Others' last changes may still be on their way to a page.
    await eventually("the pages have heard of everything", async () => (await judge()).length === 0, 20_000).catch(() => {});
    assert.deepEqual(await judge(), [], `seed ${SEED}`);
    assert.ok(revision > BROWSERS && history.answered.length > BROWSERS, `something was edited: ${acts}, revision ${revision}`);
    console.log(`${acts.reduce((sum, done) => sum + done)} acts, ${history.sent.length} writes sent, ${history.answered.length} acknowledged, ${revision} applied`);
  } finally {
    for (const line of lines) line.close();
  }
});
