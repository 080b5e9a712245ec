// The page of one job centre: reached from where its numbers are, read by everybody as far as they may, live, and on one sheet of paper.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { FIRST_SCENARIO, Server } from "./support/server.mjs";
import { newScenario, ready } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the page of a job centre and waits until it stands. */
async function open(page, code) {
  await page.goto(`${server.url}/cpi/${code}`);
  await stands(page);
}

const stands = (page) => page.locator("#centre-required").waitFor({ timeout: 30_000 });

test("from the Cruscotto to the centre, to its scenario's row, and on to the next centre, by keyboard", async () => {
  const scenario = await newScenario(server, "Per la scheda", 20);
  await server.set(scenario.key, "FG03:OR", 4, 0);
  const page = await person(browser, server);
  await page.goto(server.url);
  const link = page.locator("#cpi-FG03 a");
  await link.waitFor({ timeout: 30_000 });
  await link.focus();
  await page.keyboard.press("Enter");
  await stands(page);
  assert.equal(new URL(page.url()).pathname, "/cpi/FG03");
  await eventually("the title has the focus", () => page.evaluate(() => document.activeElement?.tagName === "H1"));
  const towns = await page.locator("[data-town]").count();
  assert.ok(towns > 0, "it serves somebody");
  await page.locator(".catchment-map .area").first().waitFor();
  assert.equal(await page.locator(".catchment-map .area").count(), towns, "the map and its table have the same municipalities");
  assert.ok((await page.locator("[data-service] .origin-assumption").count()) > 0, "what is assumed says so");
  await page.locator(`[data-scenario="${scenario.key}"]`).getByText("OR 4").waitFor();
  await picture(page, "centre");
  await accessible(page, "the page of a job centre");

  // The board opens where the centre is.
  await page.locator(`[data-scenario="${scenario.key}"] a`).focus();
  await page.keyboard.press("Enter");
  await ready(page);
  const title = await page.locator("#detail-title").innerText();
  assert.equal(await page.locator('#board-detail a[href="/cpi/FG03"]').count(), 1, title);
  await page.goBack();
  await stands(page);
  const next = page.locator(".centre-picker a[rel=next]");
  await next.waitFor();
  const name = (await next.innerText()).split(": ")[1];
  await next.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator("#centre").selectOption("LE01");
  await page.locator(".centre-picker button").focus();
  await page.keyboard.press("Enter");
  await eventually("the chosen one", () => new URL(page.url()).pathname === "/cpi/LE01");
  await stands(page);
});

test("a visitor reads what is public; a wrong code finds nothing, as anywhere", async () => {
  const page = await person(browser, server, { visitor: true, language: "en", viewport: NARROW });
  await open(page, "FG03");
  await page.locator('.centre-allocations a[href="/accedi?da=/cpi/FG03"]').waitFor();
  assert.equal(await page.locator("[data-scenario]").count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the window");
  await accessible(page, "the page of a job centre, narrow, in English");
  await picture(page, "centre-narrow");
  for (const wrong of ["ZZ99", "fg03", "FG03/altro"]) {
    await page.goto(`${server.url}/cpi/${wrong}`);
    await page.getByRole("heading", { name: "Page not found" }).waitFor({ timeout: 30_000 });
  }
});

test("what others change is seen without a reload, and who it was", async () => {
  const page = await person(browser, server);
  await open(page, "FG04");
  const before = await page.locator("[data-profile=OR]").innerText();
  await server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", {
    input: { write: crypto.randomUUID(), edits: [{ key: "staff.FG04.OR", value: 7.5, seen: 0 }] },
  });
  await eventually("the new number", async () => (await page.locator("[data-profile=OR]").innerText()).includes("7,5"));
  assert.ok(!before.includes("7,5"));
  await page.locator(".centre-history").getByText("In servizio, OR: 7,5").waitFor();
  await server.set(FIRST_SCENARIO, "FG04:DO", 3, 0);
  await page.locator(`[data-scenario="${FIRST_SCENARIO}"]`).getByText("DO 3").waitFor();
});

test("it prints on one sheet, with the sources", async () => {
  const page = await person(browser, server, { viewport: WIDE });
  // The centre with the most municipalities.
  await open(page, "FG01");
  await page.locator(".catchment-map .area").first().waitFor();
  await page.locator(".centre-partnerships").waitFor();
  const sheet = await page.pdf({ format: "A4", margin: { top: "10mm", bottom: "10mm", left: "10mm", right: "10mm" } });
  const pages = sheet.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
  assert.equal(pages.length, 1);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".centre-sources li").first().isVisible(), true);
  assert.equal(await page.locator(".centre-printed").isVisible(), true);
  assert.equal(await page.locator(".centre-picker").isVisible(), false);
});
