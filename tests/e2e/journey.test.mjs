// A planner's first day, without a mouse: from the base to a proposed scenario, and from there to one that nobody changes any more.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { eventually, launch, person, picture } from "./support/browser.mjs";
import { FIRST_SCENARIO, globalId, Server } from "./support/server.mjs";
import { ready, says, shown, shows } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const key = (page) => new URL(page.url()).pathname.split("/").pop();

/** Whether what has the focus matches a selector, or lies within it. */
const holds = (page, selector) =>
  page.evaluate((selector) => Boolean(document.activeElement?.closest(selector)), selector);

/** Goes on by Tab, or back by Shift and Tab, until what has the focus matches. A mouse, or a focus from outside, is never used. */
async function reach(page, selector, press = "Tab", most = 400) {
  for (let n = 0; n < most; n += 1) {
    if (await holds(page, selector)) return;
    await page.keyboard.press(press);
  }
  assert.fail(`${selector} cannot be reached by ${press}`);
}

/** Reaches something and presses it. */
async function press(page, selector, key = "Enter", by = "Tab") {
  await reach(page, selector, by);
  await page.keyboard.press(key);
}

/** Reaches a field and types over what it holds. */
async function fill(page, selector, text) {
  await reach(page, selector);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(`${text}`);
}

/** Chooses of a list by what its entry is called. */
async function choose(page, selector, label) {
  await reach(page, selector);
  await page.keyboard.type(label);
  await eventually(`${label} is chosen`, () =>
    page.evaluate(([selector, label]) => document.querySelector(selector).selectedOptions[0].label.startsWith(label), [selector, label]));
}

/** From the sheet's corner to a cell: Control and Home, then down and right. */
async function goTo(page, cell) {
  await reach(page, '[role="grid"] [data-cell]');
  await page.keyboard.press("Control+Home");
  const at = () => page.evaluate(() => document.activeElement?.getAttribute("data-cell"));
  const [cpi, profile] = cell.split(":");
  for (let n = 0; n < 60 && !(await at())?.startsWith(`${cpi}:`); n += 1) await page.keyboard.press("ArrowDown");
  for (let n = 0; n < 9 && !(await at())?.endsWith(`:${profile}`); n += 1) await page.keyboard.press("ArrowRight");
  assert.equal(await at(), cell);
}

/** What the database holds of a scenario, as `FG01:OR` and operators, and the sum of a province. */
async function table(scenario) {
  const { cells } = await server.board(scenario);
  const sum = (province) => Object.entries(cells).filter(([cell]) => cell.startsWith(province)).reduce((all, [, { operators }]) => all + operators, 0);
  return { cells, sum };
}

/** Copies the open scenario by keyboard, and waits until the copy stands open. */
async function copy(page, name) {
  const before = key(page);
  await press(page, '[data-step="COPY"]');
  await eventually("the name has the focus", () => holds(page, "#copy-name"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await eventually("the copy is open", () => key(page) !== before);
  await page.getByRole("heading", { name }).waitFor();
  await ready(page);
}

/** Asks for a proposal with at least one in each CPI and at most 40 in Foggia. */
async function ask(page, objective) {
  await press(page, "[data-proposal-open]");
  await page.locator("#ask-objective").waitFor({ timeout: 30_000 });
  await choose(page, "#ask-objective", objective);
  await fill(page, "#ask-head-count", 236);
  await press(page, "details:has(#ask-province-FG-most) > summary");
  await fill(page, "#ask-province-FG-most", 40);
  await fill(page, "#ask-every-cpi-least", 1);
  await press(page, ".ask button[type=submit]");
  await page.locator(".proof").waitFor({ timeout: 30_000 });
}

test("a new planner copies the base, asks, locks, takes, edits, compares and proposes by keyboard alone; what is approved is changed by no route", async () => {
  const page = await person(browser, server, { name: "Nora" });
  await page.goto(`${server.url}/allocazione`);
  await page.locator(`a[href$="${FIRST_SCENARIO}"]`).first().waitFor({ timeout: 30_000 });
  await press(page, `a[href$="/allocazione/${FIRST_SCENARIO}"]`);
  await ready(page);
  await copy(page, "Equità 236");
  const scenario = key(page);

  // Three cells are decided beforehand.
  for (const [cell, operators] of [["FG01:OR", 2], ["BA01:OR", 3], ["LE01:OR", 2]]) {
    await goTo(page, cell);
    await page.keyboard.type(`${operators}`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("l");
    await eventually(`${cell} is locked`, async () =>
      (await page.locator(`[data-cell="${cell}"]`).getAttribute("aria-readonly")) === "true");
  }
  await says(page, "saved", 20_000);

  await ask(page, "Equità");
  await picture(page, "journey-asked");
  // Five provinces are taken as proposed, the sixth is the planner's own.
  for (const province of ["BA", "BR", "BT", "FG", "LE"]) await press(page, `[data-take="${province}"]`, "Enter");
  await page.keyboard.press("Escape");
  await says(page, "saved", 20_000);
  const taken = await table(scenario);
  assert.ok(taken.sum("FG") <= 40 && taken.sum("FG") > 0, `${taken.sum("FG")} in Foggia`);
  assert.deepEqual(["FG01:OR", "BA01:OR", "LE01:OR"].map((cell) => taken.cells[cell].operators), [2, 3, 2], "what was locked stays");
  assert.equal(taken.sum("TA"), 0, "only the provinces that were taken");

  // Taranto by hand: one counsellor in each of its centres.
  const centres = (await page.locator('[role="grid"] [data-cell^="TA"][data-cell$=":OR"]').evaluateAll((cells) => cells.map((cell) => cell.dataset.cell)));
  for (const cell of centres) {
    await goTo(page, cell);
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await shows(page, cell, 1);
  }
  await says(page, "saved", 20_000);
  assert.equal((await table(scenario)).sum("TA"), centres.length);
  const every = (await table(scenario)).cells;
  const served = new Set(Object.entries(every).filter(([, { operators }]) => operators > 0).map(([cell]) => cell.split(":")[0]));
  assert.equal(served.size, 43, "at least one in each CPI");

  // Beside what Hamilton's rule would give, in a copy of its own.
  await copy(page, "Secondo Hamilton");
  const other = key(page);
  await ask(page, "Riparto: Hamilton");
  await press(page, '[data-take="all"]');
  await page.keyboard.press("Escape");
  await says(page, "saved", 20_000);
  await press(page, "[data-compare]");
  await page.locator("#compare-region").waitFor({ timeout: 30_000 });
  assert.match(await page.locator(".compare-count").innerText(), /celle diverse su/);
  await picture(page, "journey-compared");

  await press(page, `main a[href$="/allocazione/${scenario}"]`);
  await ready(page);
  await press(page, '[data-step="PROPOSE"]');
  await eventually("the note has the focus", () => holds(page, "#step-note"));
  await page.keyboard.type("Equità entro 236, Foggia al più 40");
  await press(page, "dialog[open] button[type=submit]");
  await page.locator('[data-state="PROPOSED"]').first().waitFor();

  // The regional planner approves, by keyboard too.
  const regional = await person(browser, server, { name: "Rosa" });
  await regional.goto(`${server.url}/allocazione/${scenario}`);
  await ready(regional);
  await press(regional, '[data-step="APPROVE"]');
  await eventually("the note has the focus", () => holds(regional, "#step-note"));
  await regional.keyboard.type("Come proposta");
  await press(regional, "dialog[open] button[type=submit]");
  await regional.locator('[data-state="APPROVED"]').first().waitFor();
  await page.locator('[data-state="APPROVED"]').first().waitFor();

  await refusesEveryRoute(page, scenario, other);
  assert.deepEqual(page.complaints, []);
});

/** Nothing that the page or the API offers changes an approved scenario. */
async function refusesEveryRoute(page, scenario, other) {
  const before = await server.board(scenario);
  await goTo(page, "FG01:CM");
  for (const pressed of ["7", "Enter", "Delete", "l", "Control+z", "Control+v"]) await page.keyboard.press(pressed);
  const id = globalId("Scenario", scenario);
  const write = () => crypto.randomUUID();
  const edits = [{ cpi: "FG01", profile: "OR", operators: 1, locked: false, seen: before.cells["FG01:OR"].revision }];
  const tries = [
    ["ScenarioCellsSetInput", "scenarioCellsSet", "revision", { scenario: id, edits }],
    ["ScenarioUpdateInput", "scenarioUpdate", "scenario { id }", { scenario: id, headCount: 240 }],
    ["ScenarioFiguresSetInput", "scenarioFiguresSet", "revision", { scenario: id, edits: [{ key: "service.F3.minutes", value: 40, seen: 0 }] }],
    ["ScenarioStepInput", "scenarioStep", "scenario { id }", { scenario: id, step: "SEND_BACK", note: "Da rifare" }],
  ];
  for (const [input, mutation, asked, values] of tries) {
    const tried = server.ask(`mutation($input: ${input}!) { ${mutation}(input: $input) { ${asked} } }`, { input: { write: write(), ...values } });
    await assert.rejects(tried, /WRONG_STATE/, mutation);
  }
  const after = await server.board(scenario);
  assert.deepEqual(after.cells, before.cells);
  assert.equal(await shown(page, "FG01:OR"), before.cells["FG01:OR"].operators);
  assert.notEqual(scenario, other);
}
