// What the board promises across tabs, people and pages: nothing of anybody is overwritten unseen, or sent in another's name.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { emailOf, FIRST_SCENARIO, PASSWORD, Server } from "./support/server.mjs";
import { cell, open, ready, says, shown, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Types while no write reaches the server, though the page stays online for everything else. */
const withoutWrites = (page) =>
  page.context().route("**/graphql", (route) =>
    (route.request().postData() ?? "").includes("scenarioCellsSet") ? route.abort() : route.continue());
const withWrites = (page) => page.context().unroute("**/graphql");

const waits = (page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("tavoliere.outbox.")).length);

/** Waits until the browser knows that a closed tab is gone: it gives its lock back. */
const isGone = (page) =>
  eventually("the closed tab's lock is free", () => page.evaluate(async () => (await navigator.locks.query()).held.length === 0));

const dispute = (page, key) => page.locator(`[data-dispute="${key}"]`).first();

test("a closed tab's edit does not overwrite what another wrote since: the next tab asks", async () => {
  const first = await person(browser, server, { name: "Anna" });
  await open(first, server, FIRST_SCENARIO);
  await withoutWrites(first);
  await type(first, "FG03:OR", 5);
  await eventually("the edit is kept", async () => (await waits(first)) === 1);
  const context = first.context();
  const second = await context.newPage();
  await second.goto(`${server.url}/`);
  await first.close();
  await isGone(second);
  await server.set(FIRST_SCENARIO, "FG03:OR", 9, 0, { author: "Bruno" });
  await withWrites(second);
  await open(second, server, FIRST_SCENARIO);
  await dispute(second, "FG03:OR").waitFor();
  const text = await dispute(second, "FG03:OR").innerText();
  assert.match(text, /5/);
  assert.match(text, /9/);
  assert.match(text, /Bruno/);
  assert.equal((await server.board(FIRST_SCENARIO)).cells["FG03:OR"].operators, 9);
  // Kept, mine goes over theirs; taken back, theirs stands again.
  await dispute(second, "FG03:OR").locator('[data-keep="mine"]').click();
  await says(second, "saved");
  assert.equal((await server.board(FIRST_SCENARIO)).cells["FG03:OR"].operators, 5);
  await second.getByRole("button", { name: "Annulla", exact: true }).click();
  await shows(second, "FG03:OR", 9);
  await says(second, "saved");
  assert.equal((await server.board(FIRST_SCENARIO)).cells["FG03:OR"].operators, 9);
  assert.equal(await waits(second), 0);
  await second.close();
});

test("a closed tab's write that was applied, though its answer was lost, is not applied again", async () => {
  const first = await person(browser, server, { name: "Carla" });
  await open(first, server, FIRST_SCENARIO);
  await first.context().route("**/graphql", async (route) => {
    if (!(route.request().postData() ?? "").includes("scenarioCellsSet")) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await type(first, "FG05:DO", 2);
  await eventually("it is applied", async () => (await server.board(FIRST_SCENARIO)).cells["FG05:DO"]?.operators === 2);
  const second = await first.context().newPage();
  await second.goto(`${server.url}/`);
  await first.close();
  await isGone(second);
  const { revision } = await server.board(FIRST_SCENARIO);
  await second.context().unroute("**/graphql");
  await open(second, server, FIRST_SCENARIO);
  await eventually("nothing waits any more", async () => (await waits(second)) === 0);
  assert.equal((await server.board(FIRST_SCENARIO)).revision, revision);
  await second.close();
});

test("edits typed offline go out though the board was left, and every page says where they wait", async () => {
  const page = await person(browser, server, { name: "Dino" });
  await open(page, server, FIRST_SCENARIO);
  await withoutWrites(page);
  await type(page, "LE03:FO", 4);
  await says(page, "offline");
  await page.locator("header nav").getByRole("link", { name: "Fabbisogno", exact: true }).click();
  const told = page.locator("[data-waiting]");
  await told.waitFor();
  assert.equal(await told.getAttribute("href"), `/allocazione/${FIRST_SCENARIO}`);
  assert.equal(await told.innerText(), "Una modifica in attesa");
  await picture(page, "waiting-elsewhere");
  await withWrites(page);
  await eventually("it is saved", async () => (await server.board(FIRST_SCENARIO)).cells["LE03:FO"]?.operators === 4, 30_000);
  await eventually("nothing is said any more", async () => (await told.count()) === 0);
});

test("a conflict that comes after the board was left is asked at the next opening, and nothing breaks", async () => {
  const page = await person(browser, server, { name: "Elia" });
  await open(page, server, FIRST_SCENARIO);
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.context().route("**/graphql", async (route) => {
    if (!(route.request().postData() ?? "").includes("scenarioCellsSet")) return route.continue();
    answer();
    await released;
    return route.continue();
  });
  await type(page, "LE04:FO", 4);
  await asked;
  await server.set(FIRST_SCENARIO, "LE04:FO", 8, 0, { author: "Bruno" });
  await page.locator("header nav").getByRole("link", { name: "Fabbisogno", exact: true }).click();
  await page.locator("main input").first().waitFor();
  release();
  await page.context().unroute("**/graphql", { behavior: "wait" });
  await page.locator("[data-waiting]").click();
  await ready(page);
  await dispute(page, "LE04:FO").waitFor();
  assert.deepEqual(page.complaints.filter((complaint) => /panic|unreachable|RuntimeError/.test(complaint)), []);
});

test("another person who signs in at another tab sends nothing of the first's", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  await server.invite("Gina").then((link) => server.post("/account/accept", { link, password: PASSWORD }));
  await open(anna, server, FIRST_SCENARIO);
  await withoutWrites(anna);
  await type(anna, "BR02:OR", 6);
  await says(anna, "offline");
  const other = await anna.context().newPage();
  await other.goto(`${server.url}/`);
  await other.locator(".shell-account > button").click();
  await other.getByRole("button", { name: "Esci", exact: true }).click();
  await other.locator(".shell-way-in").click();
  await other.locator("#sign-in-email").fill(emailOf("Gina"));
  await other.locator("#sign-in-password").fill(PASSWORD);
  await other.locator(".account-form button[type=submit]").click();
  await other.locator(".shell-account", { hasText: "Gina" }).waitFor();
  await withWrites(anna);
  await anna.locator(".shell-account", { hasText: "Gina" }).waitFor();
  await ready(anna);
  assert.equal(await shown(anna, "BR02:OR"), 0, "the first's number is not the second's");
  assert.equal((await server.board(FIRST_SCENARIO)).cells["BR02:OR"], undefined);
  assert.equal(await waits(anna), 1, "it waits for whoever typed it");
  await other.close();
});

test("a refused number is named, the others are saved, and it can be tried again or given up", async () => {
  const page = await person(browser, server, { name: "Ada" });
  await open(page, server, FIRST_SCENARIO);
  let forbid = true;
  await page.context().route("**/graphql", async (route) => {
    const body = route.request().postData() ?? "";
    const edits = body.includes("scenarioCellsSet") ? JSON.parse(body).variables.input.edits : [];
    const place = edits.findIndex(({ cpi }) => cpi === "TA03");
    if (!forbid || place < 0) return route.continue();
    const fields = [{ field: `edits.${place}.cpi`, rule: "NOT_YOURS" }];
    const errors = [{ message: "refused", extensions: { code: "INVALID", fields } }];
    return route.fulfill({ json: { data: null, errors } });
  });
  await cell(page, "TA03:FO").click();
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  const told = page.locator("[data-refused]");
  await told.waitFor();
  assert.match(await told.innerText(), /FO = 1/);
  await says(page, "refused");
  await picture(page, "refused");
  await page.reload();
  await ready(page);
  await told.waitFor();
  forbid = false;
  await told.locator('[data-aside="again"]').click();
  await says(page, "saved");
  assert.equal((await server.board(FIRST_SCENARIO)).cells["TA03:FO"].operators, 1);
});

test("the cursor stays on its CPI while others' edits move the numbers that sort", async () => {
  const page = await person(browser, server, { name: "Fabio" });
  await open(page, server, FIRST_SCENARIO);
  await page.locator("[data-order]").selectOption("placed");
  await cell(page, "BA03:OR").click();
  const { cells } = await server.board(FIRST_SCENARIO);
  await server.set(FIRST_SCENARIO, "BA03:CM", 50, cells["BA03:CM"]?.revision ?? 0, { author: "Bruno" });
  await shows(page, "BA03:CM", 50);
  assert.equal(await cell(page, "BA03:OR").getAttribute("tabindex"), "0");
  await page.locator("[data-again]").click();
  assert.equal(await cell(page, "BA03:OR").getAttribute("tabindex"), "0", "ordered anew it is the same CPI");
  await page.locator('.filters input[type="search"]').fill("lecce");
  await eventually("Tab can enter the sheet", async () => (await page.locator('[role="grid"] [tabindex="0"]').count()) === 1);
});

test("the keyboard alone reaches the sheet, types, moves on by arrows, and sorts", async () => {
  const page = await person(browser, server, { name: "Ivo" });
  await open(page, server, FIRST_SCENARIO);
  await page.locator('.filters input[type="search"]').focus();
  await page.keyboard.type("taranto");
  const inSheet = () => page.evaluate(() => document.activeElement?.getAttribute("data-cell"));
  for (let n = 0; n < 12 && !(await inSheet()); n += 1) await page.keyboard.press("Tab");
  const first = await inSheet();
  assert.ok(first, "Tab enters the sheet");
  const before = await shown(page, first);
  await page.keyboard.type("3");
  await page.keyboard.press("ArrowRight");
  assert.equal(await shown(page, first), 3, "an arrow commits");
  assert.notEqual(await inSheet(), first, "and moves");
  await page.keyboard.press("Control+Z");
  await shows(page, first, before);
  await page.keyboard.press("Alt+a");
  await page.keyboard.type("12a");
  await page.keyboard.press("Enter");
  const wrong = page.locator('[role="grid"] [aria-invalid="true"]');
  await wrong.waitFor();
  await page.locator('[role="grid"] [data-cell]').last().click();
  assert.ok(await wrong.evaluate((field) => field === document.activeElement), "what is wrong keeps the focus");
  await page.keyboard.press("Escape");
  await says(page, "saved");
});

test("an empty clipboard changes nothing", async () => {
  const page = await person(browser, server, { name: "Lea" });
  const { revision, cells } = await server.board(FIRST_SCENARIO);
  if (!cells["BT01:FO"]) await server.set(FIRST_SCENARIO, "BT01:FO", 7, 0, { author: "Lea" });
  await open(page, server, FIRST_SCENARIO);
  await cell(page, "BT01:FO").click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  assert.equal(await shown(page, "BT01:FO"), cells["BT01:FO"]?.operators ?? 7);
  assert.ok((await server.board(FIRST_SCENARIO)).revision <= revision + 1);
});

test("a name that is being typed stays when a colleague renames the scenario", async () => {
  const page = await person(browser, server, { name: "Mara" });
  await open(page, server, FIRST_SCENARIO);
  await page.locator("button.rename").click();
  await page.locator("#scenario-name").fill("Il mio nome");
  const input = { write: crypto.randomUUID(), scenario: Buffer.from(`Scenario:${FIRST_SCENARIO}`).toString("base64url"), name: "Il suo nome" };
  await server.ask("mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { id } } }", { input }, "Bruno");
  await page.locator("h1", { hasText: "Il suo nome" }).waitFor();
  assert.equal(await page.locator("#scenario-name").inputValue(), "Il mio nome");
});

test("on a phone a choice on the map leads to its row, though a filter hid it, and a second tap opens the cell", async () => {
  const context = await browser.newContext({ viewport: NARROW, hasTouch: true, locale: "it-IT", reducedMotion: "reduce" });
  const [name, value] = (await server.cookie("Nora")).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await open(page, server, FIRST_SCENARIO);
  await page.locator('.filters input[type="search"]').fill("lecce");
  await page.locator(".board-tabs button").nth(1).click();
  await page.locator('.board-map [data-area="5"]').click();
  await eventually("a cell has the focus", () => page.evaluate(() => Boolean(document.activeElement?.dataset.cell)));
  const key = await page.evaluate(() => document.activeElement.dataset.cell);
  await cell(page, key).tap();
  await page.locator(".cell-field").waitFor();
  await context.close();
});

test("the list goes on after a hundred scenarios", async () => {
  const page = await person(browser, server, { name: "Olga" });
  const query = "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }";
  for (let n = 0; n < 101; n += 1) {
    const input = { write: crypto.randomUUID(), name: `Prova ${n}`, year: 2020, headCount: 1, budgetCents: 1, months: 1 };
    await server.ask(query, { input }, `Olga${n % 4}`);
  }
  await page.goto(`${server.url}/allocazione`);
  const rows = page.locator(".scenarios tbody tr");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 100);
  await page.getByRole("button", { name: "Mostra altri", exact: true }).click();
  await eventually("all are there", async () => (await rows.count()) === 102);
  assert.ok(await page.getByRole("button", { name: "Mostra altri", exact: true }).isHidden());
});

test("the same words twice are two announcements", async () => {
  const page = await person(browser, server, { name: "Pia" });
  await open(page, server, FIRST_SCENARIO);
  await cell(page, "LE01:FO").click();
  const region = page.locator('[aria-live="polite"]');
  await page.keyboard.press("Escape");
  await eventually("it is said", async () => /Tab/.test(await region.textContent()));
  const first = await region.textContent();
  await page.keyboard.press("Escape");
  await eventually("it is said again", async () => (await region.textContent()) !== first);
});
