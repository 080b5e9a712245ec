// What the demand page promises: typing moves every CPI, nothing typed is lost, a lost race keeps both numbers.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const field = (page, key) => page.locator(`#figure-${key.replaceAll(".", "-")}`);
const figure = (page, key) => page.locator(".figure", { has: field(page, key) });
const totals = (page) =>
  page.locator("[data-row]").evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.row, row.querySelector("[data-total]").textContent])));

async function open(name, options = {}) {
  const page = await person(browser, server, { name, ...options });
  await page.goto(`${server.url}/fabbisogno`);
  await page.locator('[data-row="region"]').waitFor({ timeout: 30_000 });
  return page;
}

async function saved(key) {
  const { figures } = await server.ask("{ figures { figures { key value revision editedBy } } }");
  return figures.figures.find((figure) => figure.key === key);
}

async function set(key, value, author) {
  const seen = (await saved(key))?.revision ?? 0;
  const input = { write: crypto.randomUUID(), edits: [{ key, value, seen }] };
  return server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", { input }, author);
}

test("typing moves all 43 CPIs at once, and Esc takes it back", async () => {
  const page = await open("Anna");
  const before = await totals(page);
  assert.equal(Object.keys(before).length, 1 + 6 + 43);
  await field(page, "service.A.minutes").fill("240");
  const after = await totals(page);
  const still = Object.keys(before).filter((row) => before[row] === after[row]);
  assert.deepEqual(still, [], "every row moved");
  await field(page, "service.A.minutes").press("Escape");
  assert.deepEqual(await totals(page), before);
  assert.deepEqual(page.complaints, []);
});

test("Enter saves, and another browser sees it without loading again", async () => {
  const [anna, bruno] = [await open("Anna"), await open("Bruno")];
  const before = await totals(bruno);
  await field(anna, "working_time.leave_days").fill("30");
  await field(anna, "working_time.leave_days").press("Enter");
  await eventually("Bruno sees 30", async () => (await field(bruno, "working_time.leave_days").inputValue()) === "30");
  assert.notDeepEqual(await totals(bruno), before);
  const { value, editedBy } = await saved("working_time.leave_days");
  assert.deepEqual({ value, editedBy }, { value: 30, editedBy: "Anna" });
});

test("a refused value keeps its text, with the reason at the field", async () => {
  const page = await open("Carla");
  for (const nonsense of ["abc", "-3", "99999999", "1,2,3"]) {
    await field(page, "service.C.minutes").fill(nonsense);
    await field(page, "service.C.minutes").press("Enter");
    assert.equal(await field(page, "service.C.minutes").inputValue(), nonsense);
    assert.equal(await field(page, "service.C.minutes").getAttribute("aria-invalid"), "true", nonsense);
    const told = await field(page, "service.C.minutes").getAttribute("aria-describedby");
    assert.notEqual((await page.locator(`#${told}`).innerText()).trim(), "", nonsense);
  }
  await accessible(page, "a refused value");
  assert.equal((await saved("service.C.minutes")).editedBy, null);
});

test("who lost the race keeps both numbers and decides", async () => {
  const page = await open("Dino");
  await field(page, "service.D.minutes").fill("77");
  await set("service.D.minutes", 55, "Elia");
  await field(page, "service.D.minutes").press("Enter");
  const conflict = page.locator('[data-conflict="service.D.minutes"]');
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /Elia/);
  assert.match(await conflict.innerText(), /55/);
  assert.equal(await field(page, "service.D.minutes").inputValue(), "77");
  await accessible(page, "a conflict");
  await picture(page, "demand-conflict");
  await conflict.locator('[data-keep="mine"]').click();
  await eventually("mine is saved", async () => (await saved("service.D.minutes")).value === 77);
});

test("a mix is saved whole, once it makes 100 %", async () => {
  const page = await open("Fabio");
  const { figures } = await server.ask("{ figures { figures { key value } } }");
  const shares = figures.figures.filter(({ key, value }) => key.startsWith("service.A.share.") && value > 0);
  const first = shares[0].key;
  const zero = ["FO", "OR", "DO", "CM", "NV"].map((profile) => `service.A.share.${profile}`).find((key) => key !== first);
  const was = Object.fromEntries(shares.map(({ key, value }) => [key, value]));
  const move = 0.1;
  await field(page, first).fill(`${Math.round((was[first] - move) * 100)}`);
  await field(page, first).press("Enter");
  assert.match(await page.locator('[data-mix="A"]').innerText(), /^90/);
  assert.equal((await saved(first)).value, was[first], "not saved yet");
  await field(page, zero).fill(`${Math.round(((was[zero] ?? 0) + move) * 100)}`);
  await field(page, zero).press("Enter");
  await eventually("both are saved", async () => Math.abs((await saved(first)).value - was[first] + move) < 1e-9);
  assert.equal((await saved(first)).revision, (await saved(zero)).revision, "in one write");
});

test("without a network the text stays, and goes out by itself later", async () => {
  const page = await open("Gaia");
  await page.context().setOffline(true);
  await field(page, "service.E.minutes").fill("88");
  await field(page, "service.E.minutes").press("Enter");
  await figure(page, "service.E.minutes").locator(".figure-wrong").waitFor();
  assert.equal(await field(page, "service.E.minutes").inputValue(), "88");
  await page.context().setOffline(false);
  await eventually("it is saved", async () => (await saved("service.E.minutes")).value === 88, 30_000);
});

test("every number opens into its formula, every figure into its source", async () => {
  const page = await open("Ida");
  await page.locator('[data-row="FG03"] .opener').first().press("Enter");
  await page.locator("dialog[open] .terms").waitFor();
  await accessible(page, "a formula");
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" }).catch(() => {});
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await figure(page, "service.F3.minutes").locator(".figure-source").click();
  await page.locator("dialog[open] .facts").waitFor();
  await accessible(page, "a source");
});

test("axe finds nothing, in both languages, wide and narrow", async () => {
  for (const language of ["it", "en"]) {
    for (const viewport of [undefined, NARROW, { width: 320, height: 640 }]) {
      const page = await open("Lia", { language, ...(viewport && { viewport }) });
      await accessible(page, `${language} ${viewport?.width ?? "wide"}`);
      const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needs <= has, `${needs} px at ${has} px`);
      assert.deepEqual([page.complaints, page.foreign], [[], []]);
      await picture(page, `demand-${language}-${viewport?.width ?? "wide"}`);
      await page.context().close();
    }
  }
});
