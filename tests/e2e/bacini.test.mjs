// Catchments one can touch: a municipality goes to another job centre, and what that does is seen at once, before beside after.
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

async function open(page, query = "") {
  await page.goto(`${server.url}/bacini${query}`);
  await page.locator("#redraw-list").waitFor({ timeout: 30_000 });
}

const effect = (page, code) => page.locator(`[data-effect="${code}"]`);
const target = (page, istat) => page.locator(`#town-${istat}`);
const query = (page, name) => new URL(page.url()).searchParams.get(name);

test("by keyboard alone: found in the list, sent elsewhere, taken back and done again", async () => {
  const scenario = await newScenario(server, "Per i bacini", 60);
  await server.set(scenario.key, "BA01:OR", 4, 0);
  const page = await person(browser, server);
  await open(page, `?scenario=${scenario.key}`);
  const region = await effect(page, "region").innerText();
  assert.ok(!region.includes("→"), "nothing has moved yet");
  await page.locator("#redraw-search").focus();
  await page.keyboard.type("gravina");
  await page.getByText("1 comune", { exact: true }).waitFor();
  // Tab goes from the filters into the list, and in it to the one field that is left.
  for (let steps = 0; steps < 6; steps++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.id === "town-072023")) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), "town-072023");
  await page.keyboard.type("Gioia");
  await effect(page, "BA07").waitFor();
  // Whoever goes on to another option while the field has the focus takes one step in all. A list takes letters that
  // follow within a second for one word.
  await page.waitForTimeout(1_200);
  await page.keyboard.type("Bitonto");
  await effect(page, "BA04").waitFor();
  assert.equal(await target(page, "072023").inputValue(), "BA04");
  assert.match(await effect(page, "BA02").innerText(), /75\.978 → 47\.574/);
  assert.match(await effect(page, "BA04").innerText(), /48\.702 → 77\.106/);
  const need = (text) => text.split("\t")[2];
  const moved = await effect(page, "region").innerText();
  assert.equal(need(moved), need(region), "the region's need stays");
  assert.match(await page.locator("[role=status].visually-hidden").innerText(), /Gravina in Puglia passa da Altamura a Bitonto/);
  assert.equal(query(page, "sposta"), "072023-BA04");
  // Altamura needs fewer, Bitonto more: the best division follows.
  const by = (code) => page.locator(`[data-optimum="${code}"]`).innerText();
  await page.locator('[data-optimum="BA04"]').waitFor();
  assert.match(await by("BA04"), /\(\+\d+\)/);
  await accessible(page, "the catchments");
  await picture(page, "bacini");
  await page.keyboard.press("Control+z");
  await eventually("it is back", async () => (await effect(page, "region").innerText()) === region);
  assert.equal(await page.locator("[data-effect]").count(), 1);
  assert.equal(query(page, "sposta"), null);
  await page.locator("#redraw-same").waitFor();
  await page.keyboard.press("Control+y");
  await eventually("it has gone again", async () => (await effect(page, "region").innerText()) === moved);
});

test("by click on the map, in English, on a phone; the seat of a centre stays", async () => {
  const page = await person(browser, server, { language: "en", viewport: NARROW });
  await open(page);
  const area = (name) => page.locator(`.redraw-map .area[aria-label^="${name}:"]`);
  await area("Gravina in Puglia").click();
  const field = page.locator("#redraw-chosen-cpi");
  await eventually("the field has the focus", () => page.evaluate(() => document.activeElement?.id === "redraw-chosen-cpi"));
  await field.selectOption("BA04");
  await page.locator('.redraw-map .area.moved[aria-label="Gravina in Puglia: moved from Altamura to Bitonto"]').waitFor();
  await page.locator(".redraw-told").getByText("Gravina in Puglia goes from Altamura to Bitonto").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the window");
  const above = async (one, other) => (await page.locator(one).boundingBox()).y < (await page.locator(other).boundingBox()).y;
  assert.ok(await above("#redraw-list", "#redraw-plot"), "the list comes first");
  await accessible(page, "the catchments, narrow, in English");
  await picture(page, "bacini-narrow");
  await area("Foggia").click();
  await page.locator("#redraw-chosen").getByText("Seat of the centre: it stays here").waitFor();
  await eventually("the panel has the focus", () => page.evaluate(() => document.activeElement?.id === "redraw-chosen"));
  assert.equal(await page.locator("#town-071024").count(), 0, "nor has it a field in the list");
});

test("a visitor's link opens what its sender saw, less what cannot be; moves are taken back one by one and all", async () => {
  const page = await person(browser, server, { visitor: true });
  await open(page, "?sposta=072023-BA04.071024-FG04.110001-ZZ99.071002-BT01");
  assert.equal(await page.locator("[data-move]").count(), 2);
  await page.getByText("Foggia è la sede del suo centro per l'impiego: non si sposta.").waitFor();
  await page.getByText("Andria: l'indirizzo nomina un comune o un centro che non c'è").waitFor();
  await page.locator('[data-move="071002"]').getByText("in un'altra provincia").waitFor();
  const signIn = new URL(await page.locator(".redraw-scenario a").getAttribute("href"), server.url);
  assert.equal(signIn.searchParams.get("da"), "/bacini?sposta=071002-BT01.071024-FG04.072023-BA04.110001-ZZ99", "whoever signs in comes back to it");
  const before = await effect(page, "BA04").innerText();
  await page.locator('[data-move="071002"] button').click();
  assert.equal(query(page, "sposta"), "072023-BA04");
  assert.equal(await effect(page, "BT01").count(), 0);
  assert.equal(await effect(page, "BA04").innerText(), before);
  const again = await person(browser, server, { visitor: true });
  await again.goto(page.url());
  await effect(again, "BA04").waitFor({ timeout: 30_000 });
  assert.equal(await effect(again, "BA04").innerText(), before, "the address opens what one sees");
  await page.locator("#redraw-reset").click();
  assert.equal(await page.locator("[data-move]").count(), 0);
});

test("what others change moves the numbers, and what is tried out stays", async () => {
  const scenario = await newScenario(server, "Vivo", 20);
  const page = await person(browser, server);
  await open(page, `?scenario=${scenario.key}&sposta=072023-BA04`);
  const before = await effect(page, "BA04").innerText();
  await server.set(scenario.key, "BA04:OR", 3, 0);
  await eventually("the staff is another", async () => (await effect(page, "BA04").innerText()) !== before);
  const placed = await effect(page, "BA04").innerText();
  await server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", {
    input: { write: crypto.randomUUID(), edits: [{ key: "staff.BA04.OR", value: 1.5, seen: 0 }] },
  });
  await eventually("and so it is in the base", async () => (await effect(page, "BA04").innerText()) !== placed);
  assert.equal(await page.locator('[data-move="072023"]').count(), 1);
  // Whoever is choosing meanwhile keeps the field.
  await page.locator('.redraw-map .area[aria-label^="Altamura:"]').waitFor();
  await page.locator('[data-move="072023"] button').focus();
  const now = await effect(page, "BA04").innerText();
  await server.set(scenario.key, "BA04:OR", 5, 1);
  await eventually("the staff is another again", async () => (await effect(page, "BA04").innerText()) !== now);
  assert.equal(await page.evaluate(() => document.activeElement.closest("[data-move]")?.dataset.move), "072023");
});

test("where a province has a volume of its own, all whose need becomes another one are told", async () => {
  await server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", {
    input: { write: crypto.randomUUID(), edits: [{ key: "service.F3.volume.BA", value: 20000, seen: 0 }] },
  });
  const page = await person(browser, server, { visitor: true });
  // From Altamura to Ascoli Satriano: Bari's volume is divided anew among those who stay, the rest among the others.
  await open(page, "?sposta=072023-FG01");
  await effect(page, "FG01").waitFor();
  for (const code of ["BA02", "BA01", "BA04", "LE01", "FG02"]) assert.equal(await effect(page, code).count(), 1, code);
  assert.ok(!(await effect(page, "BA01").innerText()).split("\t")[1].includes("→"), "with as many residents as before");
});

test("the board and the page of a job centre lead there", async () => {
  const page = await person(browser, server);
  await page.goto(`${server.url}/cpi/BA02`);
  const link = page.locator('.centre-acts a[href="/bacini"]');
  await link.waitFor({ timeout: 30_000 });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.locator("#redraw-list").waitFor({ timeout: 30_000 });
  await page.getByRole("heading", { level: 1, name: "Bacini" }).waitFor();
  const scenario = await newScenario(server, "Verso i bacini", 5);
  await page.goto(`${server.url}/allocazione/${scenario.key}`);
  await page.locator("#board-detail details.need summary", { hasText: "Bacino e fonti" }).click({ timeout: 30_000 });
  await page.locator(`#board-detail a[href="/bacini?scenario=${scenario.key}"]`).click();
  await page.locator("#redraw-list").waitFor({ timeout: 30_000 });
  await eventually("with its scenario", async () => (await page.locator("#redraw-scenario").inputValue()) === scenario.key);
});
