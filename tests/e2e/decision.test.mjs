// Decisions between compared scenarios: recorded with what was known, read by everybody, and never moved by what comes after.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { newScenario } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Two scenarios, one of which places five operators. */
async function two() {
  const [one, other] = [await newScenario(server, "Più orientatori", 20), await newScenario(server, "Come oggi", 20)];
  await server.set(one.key, "FG03:OR", 5, 0);
  return [one.key, other.key];
}

async function opened(page, keys) {
  await page.goto(`${server.url}/confronto?scenari=${keys.join(",")}`);
  await page.locator("#compare-region").waitFor({ timeout: 30_000 });
}

const cards = (page) => page.locator("[data-decision]");

test("a planner decides by keyboard; a reader sees it at once, and it stays when the scenario moves on", async () => {
  const [one, other] = await two();
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  const rita = await person(browser, server, { name: "Rita Verdi", role: "READER", language: "en", viewport: NARROW });
  await opened(anna, [one, other]);
  await opened(rita, [one, other]);
  await rita.getByText("No decision recorded.").waitFor();
  assert.equal(await rita.locator("[data-decide]").count(), 0, "who only reads decides nothing");
  await anna.locator("[data-decide]").focus();
  await anna.keyboard.press("Enter");
  await anna.locator("#decision-A").waitFor();
  await accessible(anna, "the window that decides");
  // Nothing chosen, no reason: told at the fields, and what is typed stays.
  await anna.locator("#decision-act").fill("Verbale 3/2027");
  await anna.locator("#decision-act").press("Enter");
  await eventually("the choice is wanted", async () => (await anna.locator("#decision-chosen-wrong").innerText()) !== "");
  await anna.locator("#decision-A").focus();
  await anna.keyboard.press("Space");
  await anna.locator("#decision-act").press("Enter");
  await eventually("the reason is wanted", async () => (await anna.locator("#decision-reason-wrong").innerText()) !== "");
  await anna.locator("#decision-reason").fill("Regge <b>meglio</b> a Foggia");
  await picture(anna, "decision-form-it");
  await anna.locator("#decision-act").press("Enter");
  await cards(anna).waitFor();
  assert.match(await cards(anna).innerText(), /Scelto «Più orientatori» invece di «Come oggi»[^]*Anna Bianchi.*Verbale 3\/2027[^]*Regge <b>meglio<\/b> a Foggia/);
  await eventually("Rita sees it without a reload", async () => (await cards(rita).count()) === 1);
  await rita.locator("[data-decision] summary").click();
  await rita.locator("[data-decision] details").scrollIntoViewIfNeeded();
  await picture(rita, "decision-en-narrow");
  await accessible(rita, "a decision");

  // Whatever comes after, it is what it was.
  await server.set(one, "FG03:OR", 9, 1);
  const page = await person(browser, server, { name: "Bruno" });
  await opened(page, [one, other]);
  await page.locator("[data-decision] summary").click();
  assert.match(await page.locator("[data-decision] tr.chosen").innerText(), /revisione 1[^]*5 di 20/);
  assert.match(await page.locator('[data-measures="A"]').first().innerText(), /9/, "today is today");
  assert.deepEqual([...anna.complaints, ...rita.complaints], []);
});

test("what has moved since is told, nothing is lost, and after another look it is decided", async () => {
  const [one, other] = await two();
  const page = await person(browser, server, { name: "Anna Bianchi" });
  await opened(page, [one, other]);
  await server.set(one, "FG03:OR", 6, 1);
  await page.locator("[data-decide]").click();
  await page.locator("#decision-B").check();
  await page.locator("#decision-reason").fill("Costa meno");
  const before = await cards(page).count();
  await page.locator("[data-decision-save]").click();
  await page.locator(".decision-form [role=alert]", { hasText: /./ }).waitFor();
  assert.equal(await page.locator("#decision-reason").inputValue(), "Costa meno");
  await page.locator(".decision-form button[type=button]").click();
  await eventually("it is compared again", async () => /6/.test(await page.locator('[data-measures="A"]').first().innerText()));
  await page.locator("[data-decision-save]").click();
  await eventually("it is recorded", async () => (await cards(page).count()) === before + 1);
  assert.match(await cards(page).first().innerText(), /Scelto «Come oggi»/);
});
