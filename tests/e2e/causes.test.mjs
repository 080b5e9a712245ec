// Why two scenarios differ: the difference split by cause, in numbers, bars and words that add up.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { globalId, Server } from "./support/server.mjs";

let server, browser, one, other;
before(async () => {
  server = await Server.start();
  browser = await launch();
  one = await created("Ipotesi di partenza", 30, { "FG03:OR": 4, "FG01:DO": 1, "BA03:OR": 6 });
  other = await created("Più colloqui", 42, { "FG03:OR": 1, "BA03:OR": 8, "LE05:FO": 2 });
  await figure(other, "service.F3.volume", 90_000);
  await figure(other, "service.F3.minutes", 75);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function created(name, headCount, cells) {
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name, year: 2026, headCount, budgetCents: 1e9, months: 12 } },
  );
  const scenario = Buffer.from(scenarioCreate.scenario.id, "base64url").toString().split(":")[1];
  for (const [cell, operators] of Object.entries(cells)) await server.set(scenario, cell, operators, 0);
  return scenario;
}

const figure = (scenario, key, value) => server.ask(
  "mutation($input: ScenarioFiguresSetInput!) { scenarioFiguresSet(input: $input) { revision } }",
  { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), edits: [{ key, value, seen: 0 }] } },
);

const address = () => `${server.url}/confronto?scenari=${one},${other}`;
const sentence = (page) => page.locator('[data-causes="region"]').innerText();
const number = (text) => Number(text.replace("−", "-").replace(".", "").replace(",", ".").replace("·", "0").replace("=", "0"));
const sums = (page) => page.locator(".cause-rows tbody tr").evaluateAll((rows) =>
  rows.map((row) => [...row.querySelectorAll("td.compare-moved, td.cause-number")].map((cell) => cell.textContent)));

async function compare(page, rest = "") {
  await page.goto(address() + rest);
  await page.locator('[data-causes="region"]').waitFor({ timeout: 30_000 });
}

test("each row adds up as it is written, and says the same in words; the address keeps what is chosen", async () => {
  const page = await person(browser, server);
  await compare(page);
  assert.match(await sentence(page), /^Puglia 0?=?.*\+12 per gli operatori da collocare.*a mano/s);
  const rows = await sums(page);
  assert.ok(rows.length > 3, "more than what was typed differs in what is behind it");
  for (const row of rows) {
    const [difference, ...parts] = row.map(number);
    assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - difference) < 1e-9, row.join(" "));
  }
  assert.match(await page.locator('.cause-rows [data-row="LE05:FO"] .cause-told').innerText(), /^\+2: /);
  assert.equal(await page.locator(".cause-rows svg rect").count() > rows.length, true, "a bar has its pieces");
  assert.match(await page.locator(".compare-chosen li").nth(1).innerText(), /2 cifre proprie/);
  assert.doesNotMatch(await page.locator(".compare-chosen li").first().innerText(), /cifr. propri/);

  // By keyboard: the requirement, province by province.
  await page.locator("#causes-of").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("#causes-rows").selectOption("province");
  await eventually("the address tells it", () => {
    const query = new URL(page.url()).searchParams;
    return query.get("cause") === "fabbisogno" && query.get("righe") === "province";
  });
  await eventually("the six provinces", async () => (await page.locator(".cause-rows tbody tr").count()) === 6);
  assert.match(await sentence(page), /per i volumi, \+[\d,]+ per i tempi standard/);
  await page.locator(".cause-figures summary").click();
  assert.match(await page.locator(".cause-figures tbody").innerText(), /90\.000/);
  const { scenarioCompare: told } = await server.ask(
    "query($ids: [ID!]!) { scenarioCompare(scenarios: $ids) { causes { region { required { difference } } } } }",
    { ids: [one, other].map((key) => globalId("Scenario", key)) },
  );
  const shown = number((await sentence(page)).match(/[+−][\d.,]+/)[0]);
  assert.ok(Math.abs(shown - told.causes.region.required.difference) <= 0.0501);
  const colleague = await person(browser, server, { name: "Lea", role: "READER" });
  await colleague.goto(page.url());
  await colleague.locator('[data-causes="region"]').waitFor({ timeout: 30_000 });
  assert.equal(await sentence(colleague), await sentence(page));
  for (const seen of [page, colleague]) assert.deepEqual([seen.complaints, seen.foreign], [[], []]);
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the causes in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const page = await person(browser, server, { language, viewport: size === "wide" ? WIDE : NARROW });
    await compare(page, "&righe=cpi");
    await page.locator(".cause-method summary").click();
    await page.locator("#compare-causes").scrollIntoViewIfNeeded();
    await accessible(page, `causes in ${language}, ${size}`);
    await page.locator("#compare-causes").evaluate((head) => head.scrollIntoView());
    await picture(page, `causes-${language}-${size}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `it does not scroll sideways (${wide})`);
  });
}
