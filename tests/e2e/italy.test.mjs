// A sheet as long as Italy's would be: 550 made-up centres, of which the page draws those in sight. The keyboard, the clipboard,
// other people and a printer find all of them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { cell, open, says, shown, shows } from "./support/board.mjs";
import { CENTRES, centre, italy, PROFILES, PROVINCES } from "./support/italy.mjs";
import { FIRST_SCENARIO } from "./support/server.mjs";

/** The centres with their sub-totals. */
const ROWS = CENTRES + PROVINCES;
const LAST = centre(CENTRES - 1);

let server, browser;
before(async () => {
  server = await italy();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-cell"));
const drawn = (page) => page.locator('[role="grid"] tbody tr:not(.gap)').count();

/** Whether a cell lies within the part of the sheet that is seen. */
const inSight = (page) =>
  page.evaluate(() => {
    const [sheet, cell] = [document.querySelector(".sheet").getBoundingClientRect(), document.activeElement.getBoundingClientRect()];
    return cell.top >= sheet.top && cell.bottom <= sheet.bottom;
  });

test("the keyboard reaches the end and comes back, few rows are drawn, and readers are told of all", async () => {
  const page = await person(browser, server, { name: "Anna" });
  await open(page, server, FIRST_SCENARIO);
  const grid = page.locator('[role="grid"]');
  assert.equal(await grid.getAttribute("aria-rowcount"), `${ROWS + 2}`);
  const first = await page.locator("[data-cell]").first().getAttribute("data-cell");
  await cell(page, first).click();
  await page.keyboard.press("Control+End");
  // What is typed at once goes to the cell where the cursor went.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await eventually("the last cell has the focus, in sight", async () => (await inSight(page)) && (await focused(page)));
  const last = page.locator("[data-cell]").last();
  assert.equal(await focused(page), await last.getAttribute("data-cell"));
  assert.equal(await last.locator("xpath=..").getAttribute("aria-rowindex"), `${ROWS + 2}`);
  assert.ok((await drawn(page)) < 80, `${await drawn(page)} rows are drawn`);
  for (let step = 0; step < 56; step++) await page.keyboard.press("PageUp");
  await page.keyboard.press("Home");
  await eventually("the first cell has the focus", async () => (await focused(page)) === first);
  assert.ok(await eventually("it is in sight", () => inSight(page)));
  // The wheel takes the cursor's row out of sight, and neither the focus nor a key is lost.
  await page.locator(".sheet").evaluate((sheet) => (sheet.scrollTop = 10_000));
  await eventually("other rows are drawn", () => page.locator(`[data-cell^="${centre(300)}:"]`).count());
  assert.equal(await focused(page), first);
  await page.keyboard.press("ArrowDown");
  assert.ok(await eventually("the cursor is in sight again", () => inSight(page)));
  // Geometry: a row lies where as many rows of one height put it.
  const heights = await page.locator('[role="grid"] tbody tr:not(.gap, .region)').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  assert.ok(Math.max(...heights) - Math.min(...heights) < 0.1, `rows are of one height: ${[...new Set(heights)]}`);
  await accessible(page, "the long sheet");
  await picture(page, "italy-it");
  assert.deepEqual(page.complaints, []);
});

test("an edit at the far end is saved, and seen by who looks there in another browser", async () => {
  const [anna, bruno] = [await person(browser, server, { name: "Anna" }), await person(browser, server, { name: "Bruno", language: "en", viewport: NARROW })];
  for (const page of [anna, bruno]) await open(page, server, FIRST_SCENARIO);
  for (const page of [anna, bruno]) {
    await page.locator("[data-cell]").first().click();
    await page.keyboard.press("Control+End");
    await eventually("the end has the focus", async () => (await focused(page))?.startsWith("C"));
  }
  const key = await focused(anna);
  assert.ok(!key.startsWith(`${centre(0)}:`));
  const total = () => anna.locator("tr.region td.sum").textContent();
  const before = Number((await total()).replace(/\D/g, ""));
  await anna.keyboard.type("7");
  await eventually("the total moves with what is typed", async () => Number((await total()).replace(/\D/g, "")) === before + 7);
  await anna.keyboard.press("Enter");
  await says(anna, "saved");
  await shows(bruno, key, 7);
  // Whoever comes after it was changed finds it without a flash.
  await bruno.keyboard.press("Control+Home");
  await eventually("the end is not drawn any more", async () => (await cell(bruno, key).count()) === 0);
  await bruno.keyboard.press("Control+End");
  await shows(bruno, key, 7);
  assert.doesNotMatch(await cell(bruno, key).getAttribute("class"), /flashed/);
  await picture(bruno, "italy-en-narrow");
  assert.deepEqual([...anna.complaints, ...bruno.complaints], []);
});

test("all that is selected is copied and filled, the search finds what is not drawn, and a printer gets every row", async () => {
  const page = await person(browser, server, { name: "Carla" });
  await open(page, server, FIRST_SCENARIO);
  await page.locator("[data-cell]").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const rows = (await page.evaluate(() => navigator.clipboard.readText())).split("\r\n");
  assert.equal(rows.length, CENTRES);
  assert.ok(rows.every((row) => row.split("\t").length === PROFILES));
  await page.locator('.filters input[type="search"]').fill(`${CENTRES - 1}`);
  await cell(page, `${LAST}:OR`).waitFor();
  assert.equal(await page.locator('[role="grid"]').getAttribute("aria-rowcount"), null, "few rows are all in the page");
  await page.locator('.filters input[type="search"]').fill("");
  await eventually("all are back", () => page.locator('[role="grid"][aria-rowcount]').count());
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await eventually("every row is drawn", async () => (await drawn(page)) === ROWS + 1, 60_000);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await eventually("few are drawn again", async () => (await drawn(page)) < 80, 60_000);
  assert.ok(Number.isInteger(await shown(page, await page.locator("[data-cell]").first().getAttribute("data-cell"))));
  assert.deepEqual(page.complaints, []);
});
