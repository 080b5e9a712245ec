// Another scenario's changes brought into the one on the board: what both changed is asked, on cards, and all of it is one step.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { globalId, Server } from "./support/server.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const uuidOf = (scenario) => Buffer.from(scenario.id, "base64url").toString().split(":")[1];

async function created(name) {
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name, year: 2026, headCount: 20, budgetCents: 1e9, months: 12 } },
  );
  return uuidOf(scenarioCreate.scenario);
}

async function copied(scenario, name) {
  const { scenarioCopy } = await server.ask(
    "mutation($input: ScenarioCopyInput!) { scenarioCopy(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), name } },
  );
  return uuidOf(scenarioCopy.scenario);
}

/** Two copies of one, each with changes of its own: a dispute in FG03, one of theirs in BA03, a lock of mine in LE05. */
async function two() {
  const origin = await created("Origine");
  await server.set(origin, "FG03:OR", 2, 0);
  await server.set(origin, "LE05:FO", 1, 0, { locked: true });
  const [mine, theirs] = [await copied(origin, "La mia"), await copied(origin, "La loro")];
  await server.set(mine, "FG03:OR", 3, 1);
  await server.set(mine, "TA01:OR", 2, 0);
  await server.set(theirs, "FG03:OR", 5, 1);
  await server.set(theirs, "BA03:OR", 4, 0);
  await server.set(theirs, "LE05:FO", 6, 1);
  return [mine, theirs];
}

async function opened(page, mine, theirs) {
  await page.goto(`${server.url}/confronto?scenari=${mine},${theirs}`);
  await page.locator('[data-join="A"]').click();
  await page.locator("dialog[open] [data-counts]").waitFor({ timeout: 30_000 });
}

const sums = (page) => page.locator("[data-sums]").innerText();
const operators = async (scenario) => Object.fromEntries(
  Object.entries((await server.board(scenario)).cells).map(([cell, of]) => [cell, of.operators]),
);

test("from the comparison, decided by keyboard, taken as one step and undone as one", async () => {
  const [mine, theirs] = await two();
  const page = await person(browser, server);
  await opened(page, mine, theirs);
  assert.match(await page.locator("[data-counts]").innerText(), /da prendere: 1\. Da decidere: 2\. Cambiate solo qui, restano: 1\. .*: 0\./);
  assert.match(await page.locator("dialog[open]").innerText(), /vengono da «Origine», revisione 2/);
  assert.match(await sums(page), /Diventano 10 operatori su 20.*2 celle ancora da decidere/s);

  // The cards: both is offered where it adds up, and a lock is not overwritten unasked.
  const card = page.locator('[data-merge="FG03:OR"]');
  assert.deepEqual((await card.locator("label").allInnerTexts()).map((text) => text.trim()), ["La mia: 3", "La loro: 5", "Entrambe: 6"]);
  assert.equal(await page.locator('[data-merge="LE05:FO"] label').count(), 2);
  await card.locator("input").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await eventually("the sums move as one decides", async () => /Diventano 13 operatori.*Una cella/s.test(await sums(page)));
  await page.locator('[data-merge="LE05:FO"] input').first().focus();
  await page.keyboard.press("Space");
  await eventually("nothing is left to decide", async () => !/decidere/.test(await sums(page)));
  await page.locator("[data-merge-take]").focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor({ state: "hidden" });
  await eventually("the address is the board's again", () => !page.url().includes("unisci"));
  const merged = { "FG03:OR": 6, "TA01:OR": 2, "BA03:OR": 4, "LE05:FO": 1 };
  await eventually("it is saved", async () => JSON.stringify(Object.entries(await operators(mine)).sort()) === JSON.stringify(Object.entries(merged).sort()));
  await page.getByRole("button", { name: "Annulla", exact: true }).click();
  await eventually("one step takes all of it back", async () => {
    const now = await operators(mine);
    return now["FG03:OR"] === 3 && now["BA03:OR"] === 0;
  });
  assert.deepEqual(page.complaints, []);
});

test("a choice is of the numbers that it was made about: what a colleague writes meanwhile is asked anew", async () => {
  const [mine, theirs] = await two();
  const page = await person(browser, server);
  await opened(page, mine, theirs);
  const card = page.locator('[data-merge="FG03:OR"]');
  await card.locator("input").nth(1).check();
  await page.locator('[data-merge="LE05:FO"] input').first().check();
  await eventually("nothing is left to decide", async () => !/decidere/.test(await sums(page)));
  const { cells } = await server.board(mine);
  await server.set(mine, "FG03:OR", 4, cells["FG03:OR"].revision);
  await eventually("the card has the new number", async () => /La mia: 4/.test(await card.innerText()));
  assert.equal(await card.locator("input:checked").count(), 0, "and no answer");
  await page.locator("[data-merge-take]").click();
  await eventually("the rest is taken", async () => (await operators(mine))["BA03:OR"] === 4);
  assert.equal((await operators(mine))["FG03:OR"], 4, "nothing is overwritten unasked");
});

test("a coordinator takes the own province alone, and nothing is merged into what is no draft", async () => {
  const [mine, theirs] = await two();
  const page = await person(browser, server, { name: "Carla", role: "COORDINATOR", scope: "BA" });
  await opened(page, mine, theirs);
  assert.match(await page.locator("dialog[open]").innerText(), /Celle diverse fuori dal tuo territorio, che restano come sono: 2\./);
  assert.equal(await page.locator("[data-merge]").count(), 0);
  await page.locator("[data-merge-take]").click();
  await eventually("hers is taken", async () => (await operators(mine))["BA03:OR"] === 4);
  assert.equal((await operators(mine))["FG03:OR"], 3);
  await server.ask(
    "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", mine), step: "PROPOSE" } },
  );
  await page.goto(`${server.url}/confronto?scenari=${mine},${theirs}`);
  await page.locator('[data-join="B"]').waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('[data-join="A"]').count(), 0, "into a draft alone");
  assert.deepEqual(page.complaints, []);
});

for (const [language, size] of [["it", "wide"], ["en", "narrow"]]) {
  test(`a merge in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const [mine, theirs] = await two();
    const page = await person(browser, server, { language, viewport: size === "wide" ? WIDE : NARROW });
    await opened(page, mine, theirs);
    await accessible(page, `merge in ${language}, ${size}`);
    await picture(page, `merge-${language}-${size}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `it does not scroll sideways (${wide})`);
  });
}
