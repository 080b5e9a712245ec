// Scenarios side by side: chosen in the list or from the board, compared by keyboard, and opened again by whoever is sent the address.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { FIRST_SCENARIO, globalId, Server } from "./support/server.mjs";
import { open } from "./support/board.mjs";

let server, browser, one, other;
before(async () => {
  server = await Server.start();
  browser = await launch();
  one = await created("Foggia al centro", { "FG03:OR": 4, "FG01:DO": 1, "BA03:OR": 6 });
  other = await created("Secondo Hamilton", { "FG03:OR": 1, "FG01:DO": 1, "BA03:OR": 8, "LE05:FO": 2 });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A new scenario with some cells, by its UUID. */
async function created(name, cells = {}) {
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name, year: 2026, headCount: 20, budgetCents: 1e9, months: 12 } },
  );
  const scenario = Buffer.from(scenarioCreate.scenario.id, "base64url").toString().split(":")[1];
  for (const [cell, operators] of Object.entries(cells)) await server.set(scenario, cell, operators, 0);
  return scenario;
}

const address = (...scenarios) => `${server.url}/confronto?scenari=${scenarios.join(",")}`;
const rows = (page) => page.locator(".compare-rows:not(.cause-rows) tbody tr").evaluateAll((all) => all.map((row) => row.dataset.row));
const cells = (page, row) => page.locator(`.compare-rows:not(.cause-rows) [data-row="${row}"] td`).allInnerTexts();
const query = (page, name) => new URL(page.url()).searchParams.get(name);

/** Opens a comparison and waits until it stands. */
async function compare(page, ...scenarios) {
  await page.goto(address(...scenarios));
  await page.locator("#compare-region").waitFor({ timeout: 30_000 });
}

/** Waits until the table has these rows, in this order. */
const listed = (page, expected) =>
  eventually(`rows ${expected}`, async () => JSON.stringify(await rows(page)) === JSON.stringify(expected));

test("two are ticked in the list and compared by keyboard alone; the address opens what was seen", async () => {
  const page = await person(browser, server);
  await page.goto(`${server.url}/allocazione`);
  await page.locator(`#pick-${one}`).focus();
  assert.equal(await page.locator("#compare").isDisabled(), true, "nothing is ticked");
  await page.keyboard.press("Space");
  await page.locator("#compare-told").getByText("spuntane almeno un altro").waitFor();
  assert.equal(await page.locator("#compare").isDisabled(), true, "one is not enough");
  await page.locator(`#pick-${other}`).focus();
  await page.keyboard.press("Space");
  await page.locator("#compare").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Confronto tra scenari" }).waitFor();
  assert.equal(query(page, "scenari"), `${one},${other}`, "in the order in which they were ticked");

  // By default the cells that differ, and no others.
  await listed(page, ["BA03:OR", "FG03:OR", "LE05:FO"]);
  assert.match(await page.locator(".compare-count").innerText(), /^3 celle diverse su \d+\.$/);
  assert.deepEqual((await cells(page, "FG03:OR")).slice(1), ["4", "1", "−3"]);
  assert.deepEqual((await cells(page, "LE05:FO")).slice(1), ["0", "2", "+2"]);

  // Sorted from the greatest down, then up, then as the plan has it.
  const head = page.getByRole("button", { name: "Differenza, Secondo Hamilton" });
  const sorted = () => page.locator(".compare-rows:not(.cause-rows) th[aria-sort]:not([aria-sort=none])").getAttribute("aria-sort");
  await head.focus();
  await page.keyboard.press("Enter");
  await eventually("two are equal: they stay in the plan's order", async () => JSON.stringify(await rows(page)) === JSON.stringify(["BA03:OR", "LE05:FO", "FG03:OR"]));
  assert.equal(await sorted(), "descending");
  assert.equal(await page.evaluate(() => document.activeElement.closest("th")?.getAttribute("aria-sort")), "descending", "the focus stays on the head");
  await page.keyboard.press("Enter");
  await listed(page, ["FG03:OR", "BA03:OR", "LE05:FO"]);
  assert.equal(await sorted(), "ascending");

  // By CPI, with pressures, against the other one; whoever is sent the address sees the same.
  await page.locator("#compare-kind").selectOption("cpi");
  await page.locator("#compare-base").selectOption("1");
  await page.locator("#compare-colour").selectOption("pressione");
  await eventually("the address tells all of it", () =>
    query(page, "righe") === "cpi" && query(page, "rispetto") === "2" && query(page, "colori") === "pressione");
  assert.deepEqual((await cells(page, "FG03")).slice(0, 3), ["4", "1", "+3"]);
  const seen = (page) => page.locator("#main").innerText();
  const colleague = await person(browser, server, { name: "Lea", role: "READER" });
  await colleague.goto(page.url());
  await colleague.locator('.compare-rows:not(.cause-rows) [data-row="FG03"]').waitFor({ timeout: 30_000 });
  // A reader merges and decides nothing; the columns, rows, numbers and choices are what was sent.
  assert.equal(await colleague.locator("[data-join]").count(), 0);
  assert.equal(await colleague.locator("[data-decide]").count(), 0);
  await page.locator(".compare-join, [data-decide]").evaluateAll((all) => all.forEach((one) => (one.style.display = "none")));
  await eventually("the page tells all of it", async () => !(await seen(colleague)).includes("Caricamento…"), 30_000);
  assert.equal(await seen(colleague), await seen(page));
  for (const field of ["#compare-kind", "#compare-base", "#compare-colour", "#compare-shown"]) {
    assert.equal(await colleague.locator(field).inputValue(), await page.locator(field).inputValue(), field);
  }
  for (const page_ of [page, colleague]) {
    assert.deepEqual(page_.complaints, []);
    assert.deepEqual(page_.foreign, []);
  }
});

test("the measures are those of the API, with the difference to the reference, by region and province", async () => {
  const page = await person(browser, server);
  await compare(page, one, other);
  const { scenarioCompare: told } = await server.ask(
    `query($ids: [ID!]!) { scenarioCompare(scenarios: $ids) { region { load { placed unmetHours } costCents }
      provinces { province { name } measures { load { placed } } } } }`,
    { ids: [one, other].map((key) => globalId("Scenario", key)) },
  );
  const italian = (number) => new Intl.NumberFormat("it-IT", { maximumFractionDigits: 0, useGrouping: "always" }).format(number);
  const line = (letter) => page.locator(`[aria-labelledby="compare-region"] [data-measures="${letter}"] td`).allInnerTexts();
  const [a, b] = [await line("A"), await line("B")];
  assert.equal(a[0].trim(), italian(told.region[0].load.placed));
  assert.equal(b[0].replace(/\s+/g, ""), `${italian(told.region[1].load.placed)}+1`);
  assert.equal(b[3].match(/^[\d.]+/)[0], italian(told.region[1].load.unmetHours));
  assert.equal(b[5].match(/^[\d.]+/)[0], italian(told.region[1].costCents / 100));
  const groups = await page.locator('[aria-labelledby="compare-provinces"] .compare-territory').allInnerTexts();
  assert.deepEqual(groups, told.provinces.map(({ province }) => province.name));
  const placed = await page.locator('[aria-labelledby="compare-provinces"] [data-measures="A"] td:first-of-type').allInnerTexts();
  assert.deepEqual(placed.map(Number), told.provinces.map(({ measures }) => measures[0].load.placed));
});

test("the map says what changes where; Enter goes to the row, and the same is in the table", async () => {
  const page = await person(browser, server);
  await compare(page, one, other);
  const area = page.locator('.compare-map [aria-label*="Foggia"]').first();
  await area.waitFor();
  const labels = await page.locator(".compare-map .area").evaluateAll((all) => all.map((area) => area.getAttribute("aria-label")));
  assert.equal(labels.length, 43);
  assert.equal(labels.filter((label) => !label.includes("operatori =")).length, 3, "three centres have other numbers");
  assert.ok(labels.some((label) => /operatori −3 \(4 in A, 1 in B\)$/.test(label)), labels.join("; "));
  assert.deepEqual((await page.locator(".compare-map .mark").allTextContents()).filter(Boolean).sort(), ["+2", "+2", "−3"]);
  await page.locator('.compare-map [aria-label*="−3"]').focus();
  await page.keyboard.press("Enter");
  await eventually("the row has the focus", () => page.evaluate(() => document.activeElement.dataset.row === "FG03:OR"));
  // The twin: every centre, with the same numbers.
  await page.locator("#compare-twin").click();
  await eventually("all centres are listed", async () => (await rows(page)).length === 43);
  const twin = await page.locator(".compare-rows:not(.cause-rows) tbody .compare-moved").allInnerTexts();
  assert.deepEqual(twin.filter((text) => text !== "=").sort(), ["+2", "+2", "−3"]);
  assert.deepEqual(page.complaints, []);
});

test("from the board a copy is compared with what it was copied from; up to four are taken in and out", async () => {
  const page = await person(browser, server);
  const { scenarioCopy } = await server.ask(
    "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", one), name: "Copia per il confronto" } },
  );
  const copy = Buffer.from(scenarioCopy.scenario.id, "base64url").toString().split(":")[1];
  await open(page, server, copy);
  await page.locator("[data-compare]").click();
  await page.locator("#compare-region").waitFor();
  assert.equal(query(page, "scenari"), `${one},${copy}`);
  await page.getByText(/^0 celle diverse su \d+\.$/).waitFor();
  assert.equal(await page.locator(".compare-rows").count(), 0, "a copy differs in nothing yet");
  for (const [key, count] of [[other, 3], [FIRST_SCENARIO, 4]]) {
    await page.locator("#compare-add").selectOption(key);
    await page.locator(".compare-chosen form button").click();
    await eventually(`${count} stand side by side`, async () => (await page.locator('[aria-labelledby="compare-region"] [data-measures]').count()) === count);
  }
  assert.equal(await page.locator(".compare-chosen form").isVisible(), false, "four are all there may be");
  await page.locator(".compare-chosen li").nth(1).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await eventually("it is out", () => query(page, "scenari") === `${one},${other},${FIRST_SCENARIO}`);
  await eventually("the focus is on the field that adds", () => page.evaluate(() => document.activeElement.id === "compare-add"));
  for (const left of [2, 1]) {
    await page.locator(".compare-chosen li").last().getByRole("button").click();
    await eventually(`${left} are left`, async () => (await page.locator(".compare-chosen li").count()) === left);
  }
  await page.getByText("Servono almeno due scenari").waitFor();
  assert.equal(await page.locator("#compare-region").count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("what others change meanwhile is told, and compared again when the reader wants it", async () => {
  const page = await person(browser, server);
  const [mine, theirs] = [await created("Ferma", { "TA01:OR": 1 }), await created("In moto", { "TA01:OR": 1 })];
  await compare(page, mine, theirs);
  await page.getByText(/^0 celle diverse/).waitFor();
  assert.equal(await page.locator("#compare-again").count(), 0, "nothing has changed");
  await server.set(theirs, "TA01:OR", 3, 1, { author: "Rosa" });
  await page.locator("#compare-again").waitFor({ timeout: 20_000 });
  await page.getByText(/^0 celle diverse/).waitFor();
  await page.locator("#compare-again").focus();
  await page.keyboard.press("Enter");
  await listed(page, ["TA01:OR"]);
  assert.deepEqual((await cells(page, "TA01:OR")).slice(1), ["1", "3", "+2"]);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the button is gone, the focus is on the title");
  assert.equal(await page.locator("#compare-again").count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("an address that names nothing that is there says so, and a visitor is shown the way in", async () => {
  const page = await person(browser, server);
  await page.goto(address(one, "0198f2a0-0000-7000-8000-00000000dead"));
  await page.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor({ timeout: 30_000 });
  await page.getByText("Scenario che non trovo").waitFor();
  await page.locator(".compare-chosen li").last().getByRole("button").click();
  await page.getByText("Servono almeno due scenari").waitFor();
  const visitor = await person(browser, server, { visitor: true });
  await visitor.goto(address(one, other));
  await visitor.locator('a[href^="/accedi?da=/confronto"]').first().waitFor({ timeout: 30_000 });
  assert.equal(await visitor.locator("#compare-region").count(), 0);
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the comparison in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const page = await person(browser, server, { language, viewport: size === "wide" ? WIDE : NARROW });
    const look = async (what) => {
      await accessible(page, `${what} in ${language}, ${size}`);
      await picture(page, `comparison-${what}-${language}-${size}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${what} does not scroll sideways (${wide})`);
    };
    await compare(page, one, other);
    await page.locator(".compare-map .area").first().waitFor();
    await look("pair");
    await page.goto(`${address(one, other, FIRST_SCENARIO)}&righe=cpi&tutte=1&colori=pressione&ordine=-pressione.1`);
    await page.locator(".compare-rows:not(.cause-rows) tbody tr").first().waitFor();
    await page.locator("#compare-differences").scrollIntoViewIfNeeded();
    await look("three");
    await page.goto(`${server.url}/allocazione`);
    await page.locator(`#pick-${one}`).check();
    await look("list");
    await page.goto(`${server.url}/confronto`);
    await page.locator("#compare-add").waitFor();
    await look("none");
  });
}
