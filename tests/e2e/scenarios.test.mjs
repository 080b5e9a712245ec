// A scenario's way: copied, edited, proposed, approved in another browser, and from then on changed by nobody, nothing typed lost.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { FIRST_SCENARIO, globalId, Server } from "./support/server.mjs";
import { cell, newScenario, open, ready, says, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const key = (page) => page.url().split("/").pop();

/** Takes a step through the API. */
const step = (scenario, name, { author, note = "" } = {}) =>
  server.ask("mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), step: name, note } }, author);

/** A new scenario, by its UUID. */
const created = async (name, year = 2026) => (await newScenario(server, name, 20, year)).key;

/** Waits until the page shows a state. */
const stands = (page, state) => page.locator(`.board-meta [data-state="${state}"]`).waitFor({ timeout: 20_000 });

/** Opens the window of a step by keyboard alone, says why, and takes it. */
async function take(page, name, note) {
  await page.locator(`[data-step="${name}"]`).focus();
  await page.keyboard.press("Enter");
  await eventually("the note has the focus", () => page.evaluate(() => document.activeElement.id === "step-note"));
  await page.keyboard.type(note);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
}

test("copied, edited, proposed and approved in three browsers: the open board freezes, and what came late is kept", async () => {
  const planner = await person(browser, server, { name: "Paola" });
  const coordinator = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG" });
  const approver = await person(browser, server, { name: "Rosa" });
  await server.set(FIRST_SCENARIO, "LE01:OR", 2, 0, { locked: true });
  await open(planner, server, FIRST_SCENARIO);
  await planner.locator('[data-step="COPY"]').focus();
  await planner.keyboard.press("Enter");
  await eventually("the name has the focus", () => planner.evaluate(() => document.activeElement.id === "copy-name"));
  await planner.keyboard.press("Control+a");
  await planner.keyboard.type("Foggia al centro");
  await planner.keyboard.press("Enter");
  await planner.getByRole("heading", { name: "Foggia al centro" }).waitFor();
  await ready(planner);
  const copy = key(planner);
  assert.notEqual(copy, FIRST_SCENARIO);
  await shows(planner, "LE01:OR", 2);
  assert.equal(await cell(planner, "LE01:OR").getAttribute("aria-readonly"), "true", "with its locks");
  assert.match(await planner.locator(".board-head ~ .board-meta").innerText(), /Copiata, alla revisione 1, da Ipotesi 2020/);

  await open(coordinator, server, copy);
  await type(coordinator, "FG03:OR", 4);
  await says(coordinator, "saved");
  assert.equal(await coordinator.locator('[data-step="ARCHIVE"]').count(), 0, "a coordinator puts nothing away");
  await take(coordinator, "PROPOSE", "Foggia è pronta");
  await stands(coordinator, "PROPOSED");
  assert.equal(await coordinator.locator('[data-step="APPROVE"]').count(), 0, "and approves nothing");
  await stands(planner, "PROPOSED");
  await shows(planner, "FG03:OR", 4);

  // Sent back, the coordinator goes on, without a network at last.
  await open(approver, server, copy);
  await approver.locator('[data-step="SEND_BACK"]').click();
  await approver.locator("#step-note").press("Tab");
  await approver.keyboard.press("Enter");
  await approver.getByText("Manca un valore.").waitFor();
  await approver.locator("#step-note").fill("Manca Lucera");
  await approver.getByRole("dialog").getByRole("button", { name: "Rimanda in bozza" }).click();
  await stands(coordinator, "DRAFT");
  await coordinator.getByText("Manca Lucera").waitFor();
  await type(coordinator, "FG02:OR", 1);
  await says(coordinator, "saved");
  await coordinator.context().setOffline(true);
  await type(coordinator, "FG03:OR", 9);
  await says(coordinator, "offline", 30_000);
  await step(copy, "PROPOSE", { author: "Paola" });
  await stands(approver, "PROPOSED");
  await take(approver, "APPROVE", "DGR 12 del 3 marzo");
  await stands(approver, "APPROVED");
  await stands(planner, "APPROVED");
  await picture(approver, "scenario-approved");
  await coordinator.context().setOffline(false);
  await stands(coordinator, "APPROVED");
  const late = coordinator.locator(".late");
  await late.locator('[data-late-cell="FG03:OR"]').waitFor({ timeout: 30_000 });
  assert.match(await late.innerText(), /Rosa ha approvato[^]*hai scritto 9, qui c'è 4/);
  await shows(coordinator, "FG03:OR", 4);
  assert.equal((await server.board(copy)).cells["FG03:OR"].operators, 4);
  await picture(coordinator, "scenario-late");
  await accessible(coordinator, "a board with edits that came too late");
  // It is still there after a reload, and goes into a copy.
  await coordinator.reload();
  await ready(coordinator);
  await late.locator('[data-late-cell="FG03:OR"]').waitFor();
  await late.locator('[data-late="copy"]').click();
  await coordinator.getByText("Comprende le 1 modifiche").waitFor();
  await coordinator.locator("#copy-name").press("Enter");
  await eventually("the copy is open", () => key(coordinator) !== copy);
  await ready(coordinator);
  await shows(coordinator, "FG03:OR", 9);
  await stands(coordinator, "DRAFT");
  assert.equal((await server.board(key(coordinator))).cells["FG03:OR"].operators, 9);
  await open(coordinator, server, copy);
  assert.equal(await coordinator.locator(".late li").count(), 0, "what was written elsewhere is settled here");
  assert.equal((await server.board(copy)).cells["FG03:OR"].operators, 4);
  for (const page of [planner, approver]) assert.deepEqual(page.complaints, []);
});

test("a frozen sheet is read and copied by keyboard, and nothing that a key does changes it", async () => {
  const page = await person(browser, server, { name: "Paola" });
  const scenario = await created("Ferma");
  await server.set(scenario, "TA01:OR", 3, 0);
  await open(page, server, scenario);
  // Typing while it is frozen: the number that stood in the field is kept.
  await cell(page, "TA02:OR").click();
  await page.keyboard.type("8");
  await step(scenario, "PROPOSE", { author: "Rosa" });
  await stands(page, "PROPOSED");
  await page.keyboard.press("Enter");
  await page.locator('[data-late-cell="TA02:OR"]').waitFor();
  await shows(page, "TA02:OR", 0);
  await page.locator('[data-late="drop"]').click();
  await page.locator('[data-late="undo"]').click();
  await page.locator('[data-late-cell="TA02:OR"]').waitFor();
  // Sent back to draft, it can be written after all.
  await step(scenario, "SEND_BACK", { author: "Rosa", note: "Ancora una cifra" });
  await page.locator('[data-late="write"]').click();
  await shows(page, "TA02:OR", 8);
  await says(page, "saved");
  await step(scenario, "PROPOSE", { author: "Rosa" });
  await stands(page, "PROPOSED");

  const before = await server.board(scenario);
  assert.equal(await cell(page, "TA01:OR").getAttribute("aria-readonly"), "true");
  assert.equal(await page.locator(".rename").count(), 0, "no new name");
  await cell(page, "TA01:OR").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+c");
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\s+/).join(), "3,8", "it is copied as ever");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), "TA02:DO", "the keys move");
  for (const pressed of ["7", "F2", "Delete", "l", "Control+v", "Control+z", "Control+y", "Control+d", "Backspace"]) {
    await page.keyboard.press(pressed);
    assert.equal(await page.locator(".cell-field").count(), 0, `${pressed} opens nothing`);
  }
  await page.locator(".told").getByText("non è in bozza").waitFor();
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.locator(".ask button[type=submit]").click();
  await page.locator(".proof").waitFor({ timeout: 30_000 });
  assert.equal(await page.locator('[data-take="all"]').isDisabled(), true);
  assert.deepEqual(await server.board(scenario), before);
  assert.deepEqual(page.complaints, []);
});

test("the list filters by state, copies, renames, puts away and takes back within ten seconds, by keyboard", async () => {
  const page = await person(browser, server, { name: "Paola" });
  const [scenario, other] = [await created("Da archiviare"), await created("Da proporre")];
  await step(other, "PROPOSE", { author: "Paola" });
  await page.goto(`${server.url}/allocazione`);
  const row = (id) => page.locator(`tr:has(#scenario-${id})`);
  await row(scenario).waitFor();
  assert.equal(await row(other).locator('[data-act="rename"]').count(), 0, "what is proposed keeps its name");
  await row(scenario).locator('[data-act="ARCHIVE"]').focus();
  await page.keyboard.press("Enter");
  await eventually("the focus is on the way back", () => page.evaluate(() => document.activeElement.id === "undo-archive"));
  assert.equal(await row(scenario).count(), 0);
  await page.keyboard.press("Enter");
  await row(scenario).waitFor();
  await eventually("the focus is on what came back", () => page.evaluate((id) => document.activeElement.id === `scenario-${id}`, scenario));
  await row(scenario).locator('[data-act="rename"]').focus();
  await page.keyboard.press("Enter");
  await eventually("the name has the focus", () => page.evaluate(() => document.activeElement.id === "rename-name"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Archiviabile");
  await page.keyboard.press("Enter");
  await row(scenario).getByText("Archiviabile").waitFor();
  await row(scenario).locator('[data-act="ARCHIVE"]').click();
  await eventually("it is away", async () => (await row(scenario).count()) === 0);
  await page.locator("#list-archived").check();
  await row(scenario).waitFor();
  await row(scenario).locator('[data-act="RESTORE"]').click();
  await eventually("it is back", async () => (await row(scenario).count()) === 0);
  await page.locator("#list-archived").uncheck();
  await page.locator("#list-state").selectOption("PROPOSED");
  await row(other).waitFor();
  await eventually("only what is proposed", async () => (await row(scenario).count()) === 0);
  await row(other).locator('[data-act="copy"]').click();
  await page.locator("#copy-name").press("Enter");
  await page.getByRole("heading", { name: "Copia di Da proporre" }).waitFor();
  const reader = await person(browser, server, { name: "Lea", role: "READER" });
  await reader.goto(`${server.url}/allocazione`);
  await reader.locator(`#scenario-${scenario}`).waitFor();
  assert.equal(await reader.locator(".row-acts button").count(), 0, "a reader is offered nothing");
  assert.deepEqual(page.complaints, []);
});

test("a first visit asks for the list once, though who is signed in is known only after it began", async () => {
  const page = await person(browser, server, { name: "Primo" });
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/graphql") && asked.push(request.postData() ?? ""));
  // The list would be there long before the answer of who is signed in.
  await page.route("**/graphql", async (route) => {
    if (route.request().postData()?.includes("{ viewer {")) {
      await eventually("the page stands", async () => (await page.locator("h1").count()) === 1);
    }
    await route.fallback();
  });
  await page.goto(`${server.url}/allocazione`);
  await page.locator("table.scenarios tbody tr").first().waitFor();
  await page.locator('[data-act="copy"]').first().waitFor();
  assert.equal(asked.filter((text) => text.includes("scenarios(")).length, 1, "the list is asked for once");
  assert.equal(asked.filter((text) => text.includes("{ viewer {")).length, 1, "and who is signed in, too");
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`states and steps in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const viewport = size === "wide" ? WIDE : NARROW;
    const page = await person(browser, server, { name: "Paola", language, viewport });
    const scenario = await created(`Vista ${language} ${size}`, 2050);
    const look = async (what) => {
      await accessible(page, `${what} in ${language}, ${size}`);
      await picture(page, `scenario-${what}-${language}-${size}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${what} does not scroll sideways (${wide})`);
    };
    await open(page, server, scenario);
    await look("draft");
    await page.locator('[data-step="PROPOSE"]').click();
    await page.locator("#step-note").waitFor();
    await look("window");
    await page.keyboard.press("Escape");
    await step(scenario, "PROPOSE", { author: "Paola", note: "Concordata con le sei province il 12 novembre." });
    await step(scenario, "APPROVE", { author: "Paola", note: "DGR 12 del 3 marzo" });
    await step(scenario, "PUT_IN_FORCE", { author: "Paola" });
    await stands(page, "IN_FORCE");
    await look("in-force");
    await page.goto(`${server.url}/allocazione`);
    await page.locator(`#scenario-${scenario}`).waitFor();
    await look("list");
  });
}

test("year, operators, money and months are changed in a window by keyboard, what is wrong stands at its field, and others see it", async () => {
  const page = await person(browser, server, { name: "Paola" });
  const other = await person(browser, server, { name: "Rosa" });
  const scenario = await created("Con altri limiti");
  await open(page, server, scenario);
  await open(other, server, scenario);
  await page.locator("[data-parameters]").focus();
  await page.keyboard.press("Enter");
  await eventually("the year has the focus", () => page.evaluate(() => document.activeElement.id === "parameter-year"));
  assert.equal(await page.locator("#parameter-budgetCents").inputValue(), "10.000.000", "as people write it");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1999");
  await page.locator("#parameter-headCount").fill("venti");
  await page.locator("#parameter-months").fill("0");
  await page.keyboard.press("Enter");
  await eventually("each is told at its field", async () =>
    (await page.locator("dialog [aria-invalid=true]").evaluateAll((all) => all.map((field) => field.id).join())) ===
      "parameter-year,parameter-headCount,parameter-months");
  assert.equal(await page.locator("#parameter-headCount").inputValue(), "venti", "what was typed is kept");
  await eventually("the first of them has the focus", () => page.evaluate(() => document.activeElement.id === "parameter-year"));
  await accessible(page, "the window of parameters");
  await picture(page, "parameters-wrong");
  // Meanwhile somebody else changes the months: what was not touched here is left as it has become.
  await page.locator("#parameter-year").fill("2027");
  await page.locator("#parameter-headCount").fill("24");
  await page.locator("#parameter-months").fill("12");
  await server.ask("mutation($input: ScenarioUpdateInput!) { scenarioUpdate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), months: 36 } }, "Rosa");
  await page.locator("#parameter-months").press("Enter");
  await eventually("the window is closed", async () => !(await page.locator("#parameter-year").isVisible()));
  await eventually("the focus is back on the button", () => page.evaluate(() => document.activeElement.dataset.parameters === ""));
  for (const seen of [page, other]) {
    await seen.locator(".bar").getByText("di 24", { exact: false }).waitFor({ timeout: 20_000 });
    await seen.locator(".bar").getByText("Spesa in 36 mesi").waitFor();
  }
  const { scenario: now } = await server.ask("query($id: ID!) { scenario(id: $id) { year headCount months budgetCents provenance { source } } }",
    { id: globalId("Scenario", scenario) });
  assert.deepEqual(now, { year: 2027, headCount: 24, months: 36, budgetCents: 1e9, provenance: { source: "Paola" } });
  await other.getByText("Da dove vengono operatori, risorse e mesi: Paola").waitFor();
  await step(scenario, "PROPOSE", { author: "Paola" });
  await stands(page, "PROPOSED");
  assert.equal(await page.locator("[data-parameters]").count(), 0, "what is proposed keeps them");
  for (const seen of [page, other]) assert.deepEqual(seen.complaints, []);
});

test("a scenario is created with the numbers that the form begins with, in either language", async () => {
  for (const [language, name] of [["it", "Come proposto"], ["en", "As it begins"]]) {
    const page = await person(browser, server, { name: "Paola", language });
    await page.goto(`${server.url}/allocazione`);
    await page.locator("#create-name").fill(name);
    await page.locator("#create-name").press("Enter");
    await page.getByRole("heading", { name }).waitFor({ timeout: 20_000 });
    const { scenario } = await server.ask("query($id: ID!) { scenario(id: $id) { name budgetCents } }", { id: globalId("Scenario", key(page)) });
    assert.deepEqual(scenario, { name, budgetCents: 1_344_000_000 });
    assert.deepEqual(page.complaints, []);
  }
});
