// The figures that a scenario changes for itself: set by keyboard, followed live, computed with, given back; and the base that its approval keeps.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { globalId, Server } from "./support/server.mjs";
import { newScenario, open } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const created = async (name) => (await newScenario(server, name, 20, 2026)).key;

/** Takes a step through the API. */
const step = (scenario, name) =>
  server.ask("mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), step: name } });

/** Changes a figure of the base. */
const base = (key, value, seen = 0) =>
  server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }",
    { input: { write: crypto.randomUUID(), edits: [{ key, value, seen }] } });

/** What the server says that a scenario needs. */
const required = async (scenario) =>
  (await server.ask("query($id: ID!) { sizing(scenario: $id) { load { required } } }", { id: globalId("Scenario", scenario) })).sizing.load.required;

/** The mean pressure that the server works out, as people read it. */
const mean = async (scenario) =>
  (await server.ask("query($id: ID!) { sizing(scenario: $id) { load { pressure } } }", { id: globalId("Scenario", scenario) }))
    .sizing.load.pressure.toFixed(2).replace(".", ",");

/** Waits until the board is sized as the server does it. */
const sized = (page, expected) =>
  eventually(`a mean pressure of ${expected}`, async () => (await page.locator("[data-mean]").innerText()).trim() === expected, 20_000);

const count = (page, number) => page.locator(`[data-own-figures="${number}"]`).waitFor({ timeout: 20_000 });
const row = (page, key) => page.locator(`[data-own-figure="${key}"]`);

/** Opens the window by keyboard, and waits until it can be typed into. */
async function opened(page) {
  await page.locator("[data-own-figures]").focus();
  await page.keyboard.press("Enter");
  await page.locator("#own-figures-title").waitFor();
}

test("a figure is found, set with a reason and given back by keyboard alone, and another board follows it live", async () => {
  const planner = await person(browser, server, { name: "Paola" });
  const reader = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG" });
  const scenario = await created("Più utenti");
  await open(reader, server, scenario);
  await count(reader, 0);
  await open(planner, server, scenario);
  const before = await required(scenario);
  const beside = await mean(scenario);
  await sized(planner, beside);
  await opened(planner);
  await eventually("the search has the focus", () => planner.evaluate(() => document.activeElement.id === "own-figure-search"));
  await planner.keyboard.type("minuti F3");
  await eventually("it is found", async () => (await planner.locator("#own-figure-key").inputValue()) === "service.F3.minutes");
  await planner.keyboard.press("Tab");
  await planner.keyboard.press("Tab");
  await planner.keyboard.press("Control+a");
  await planner.keyboard.type("molto");
  await planner.keyboard.press("Enter");
  await eventually("it is no number", async () => (await planner.locator("#own-figure-value").getAttribute("aria-invalid")) === "true");
  await accessible(planner, "the window of a scenario's figures, with a refusal");
  await planner.keyboard.press("Control+a");
  await planner.keyboard.type("900");
  await planner.keyboard.press("Tab");
  await planner.keyboard.type("colloqui più lunghi");
  await planner.keyboard.press("Enter");
  await row(planner, "service.F3.minutes").waitFor();
  assert.match(await row(planner, "service.F3.minutes").innerText(), /Qui: 900[^]*colloqui più lunghi[^]*Paola/);
  await picture(planner, "own-figures");
  const after = await required(scenario);
  assert.ok(after > before + 1, `${after} after ${before}`);
  assert.notEqual(await mean(scenario), beside);
  for (const page of [planner, reader]) {
    await count(page, 1);
    await sized(page, await mean(scenario));
  }
  await opened(reader);
  await row(reader, "service.F3.minutes").waitFor();
  assert.equal(await reader.locator("#own-figure-value").count(), 0, "who may not change it reads it");
  await planner.setViewportSize(NARROW);
  await accessible(planner, "the window of a scenario's figures on a phone");
  await picture(planner, "own-figures-phone");
  await row(planner, "service.F3.minutes").locator('[data-act="back"]').focus();
  await planner.keyboard.press("Enter");
  for (const page of [planner, reader]) {
    await eventually("it is gone", async () => (await row(page, "service.F3.minutes").count()) === 0);
    await sized(page, beside);
  }
  for (const page of [planner, reader]) assert.deepEqual(page.complaints, []);
});

test("what is approved keeps the figures of that day, and the board says what has changed since", async () => {
  const page = await person(browser, server, { name: "Paola" });
  const scenario = await created("Approvato");
  await open(page, server, scenario);
  await step(scenario, "PROPOSE");
  await step(scenario, "APPROVE");
  await page.locator("[data-base-day]").waitFor({ timeout: 20_000 });
  const [before, beside] = [await required(scenario), await mean(scenario)];
  await base("service.A.volume", 600_000);
  await opened(page);
  await page.locator('[data-moved="service.A.volume"]').waitFor({ timeout: 20_000 });
  assert.match(await page.locator('[data-moved="service.A.volume"]').innerText(), /allora 300\.000, oggi 600\.000/);
  assert.equal(await page.locator("#own-figure-value").count(), 0, "nobody changes it");
  await sized(page, beside);
  assert.equal(await required(scenario), before);
  await accessible(page, "the figures of an approved scenario");
  await picture(page, "own-figures-approved");
  // A draft beside it has.
  const draft = await created("Bozza");
  assert.ok(await required(draft) > before + 10);
  // Read anew it is the same.
  await page.reload();
  await page.locator("[data-base-day]").waitFor({ timeout: 30_000 });
  await sized(page, beside);
  assert.deepEqual(page.complaints, []);
});
