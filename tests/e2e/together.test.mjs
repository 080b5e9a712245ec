// Several people at one scenario: who is here and in which cell, and what they say to each other of it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Line } from "./support/line.mjs";
import { freePort, globalId, Server } from "./support/server.mjs";
import { cell, newScenario, open, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const created = async (name) => (await newScenario(server, name, 20, 2026)).key;
/** Waits until these, and nobody else, stand in the list of those who are here. */
const here = (page, names, milliseconds) =>
  eventually(`${names} are here`, async () => {
    const shown = await page.locator(".people .person > span:nth-child(2)").allInnerTexts();
    return `${shown}` === `${names}`;
  }, milliseconds);
/** Waits until a cell is framed with these names. */
const framed = (page, key, names) =>
  eventually(`${names} in ${key}`, async () => (await cell(page, key).getAttribute("data-visitor")) === names);

/** Says something through the API. */
const say = async (scenario, input, author) => {
  const query = "mutation($input: ScenarioCommentAddInput!) { scenarioCommentAdd(input: $input) { thread { id comments { id } } } }";
  const full = { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), ...input };
  return (await server.ask(query, { input: full }, author)).scenarioCommentAdd.thread;
};
const idOf = async (name) => (await server.ask("{ viewer { id } }", {}, name)).viewer.id;

test("others are framed in their cell with their name, also from another server, and lead there; two tabs are one person", async () => {
  const scenario = await created("Insieme");
  const other = await Server.start({ data: server.data, port: await freePort() });
  other.cookies = server.cookies;
  try {
    const anna = await person(browser, server, { name: "Anna Bianchi" });
    const bruno = await person(browser, other, { name: "Bruno Verdi", language: "en" });
    await open(anna, server, scenario);
    assert.equal(await anna.locator(".people").isVisible(), false, "nobody is told that they are alone");
    await open(bruno, other, scenario);
    await cell(bruno, "LE03:DO").click();
    await here(anna, ["Anna Bianchi (tu)", "Bruno Verdi"]);
    await here(bruno, ["Anna Bianchi", "Bruno Verdi (you)"]);
    await framed(anna, "LE03:DO", "Bruno Verdi");
    assert.match(await cell(anna, "LE03:DO").getAttribute("aria-label"), /qui: Bruno Verdi/);
    assert.equal(await cell(bruno, "LE03:DO").getAttribute("data-visitor"), null, "one's own is no guest");
    await eventually("it is announced", async () => (await anna.locator("[role=status].visually-hidden").last().innerText()).includes("Bruno Verdi è qui"));
    await picture(anna, "presence-it");
    // By keyboard, to where Bruno is.
    await anna.locator("button.person", { hasText: "Bruno Verdi" }).focus();
    await anna.keyboard.press("Enter");
    await eventually("Anna is in Bruno's cell", () => anna.evaluate(() => document.activeElement?.dataset.cell === "LE03:DO"));
    await framed(bruno, "LE03:DO", "Anna Bianchi");
    await accessible(anna, "a board with company");
    // What others do flashes still.
    await type(bruno, "LE03:DO", 2);
    await eventually("it flashes", () => cell(anna, "LE03:DO").evaluate((at) => at.classList.contains("flashed")));
    // A second tab of Bruno's is no second Bruno, and he is where he moved last.
    const second = await bruno.context().newPage();
    await open(second, other, scenario);
    await cell(second, "BA01:OR").click();
    await framed(anna, "BA01:OR", "Bruno Verdi");
    await here(anna, ["Anna Bianchi (tu)", "Bruno Verdi"]);
    await second.close();
    await bruno.close();
    await eventually("Bruno is gone", async () => !(await anna.locator(".people").isVisible()), 20_000);
    await eventually("no cell is framed", async () => (await anna.locator(".cell.visited").count()) === 0);
  } finally {
    other.process.kill("SIGTERM");
    await other.ended;
  }
});

test("whoever loses the network is gone within twenty seconds, and comes back with it; without a server nobody is shown", async () => {
  const scenario = await created("Rete");
  const line = await Line.to(server);
  try {
    const anna = await person(browser, server, { name: "Anna Bianchi" });
    const bruno = await person(browser, Object.assign(Object.create(server), { url: line.url }), { name: "Bruno Verdi" });
    await open(anna, server, scenario);
    await open(bruno, line, scenario);
    await here(anna, ["Anna Bianchi (tu)", "Bruno Verdi"]);
    await here(bruno, ["Anna Bianchi", "Bruno Verdi (tu)"]);
    line.cut();
    await eventually("Bruno is gone", async () => !(await anna.locator(".people").isVisible()), 20_000);
    line.mend();
    await here(anna, ["Anna Bianchi (tu)", "Bruno Verdi"], 20_000);
    await server.kill();
    await eventually("nobody is shown", async () => !(await anna.locator(".people").isVisible()));
    await server.restart();
    await here(anna, ["Anna Bianchi (tu)", "Bruno Verdi"], 20_000);
  } finally {
    line.close();
  }
});

test("a comment is written by keyboard with a mention, noticed by whom it mentions, answered and resolved, in an approved scenario too", async () => {
  const scenario = await created("Discussione");
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  const corrado = await person(browser, server, { name: "Corrado Neri", role: "COORDINATOR", scope: "FG" });
  await open(anna, server, scenario);
  await cell(anna, "FG03:OR").click();
  await anna.keyboard.press("Shift+F2");
  await anna.locator("#talk-new").waitFor();
  await eventually("the field has the focus", () => anna.evaluate(() => document.activeElement.id === "talk-new"));
  await anna.keyboard.type("Bastano? ");
  // A window that closes loses nothing of what was begun.
  await anna.keyboard.press("Escape");
  await anna.locator("#talk-new").waitFor({ state: "detached" });
  await anna.keyboard.press("Shift+F2");
  await eventually("it is there again", async () => (await anna.locator("#talk-new").inputValue()) === "Bastano? ");
  await anna.keyboard.press("End");
  await anna.keyboard.type("<i>Chiedo</i> a @corr");
  await anna.locator("[role=option]", { hasText: "Corrado Neri" }).waitFor();
  await accessible(anna, "the window of comments, with people to mention");
  await anna.keyboard.press("Enter");
  assert.equal(await anna.locator("#talk-new").inputValue(), "Bastano? <i>Chiedo</i> a @Corrado Neri ");
  await anna.keyboard.press("Control+Enter");
  await anna.locator(".talk-text", { hasText: "Bastano? <i>Chiedo</i> a @Corrado Neri" }).waitFor();
  assert.equal(await anna.locator(".talk-text mark").innerText(), "@Corrado Neri");
  assert.equal(await anna.locator("#talk-new").inputValue(), "", "what was sent is not sent again");
  await picture(anna, "comments-it");
  await anna.keyboard.press("Escape");
  await eventually("the cell is marked", async () => (await cell(anna, "FG03:OR").getAttribute("data-said")) === "1");
  assert.match(await cell(anna, "FG03:OR").getAttribute("aria-label"), /1 discussione aperta/);
  // Corrado finds it from the list of scenarios, with his answer awaited.
  await corrado.goto(`${server.url}/allocazione`);
  await corrado.locator(".waiting a", { hasText: "Discussione" }).click();
  await corrado.locator(".talk-thread", { hasText: "Chiedo" }).waitFor();
  await corrado.locator("[data-asked='1']").waitFor({ state: "attached" });
  await corrado.locator(".talk-thread button", { hasText: "Rispondi" }).focus();
  await corrado.keyboard.press("Enter");
  await corrado.keyboard.type("Ne serve uno in più");
  // What is being typed stays while somebody else writes.
  const thread = await corrado.locator(".talk-thread").getAttribute("data-thread");
  await say(scenario, { thread, text: "intanto" }, "Anna Bianchi");
  await corrado.locator(".talk-text", { hasText: "intanto" }).waitFor();
  await corrado.keyboard.press("Control+Enter");
  await corrado.locator(".talk-text", { hasText: "Ne serve uno in più" }).waitFor();
  await eventually("nothing waits for him", async () => (await corrado.locator("[data-asked]").count()) === 0);
  await shows(anna, "FG03:OR", 0);
  // Approved, it is still talked about.
  for (const step of ["PROPOSE", "APPROVE"]) {
    await server.ask("mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }",
      { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), step } });
  }
  await corrado.locator(".state-approved").waitFor({ state: "attached" });
  await corrado.locator("[data-resolve]").click();
  await corrado.locator(".talk-done", { hasText: "Risolta da Corrado Neri" }).waitFor();
  await eventually("the mark is gone", async () => (await cell(anna, "FG03:OR").getAttribute("data-said")) === null);
});

test("one's own is edited and deleted with a trace, and filters show what one looks for, in English on a narrow screen", async () => {
  const scenario = await created("Filters");
  const [anna, dora] = [await idOf("Anna Bianchi"), "Dora Blu"];
  await server.cookie(dora, "PLANNER");
  await say(scenario, { cpi: "BA01", text: "of the whole job centre" }, dora);
  await say(scenario, { cpi: "BA01", profile: "OR", text: "a question for @Anna Bianchi", mentions: [anna] }, dora);
  await say(scenario, { cpi: "LE01", profile: "OR", text: "my own remark" }, "Anna Bianchi");
  const page = await person(browser, server, { name: "Anna Bianchi", language: "en", viewport: NARROW });
  await open(page, server, scenario);
  await page.locator("[data-talk='3']").click();
  const texts = () => page.locator(".talk-thread .talk-text").allInnerTexts();
  const listed = (expected) => eventually(`${expected} are shown`, async () => `${await texts()}` === `${expected}`);
  await listed(["my own remark", "a question for @Anna Bianchi", "of the whole job centre"]);
  await page.locator("#talk-shown").selectOption("mine");
  await listed(["my own remark"]);
  await page.locator("#talk-shown").selectOption("mentions");
  await listed(["a question for @Anna Bianchi"]);
  await page.locator("#talk-shown").selectOption("open");
  await accessible(page, "the window of comments on a narrow screen");
  await picture(page, "comments-narrow-en");
  const mine = page.locator(".talk-thread", { hasText: "my own remark" });
  await mine.locator("button", { hasText: "Edit" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("my better remark");
  await page.keyboard.press("Control+Enter");
  const better = page.locator(".talk-thread", { hasText: "my better remark" });
  await better.locator(".talk-by", { hasText: "edited" }).waitFor();
  await better.locator("button", { hasText: "Delete" }).click();
  await better.locator("button", { hasText: "Press again" }).click();
  await page.locator(".talk-gone", { hasText: "Comment deleted by its author" }).waitFor();
  assert.equal(await page.locator(".talk-text", { hasText: "remark" }).count(), 0);
  // From a thread to its row.
  await page.locator(".talk-thread", { hasText: "of the whole" }).locator(".talk-place").click();
  await eventually("the row has the cursor", () => page.evaluate(() => document.activeElement?.dataset.cell?.startsWith("BA01:")));
});

test("a reader reads what is said and is here, but says nothing", async () => {
  const scenario = await created("Lettura");
  await say(scenario, { cpi: "BA01", text: "detto" }, "Anna Bianchi");
  const reader = await person(browser, server, { name: "Lia Rossi", role: "READER" });
  await open(reader, server, scenario);
  await reader.locator("[data-talk='1']").click();
  await reader.locator(".talk-text", { hasText: "detto" }).waitFor();
  assert.equal(await reader.locator(".talk textarea, .talk [data-resolve]").count(), 0);
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  await open(anna, server, scenario);
  await here(anna, ["Anna Bianchi (tu)", "Lia Rossi"]);
});
