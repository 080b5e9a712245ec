// Why a cell is locked: said beside the sheet, kept with whoever said it, and read by everybody.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { globalId, Server } from "./support/server.mjs";
import { cell, newScenario, open } from "./support/board.mjs";

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
const saved = (page) => eventually("all is saved", () => page.locator('[data-save-state="saved"]').count());

test("cells are locked by keyboard and told why, which others see at once and everybody later", async () => {
  const scenario = await created("Blocchi");
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  const rita = await person(browser, server, { name: "Rita Verdi", role: "READER", language: "en", viewport: NARROW });
  await open(anna, server, scenario);
  await open(rita, server, scenario);
  await cell(anna, "FG03:OR").click();
  for (const key of ["Shift+ArrowDown", "Shift+ArrowRight", "l"]) await anna.keyboard.press(key);
  await saved(anna);
  assert.match(await anna.locator("[data-lock]").innerText(), /^Bloccata da Anna Bianchi, /);
  const field = anna.getByLabel("Perché sono bloccate le 4 celle selezionate");
  await field.fill("x".repeat(501));
  await field.press("Enter");
  await eventually("it is too long, and stays", async () => /500/.test(await anna.locator("#lock-reason-wrong").innerText()));
  assert.equal((await field.inputValue()).length, 501);
  await field.fill("Sedi in ristrutturazione <b>fino</b> a giugno");
  await field.press("Enter");
  await eventually("it is told", async () => (await anna.locator("[data-lock-reason]").innerText()).startsWith("Sedi in"));
  await accessible(anna, "a locked cell with its reason");
  await picture(anna, "lock-it");

  // Whoever only reads sees it without a reload, and has no field.
  await cell(rita, "FG03:OR").click();
  await eventually("Rita reads it", () => rita.locator("[data-lock-reason]").count());
  assert.equal(await rita.locator("[data-lock-reason]").innerText(), "Sedi in ristrutturazione <b>fino</b> a giugno");
  assert.match(await rita.locator("[data-lock]").innerText(), /^Locked by Anna Bianchi, /);
  assert.equal(await rita.locator("#lock-reason").count(), 0);
  // On a phone what is known of the cell stands beside the map.
  await rita.locator(".board-tabs button").last().click();
  await rita.locator(".lock-here").scrollIntoViewIfNeeded();
  await picture(rita, "lock-en-narrow");

  // Anna's own reason was no change by others, and undo takes the locks back with it.
  assert.equal(await anna.locator(".flashed").count(), 0);
  await anna.locator("#board-detail").press("Escape");
  await anna.getByRole("button", { name: "Annulla", exact: true }).click();
  await eventually("the locks are gone", () => anna.locator("td.locked").count().then((n) => n === 0));
  assert.equal(await anna.locator(".lock-here").count(), 0);
  assert.deepEqual([...anna.complaints, ...rita.complaints], []);
});

test("without a server the reason stays in its field", async () => {
  const scenario = await created("Senza rete");
  await server.set(scenario, "FG03:OR", 2, 0, { locked: true });
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  await open(anna, server, scenario);
  await cell(anna, "FG03:OR").click();
  await anna.context().setOffline(true);
  const field = anna.getByLabel("Perché è bloccata");
  await field.fill("Decisa in cabina di regia");
  await field.press("Enter");
  await eventually("it is told at the form", async () => (await anna.locator(".lock-form [role=alert]").innerText()) !== "");
  assert.equal(await field.inputValue(), "Decisa in cabina di regia");
  await anna.context().setOffline(false);
  await field.press("Enter");
  await eventually("it is saved", () => anna.locator("[data-lock-reason]").count());
  const query = "query($id: ID!) { scenario(id: $id) { cells { lock { reason } } } }";
  const { scenario: told } = await server.ask(query, { id: globalId("Scenario", scenario) });
  assert.deepEqual(told.cells, [{ lock: { reason: "Decisa in cabina di regia" } }]);
});
