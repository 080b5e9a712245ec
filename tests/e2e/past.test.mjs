// The history of a scenario: gone through with a slider by keyboard, followed live, brought back and copied from any point.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { cell, newScenario, open, says, shown, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const edit = (cpi, operators, seen) => ({ cpi, profile: "OR", operators, locked: false, seen });

/** Sets cells through the API, one write each. */
async function written(id, writes) {
  for (const edits of writes) {
    await server.ask("mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }",
      { input: { write: crypto.randomUUID(), scenario: id, edits } });
  }
}

const at = (page, revision) =>
  eventually(`revision ${revision}`, async () => (await page.locator("[data-past-at]").getAttribute("data-past-at")) === `${revision}`);

async function opened(page) {
  await page.locator("[data-past-open]").focus();
  await page.keyboard.press("Enter");
  await page.locator("#past-at").waitFor();
}

test("the slider shows sheet and totals as they were, and a point is brought back as one step that undo takes back", async () => {
  const { id, key } = await newScenario(server, "Con storia", 20, 2026);
  await written(id, [[edit("FG01", 4, 0), edit("FG02", 2, 0)], [edit("FG01", 1, 1)], [edit("BA01", 5, 0)]]);
  const page = await person(browser, server, { name: "Anna" });
  await open(page, server, key);
  await opened(page);
  await at(page, 3);
  await page.locator("#past-at").focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await at(page, 1);
  await shows(page, "FG01:OR", 4);
  await shows(page, "BA01:OR", 0);
  assert.match(await page.locator(".past-what").innerText(), /Revisione 1 di 3/);
  assert.match(await page.locator(".past-against").innerText(), /2 celle sono diverse\. Operatori assegnati: allora 6, oggi 8/);
  await eventually("the totals are those of then", async () => /^6\b/.test((await page.locator(".bar dd").first().innerText()).trim()));
  // Nothing can be typed into what was.
  await type(page, "FG01:OR", 9);
  assert.equal(await shown(page, "FG01:OR"), 4);
  await picture(page, "past");
  await accessible(page);
  await page.locator("[data-past-bring]").focus();
  await page.keyboard.press("Enter");
  await shows(page, "FG01:OR", 4);
  await shows(page, "BA01:OR", 0);
  await says(page, "saved", 20_000);
  assert.equal(await page.locator("#past-at").count(), 0);
  await cell(page, "FG01:OR").click();
  await page.keyboard.press("Control+z");
  await shows(page, "FG01:OR", 1);
  await shows(page, "BA01:OR", 5);
  await says(page, "saved", 20_000);
});

test("in English, on a phone: what others change meanwhile is in the history, the list leads anywhere, and a point is copied", async () => {
  const { id, key } = await newScenario(server, "With a past", 20, 2026);
  await written(id, [[edit("LE01", 3, 0)], [edit("LE01", 6, 1)]]);
  const page = await person(browser, server, { name: "Carla", language: "en", viewport: NARROW });
  await open(page, server, key);
  await opened(page);
  await at(page, 2);
  await page.locator(".past-list summary").click();
  await page.locator('[data-past-entry="1"]').click();
  await at(page, 1);
  await shows(page, "LE01:OR", 3);
  await written(id, [[edit("LE02", 1, 0)]]);
  await page.locator('[data-past-entry="3"]').waitFor();
  await at(page, 1);
  await shows(page, "LE02:OR", 0);
  assert.match(await page.locator('[data-past-entry="2"]').innerText(), /Lecce|Campi|LE/);
  await picture(page, "past-phone");
  await page.locator("[data-past-copy]").click();
  await page.locator("#copy-name").fill("As it was");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.startsWith("/allocazione/") && !url.pathname.endsWith(key));
  await shows(page, "LE01:OR", 3, 20_000);
  await shows(page, "LE02:OR", 0);
});

test("a coordinator brings back the cells of the own province alone, and of an approved scenario nobody any", async () => {
  const { id, key } = await newScenario(server, "Di tutti", 20, 2026);
  await written(id, [[edit("FG01", 4, 0), edit("BA01", 2, 0)], [edit("FG01", 1, 1), edit("BA01", 1, 1)]]);
  const page = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG" });
  await open(page, server, key);
  await opened(page);
  await page.locator('[data-past-step="back"]').click();
  await at(page, 1);
  await page.locator("[data-past-bring]").click();
  await shows(page, "FG01:OR", 4);
  await says(page, "saved", 20_000);
  assert.equal(await shown(page, "BA01:OR"), 1);
  const step = async (name) => server.ask("mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }",
    { input: { write: crypto.randomUUID(), scenario: id, step: name } });
  await step("PROPOSE");
  await step("APPROVE");
  await opened(page);
  await page.locator('[data-past-step="back"]').click();
  await page.locator('[data-past-step="back"]').click();
  await page.locator('[data-past-step="back"]').click();
  await at(page, 2);
  assert.equal(await page.locator("[data-past-bring]").isDisabled(), true);
});
