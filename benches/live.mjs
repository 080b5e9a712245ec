// From the key press that commits a number in one browser until another browser on the same scenario shows it.
// `cargo xtask bench live` builds what is served and runs this.
//
// Both pages run on one machine, so their clocks are one: each notes its own wall time to the millisecond.
import { chromium } from "../tests/node_modules/playwright-core/index.mjs";
import { Server, FIRST_SCENARIO } from "../tests/e2e/support/server.mjs";

const EDITS = 50;
const CELL = '[role="grid"] [data-cell="FG03:OR"]';

const server = await Server.start();
const browsers = [];

async function board(name) {
  const browser = await chromium.launch({
    executablePath: process.env.TAVOLIERE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
  browsers.push(browser);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "it-IT" });
  const [cookie, value] = (await server.cookie(name)).split(/=(.*)/s);
  await context.addCookies([{ name: cookie, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/allocazione/${FIRST_SCENARIO}`);
  await page.locator(CELL).waitFor({ timeout: 30_000 });
  return page;
}

const writer = await board("Anna");
const reader = await board("Bruno");
await writer.evaluate(() => {
  addEventListener("keydown", (event) => {
    if (event.key === "Enter") globalThis.committedAt = Date.now();
  }, { capture: true });
});
// The time at which the cell shows each number, seen at the frame that paints it.
await reader.evaluate((selector) => {
  globalThis.seen = {};
  const look = () => {
    const value = document.querySelector(selector)?.getAttribute("data-value");
    if (value !== undefined && !(value in globalThis.seen)) globalThis.seen[value] = Date.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, CELL);

const times = [];
for (let edit = 1; edit <= EDITS; edit++) {
  await writer.locator(CELL).click();
  await writer.keyboard.type(`${edit}`);
  await writer.keyboard.press("Enter");
  await reader.waitForFunction((value) => value in globalThis.seen, `${edit}`, { timeout: 30_000 });
  const committed = await writer.evaluate(() => globalThis.committedAt);
  times.push((await reader.evaluate((value) => globalThis.seen[value], `${edit}`)) - committed);
}
times.sort((a, b) => a - b);
console.log(`${EDITS} edits, key press in one browser to the frame in the other, ms`);
console.log(`median ${times[Math.floor(EDITS / 2)]}, 95 of 100 within ${times[Math.floor(EDITS * 0.95)]}, slowest ${times.at(-1)}`);
await Promise.all(browsers.map((browser) => browser.close()));
await server.stop();
