// What a board or a comparison shows is in its address, and kept under a name of one's own.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { FIRST_SCENARIO, Server } from "./support/server.mjs";
import { newScenario, open, ready } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const query = (page, name) => new URL(page.url()).searchParams.get(name);
const rows = (page) => page.locator(".sheet tbody tr.cpi th").allInnerTexts();

test("filter, columns and order of a board are in its address: whoever is sent it sees the same", async () => {
  const page = await person(browser, server, { name: "Anna" });
  await open(page, server, FIRST_SCENARIO);
  await page.locator(".filters select").first().selectOption({ label: "Foggia" });
  await page.locator("[data-order]").selectOption("required");
  await page.locator(".columns summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await eventually("the address tells all of it", () =>
    query(page, "provincia") === "FG" && query(page, "ordine") === "-fabbisogno" && query(page, "nascondi") === "residenti");
  assert.equal(await page.locator(".sheet thead .of-residenti").isVisible(), false);
  await accessible(page);
  const seen = await rows(page);
  assert.ok(seen.length > 3 && seen.length < 43);
  const colleague = await person(browser, server, { name: "Lea", role: "READER" });
  await colleague.goto(page.url());
  await ready(colleague);
  assert.deepEqual(await rows(colleague), seen);
  assert.equal(await colleague.locator(".sheet thead .of-residenti").isVisible(), false);
  assert.deepEqual(page.complaints, []);
});

test("a view is kept by keyboard, found on another scenario and given up; in English, on a phone", async () => {
  const page = await person(browser, server, { name: "Carla", language: "en", viewport: NARROW });
  await open(page, server, FIRST_SCENARIO);
  await page.locator('.filters input[type="search"]').fill("lecce");
  await page.locator("[data-views] summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("#view-name").focus();
  await page.keyboard.press("Enter");
  await eventually("a view without a name is told at its field", async () =>
    (await page.locator("#view-name").getAttribute("aria-invalid")) === "true");
  await page.keyboard.type("Only Lecce");
  await page.keyboard.press("Enter");
  await page.locator('[data-view="Only Lecce"]').waitFor();
  await picture(page, "views-phone");
  const { key } = await newScenario(server, "Another", 20, 2026);
  await open(page, server, key);
  const all = (await rows(page)).length;
  await page.locator("[data-views] summary").click();
  await page.locator('[data-view="Only Lecce"]').focus();
  await page.keyboard.press("Enter");
  await eventually("fewer rows", async () => (await rows(page)).length < all);
  assert.ok((await rows(page)).every((name) => /lecce/i.test(name)));
  assert.equal(query(page, "cerca"), "lecce");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await eventually("it is given up", async () => (await page.locator('[data-view="Only Lecce"]').count()) === 0);
  await page.reload();
  await ready(page);
  assert.ok((await rows(page)).every((name) => /lecce/i.test(name)), "the address stays");
  await page.locator("[data-views] summary").click();
  await page.locator(".views p").first().waitFor();
  assert.equal(await page.locator('[data-view="Only Lecce"]').count(), 0);
});
