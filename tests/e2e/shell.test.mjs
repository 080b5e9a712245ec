// What every page owes to everybody: it opens in both languages, on a laptop and on a phone, works by keyboard,
// is accessible, and asks nothing of other machines.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, LANGUAGE_KEY, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { FIRST_SCENARIO, Server } from "./support/server.mjs";

const PAGES = {
  dashboard: { path: "/", content: "main svg path", it: "Cruscotto", en: "Dashboard" },
  demand: { path: "/fabbisogno", content: "main input", it: "Fabbisogno", en: "Demand" },
  scenarios: { path: "/allocazione", content: `main a[href$="${FIRST_SCENARIO}"]`, it: "Allocazione", en: "Allocation" },
  plan: { path: "/piano", content: "main tbody button", it: "Piano", en: "Plan" },
  events: { path: "/eventi", content: ".event-views", it: "Eventi", en: "Events" },
  board: { path: `/allocazione/${FIRST_SCENARIO}`, content: '[role="grid"] [data-cell]' },
};

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens a page and waits for its content, not for its frame alone. */
async function visit(page, { path, content }) {
  await page.goto(server.url + path);
  await page.locator(content).first().waitFor({ state: "attached", timeout: 30_000 });
}

const clean = (page) => {
  assert.deepEqual(page.complaints, [], "the page complains");
  assert.deepEqual(page.foreign, [], "the page asks other machines");
};

for (const language of ["it", "en"]) {
  for (const [name, target] of Object.entries(PAGES)) {
    test(`${name} in ${language}: accessible, nothing foreign, no complaint, nothing cut off`, async () => {
      for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
        const page = await person(browser, server, { language, viewport });
        await visit(page, target);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        assert.equal(await page.locator("main").count(), 1, "one main landmark");
        assert.equal(await page.locator("h1").count(), 1, "one first heading");
        assert.match(await page.title(), /Tavoliere/);
        await accessible(page, `${name}, ${language}, ${size}`);
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `${size}: the page is ${content} px wide in a window of ${window}`);
        clean(page);
        await picture(page, `${name}-${language}-${size}`);
        await page.context().close();
      }
    });
  }
}

test("the navigation leads to each page, tells where one is, and moves the focus to it", async () => {
  const page = await person(browser, server);
  await visit(page, PAGES.dashboard);
  for (const { path, it: name, content } of [PAGES.demand, PAGES.scenarios, PAGES.plan, PAGES.dashboard]) {
    await page.locator("header nav").getByRole("link", { name, exact: true }).click();
    await page.locator(content).first().waitFor({ state: "attached" });
    assert.equal(new URL(page.url()).pathname, path);
    assert.equal(await page.locator('header nav [aria-current="page"]').innerText(), name);
    await eventually("the new page has the focus", () =>
      page.evaluate(() => ["MAIN", "H1"].includes(document.activeElement.tagName)));
  }
  clean(page);
});

test("the switch changes the language, at once and for the next visit", async () => {
  const page = await person(browser, server, { language: "it" });
  await visit(page, PAGES.dashboard);
  await page.locator('header button[lang="en"]').click();
  await page.locator("header nav").getByRole("link", { name: PAGES.demand.en, exact: true }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), LANGUAGE_KEY), "en");
  await page.reload();
  await page.locator("header nav").getByRole("link", { name: PAGES.demand.en, exact: true }).waitFor();
});

test("the first key press offers to skip to the content", async () => {
  const page = await person(browser, server);
  await visit(page, PAGES.dashboard);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
  assert.match(first ?? "", /^#/, "the first stop is a link within the page");
  await page.keyboard.press("Enter");
  await eventually("the content has the focus", () =>
    page.evaluate(() => document.activeElement.closest("main") !== null));
});

test("an address that leads nowhere says so", async () => {
  const page = await person(browser, server);
  await page.goto(`${server.url}/non-esiste`);
  // Not the heading that stands there while the program loads.
  await page.locator("main h1:not(.visually-hidden)").waitFor();
  await accessible(page, "an unknown address");
  assert.deepEqual(page.foreign, []);
});

test("without WebAssembly the page says what is missing, in both languages", async () => {
  const page = await person(browser, server);
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(server.url);
  const message = page.getByRole("alert");
  await message.waitFor();
  assert.match(await message.innerText(), /WebAssembly[^]*WebAssembly/);
});

test("on a phone Escape closes the menu and gives the focus back to its button", async () => {
  const page = await person(browser, server, { viewport: NARROW });
  await visit(page, PAGES.dashboard);
  const burger = page.locator(".shell-burger");
  await burger.click();
  await page.locator("#navigation a").nth(1).focus();
  await page.keyboard.press("Escape");
  assert.equal(await burger.getAttribute("aria-expanded"), "false");
  assert.ok(await burger.evaluate((button) => button === document.activeElement));
});
