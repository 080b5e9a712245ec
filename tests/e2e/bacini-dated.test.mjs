// Catchments with dates: a planner puts moves in force, other browsers' boards follow without a reload, what is approved keeps its map.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { newScenario, open as openBoard } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(page, query = "") {
  await page.goto(`${server.url}/bacini${query}`);
  await page.locator("#redraw-dated").waitFor({ timeout: 30_000 });
}

/** A day in Rome, so many from today. */
const day = (ahead) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Rome" }).format(Date.now() + ahead * 86_400_000);
const written = (iso) => iso.split("-").reverse().join("/");
const residents = (page) => page.locator('[role="grid"] tr', { hasText: "Bitonto" }).first().locator(".of-residenti").innerText();
const need = (page) => page.locator('[role="grid"] tr', { hasText: "Bitonto" }).first().locator(".of-fabbisogno").innerText();
const step = (scenario, name) => server.ask("mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }", {
  input: { write: crypto.randomUUID(), scenario: scenario.id, step: name },
});

test("put in force by keyboard: another browser's board follows without a reload, what is approved does not, and then what is to come is withdrawn", async () => {
  const draft = await newScenario(server, "Bozza sui bacini", 10);
  const kept = await newScenario(server, "Approvato sui bacini", 10);
  for (const name of ["PROPOSE", "APPROVE"]) await step(kept, name);
  const [board, frozen] = [await person(browser, server, { name: "Altra" }), await person(browser, server, { name: "Altra" })];
  await openBoard(board, server, draft.key);
  await openBoard(frozen, server, kept.key);
  const before = [await need(board), await need(frozen)];
  assert.equal(await residents(board), "48.702");
  const page = await person(browser, server);
  await open(page, "?sposta=072023-BA04");
  await page.locator("#dated-what").getByText("1 comune spostato").waitFor();
  // A day that is past is refused at its field, and what was typed stays.
  await page.locator("#dated-day").fill(day(-3));
  await page.locator("#dated-note").focus();
  await page.keyboard.type("DGR 12/2027");
  await page.keyboard.press("Enter");
  await page.locator("#dated-day-wrong").getByText(/./).waitFor();
  await eventually("the field has the focus", () => page.evaluate(() => document.activeElement?.id === "dated-day"));
  assert.equal(await page.locator("#dated-note").inputValue(), "DGR 12/2027");
  await accessible(page, "the form with an error");
  await page.locator("#dated-day").fill(day(0));
  await page.keyboard.press("Tab");
  for (let steps = 0; steps < 4 && !(await page.evaluate(() => document.activeElement.type === "submit")); steps++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const change = page.locator("[data-change]", { hasText: "DGR 12/2027" });
  await change.waitFor();
  assert.match(await change.innerText(), new RegExp(`Dal ${written(day(0))}.*Prova[^]*Gravina in Puglia: Altamura → Bitonto`));
  assert.equal(await change.locator("button").count(), 0, "what is in force stays");
  await eventually("the page begins with the new map", async () => /Bitonto/.test(await page.locator('[data-town="072023"] td').nth(1).innerText()));
  assert.equal(await page.locator("[data-move]").count(), 0);
  await eventually("the other board follows", async () => (await residents(board)) === "77.106");
  assert.notEqual(await need(board), before[0]);
  assert.deepEqual([await residents(frozen), await need(frozen)], ["48.702", before[1]], "what is approved keeps its map");
  await frozen.reload();
  await eventually("and after a reload", async () => (await residents(frozen).catch(() => "")) === "48.702", 30_000);
  assert.equal(await need(frozen), before[1]);
  // And now one that is to come, and that is withdrawn.
  await open(page, "?sposta=072023-BA02");
  await page.locator("#dated-day").fill(day(40));
  await page.locator("#dated-note").fill("Si torna indietro");
  await page.locator(".dated-form button").click();
  const coming = page.locator("[data-change]", { hasText: "Si torna indietro" });
  await coming.waitFor();
  await picture(page, "bacini-dated");
  await coming.locator("button").focus();
  await page.keyboard.press("Enter");
  await coming.waitFor({ state: "detached" });
  await page.getByText("Nessuna modifica in arrivo.").waitFor();
  await eventually("the heading has the focus", () => page.evaluate(() => document.activeElement?.id === "redraw-dated"));
  assert.equal(await residents(board), "77.106");
});

test("who may not change the base reads the list, in English, on a phone, and has no buttons", async () => {
  const page = await person(browser, server, { name: "Lia", role: "READER", language: "en", viewport: NARROW });
  await open(page);
  await page.locator("[data-change]", { hasText: "Gravina in Puglia: Altamura → Bitonto" }).waitFor();
  assert.equal(await page.locator(".dated-form, .redraw-dated button").count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the window");
  await accessible(page, "the changes, narrow, in English");
  await page.locator("#redraw-dated").scrollIntoViewIfNeeded();
  await picture(page, "bacini-dated-narrow");
  await page.goto(`${server.url}/cpi/BA04`);
  await page.locator(".catchment-map .area").first().waitFor({ timeout: 30_000 });
  assert.ok(await page.getByText("Gravina in Puglia").count(), "the centre's page has it, too");
});
