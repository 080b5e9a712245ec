// Chromium, and what every test of a page asks of it.
import { readFile } from "node:fs/promises";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const WIDE = { width: 1366, height: 768 };
export const NARROW = { width: 390, height: 844 };

export async function launch() {
  return chromium.launch({ executablePath: process.env.TAVOLIERE_CHROMIUM ?? "/usr/bin/chromium", args });
}

/**
 * A person at a browser of their own: a fresh profile, in one language, signed in
 * under a name (a planner unless `role` and `scope` say otherwise), or a visitor.
 * Whatever the page complains of is kept in `page.complaints`, every foreign request in `page.foreign`.
 */
export async function person(browser, server, { language = "it", viewport = WIDE, name = "Prova", role, scope, visitor = false, reducedMotion = "reduce" } = {}) {
  const context = await browser.newContext({ viewport, locale: language === "it" ? "it-IT" : "en-GB", reducedMotion });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  await context.addInitScript(
    ([languageKey, chosen]) => {
      if (!localStorage.getItem(languageKey)) localStorage.setItem(languageKey, chosen);
    },
    [LANGUAGE_KEY, language],
  );
  if (!visitor) {
    const [cookie, value] = (await server.cookie(name, role, scope)).split(/=(.*)/s);
    await context.addCookies([{ name: cookie, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
  }
  const page = await context.newPage();
  opened.push(page);
  await slowed(page);
  page.complaints = [];
  page.foreign = [];
  page.on("pageerror", (error) => page.complaints.push(`${error}`));
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === server.url || url.href.startsWith(server.url.replace("http", "ws"));
    if (!own && !["data:", "blob:"].includes(url.protocol)) page.foreign.push(url.href);
  });
  return page;
}

/** Slows the page's processor down as many times as `TAVOLIERE_SLOW` says: what a quick machine wins by chance shows then. */
async function slowed(page) {
  const rate = Number(process.env.TAVOLIERE_SLOW ?? 1);
  if (rate <= 1) return;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
}

const opened = [];

// After each test its people leave; of a failed one a picture of each page stays in `failures`.
afterEach(async (test) => {
  const forbidden = [];
  for (const [number, page] of opened.splice(0).entries()) {
    // No page of ours asks for what our own policy forbids, whatever the test is about.
    forbidden.push(...page.complaints.filter((text) => text.includes("Content Security Policy")));
    if (page.isClosed()) continue;
    if (test.passed === false) {
      const file = `${test.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${number + 1}.png`;
      const path = new URL(`../failures/${file}`, import.meta.url).pathname;
      await page.screenshot({ path }).then(() => console.error(`a picture of the page: ${path}`), () => {});
    }
    await page.context().close();
  }
  assert.deepEqual(forbidden, [], "the policy of the pages is kept");
});

/** Where the page keeps the language. */
export const LANGUAGE_KEY = "tavoliere.language";

/** Waits until `probe` answers something true, and gives it back. */
export async function eventually(what, probe, milliseconds = 10_000) {
  const deadline = Date.now() + milliseconds;
  let last;
  while (Date.now() < deadline) {
    last = await probe();
    if (last) return last;
    await new Promise((next) => setTimeout(next, 25));
  }
  assert.fail(`${what}: not within ${milliseconds} ms (last: ${JSON.stringify(last)})`);
}

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with what axe finds on the page, by the rules of WCAG 2.2 AA and by those of good practice. */
export async function accessible(page, what) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.slice(0, 5).map((node) => node.html) }));
  });
  assert.deepEqual(found, [], `axe on ${what}`);
}

/** Keeps a picture for people to look at, where `TAVOLIERE_SHOTS` says. */
export async function picture(page, name) {
  const folder = process.env.TAVOLIERE_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}
