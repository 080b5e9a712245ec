// What the Cruscotto promises: all CPIs, what needs attention, live, and a way from every number to the thing behind it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { FIRST_SCENARIO, Server } from "./support/server.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(options = {}) {
  const page = await person(browser, server, { name: "Anna", ...options });
  await page.goto(`${server.url}/`);
  await page.locator("[data-cpi]").first().waitFor({ timeout: 30_000 });
  return page;
}

const pressureOf = (page, cpi) => page.locator(`[data-cpi="${cpi}"] td`).last().innerText();

test("the map and its table hold all 43 CPIs, and the map leads to the row", async () => {
  const page = await open();
  assert.equal(await page.locator("[data-cpi]").count(), 43);
  await eventually("the map is drawn", async () => (await page.locator("[data-area]").count()) === 43);
  await page.locator("[data-area='5']").click();
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-cpi]")), "the row has the focus");
  assert.deepEqual(page.complaints, []);
});

test("the map by keyboard: its ends, and a ring that no neighbour hides", async () => {
  const page = await person(browser, server);
  await page.goto(`${server.url}/`);
  await eventually("the map is drawn", async () => (await page.locator("[data-area]").count()) === 43);
  await page.locator('[data-area="0"]').focus();
  for (const [key, area] of [["End", "42"], ["Home", "0"]]) {
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.area), area);
  }
  const ring = await page.evaluate(() => {
    const ring = document.querySelector(".ring.focus-in");
    const areas = [...document.querySelectorAll("[data-area]")];
    return {
      shown: getComputedStyle(ring).display !== "none",
      same: ring.getAttribute("d") === document.activeElement.getAttribute("d"),
      above: areas.every((area) => area.compareDocumentPosition(ring) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
  });
  assert.deepEqual(ring, { shown: true, same: true, above: true });
});

test("the five worst are named, worst first", async () => {
  const page = await open();
  const shown = await page.locator(".worst strong").allInnerTexts();
  const all = await page.locator("[data-cpi] td:last-child").allInnerTexts();
  const number = (text) => Number(text.trim().replace(",", "."));
  assert.deepEqual(shown.map(number), all.map(number).sort((one, other) => other - one).slice(0, 5));
});

test("a choice of scenario counts its operators, and others' edits arrive", async () => {
  const page = await open();
  const alone = await pressureOf(page, "FG03");
  await page.locator("#scenario").selectOption(FIRST_SCENARIO);
  await server.set(FIRST_SCENARIO, "FG03:OR", 5, 0, { author: "Bruno" });
  await eventually("the pressure falls", async () => (await pressureOf(page, "FG03")) !== alone);
  assert.equal(await page.locator('[data-cpi="FG03"] td').nth(2).innerText(), "5");
  const { figures } = await server.ask("{ figures { figures { key value revision } } }");
  const minutes = figures.figures.find(({ key }) => key === "service.A.minutes");
  const before = await pressureOf(page, "BA01");
  const edits = [{ key: minutes.key, value: minutes.value * 3, seen: minutes.revision }];
  const query = "mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }";
  await server.ask(query, { input: { write: crypto.randomUUID(), edits } });
  await eventually("the pressure rises", async () => (await pressureOf(page, "BA01")) !== before);
  const half = [{ key: "staff.FG03.OR", value: 12.5, seen: 0 }];
  await server.ask(query, { input: { write: crypto.randomUUID(), edits: half } });
  await eventually("half an operator is told", async () =>
    /^\d+,5$/.test(await page.locator('[data-cpi="FG03"] td').nth(1).innerText()));
});

test("numbers lead to the thing behind them", async () => {
  const page = await open();
  await page.locator(`.recent a[href="/allocazione/${FIRST_SCENARIO}"]`).click();
  await page.waitForURL(`**/allocazione/${FIRST_SCENARIO}`);
  await page.goBack();
  await page.locator('.indicators a[href="/fabbisogno"]').last().click();
  await page.waitForURL("**/fabbisogno");
});

test("axe finds nothing, in both languages, wide and narrow", async () => {
  for (const language of ["it", "en"]) {
    for (const viewport of [undefined, NARROW, { width: 320, height: 640 }]) {
      const page = await open({ language, ...(viewport && { viewport }) });
      await page.locator("[data-area]").first().waitFor();
      await accessible(page, `${language} ${viewport?.width ?? "wide"}`);
      const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needs <= has, `${needs} px at ${has} px`);
      assert.deepEqual([page.complaints, page.foreign], [[], []]);
      await picture(page, `dashboard-${language}-${viewport?.width ?? "wide"}`);
      await page.context().close();
    }
  }
});

test("what others change in a burst is asked for once", async () => {
  const page = await open();
  await page.locator("#scenario").selectOption(FIRST_SCENARIO);
  await page.locator("[data-cpi]").first().waitFor();
  let asked = 0;
  page.on("request", (request) => {
    if ((request.postData() ?? "").includes("sizing")) asked += 1;
  });
  const before = await pressureOf(page, "TA05");
  const cells = ["FO", "OR", "DO", "CM", "NV"].flatMap((profile) => [`TA04:${profile}`, `TA05:${profile}`]);
  await Promise.all(cells.map((cell) => server.set(FIRST_SCENARIO, cell, 20, 0, { author: "Bruno" })));
  await eventually("the pressure moves", async () => (await pressureOf(page, "TA05")) !== before);
  assert.ok(asked < cells.length / 2, `asked ${asked} times for ${cells.length} changes`);
});
