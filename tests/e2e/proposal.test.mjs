// A proposal: computed in the browser's worker, proved, taken whole, by province or by cell, and never unasked.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { FIRST_SCENARIO, Server } from "./support/server.mjs";
import { cell, compute, newScenario, open, says, shown, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a proposal is proved, taken by province and then whole, and saved", async () => {
  const page = await person(browser, server, { name: "Anna" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await compute(page);
  assert.match(await page.locator(".proof").innerText(), /verificatore indipendente/);
  assert.equal((await server.board(FIRST_SCENARIO)).revision, 0, "nothing is written unasked");
  await picture(page, "proposal-answer");
  await page.locator('[data-take="FG"]').click();
  await says(page, "saved");
  const inFoggia = (await server.board(FIRST_SCENARIO)).cells;
  const sum = (cells, province) =>
    Object.entries(cells).filter(([key]) => key.startsWith(province)).reduce((all, [, { operators }]) => all + operators, 0);
  assert.ok(sum(inFoggia, "FG") > 0);
  assert.equal(sum(inFoggia, ""), sum(inFoggia, "FG"), "only the province that was taken");
  await page.locator('[data-take="all"]').click();
  await says(page, "saved");
  assert.equal(sum((await server.board(FIRST_SCENARIO)).cells, ""), 236);
  assert.match(await page.locator(".proposed").innerText(), /La tabella è come la proposta/);
  assert.deepEqual(page.complaints, []);
});

test("the browser's proposal is the server's, cell by cell, whatever the objective", async () => {
  const page = await person(browser, server, { name: "Wanda" });
  const { id, key } = await newScenario(server, "Gemella", 120);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  for (const [value, objective] of Object.entries({
    equity: "{ kind: EQUITY }",
    unmet: "{ kind: LEAST_UNMET }",
    proportional: "{ kind: PROPORTIONAL }",
    dhondt: "{ kind: APPORTIONMENT, rule: D_HONDT }",
  })) {
    await page.locator("#ask-objective").selectOption(value);
    const { proposal } = await server.ask(
      `query($scenario: ID!) { proposal(scenario: $scenario, objective: ${objective}) { best { cells { cell { cpi profile } operators } } } }`,
      { scenario: id },
    );
    await page.locator(".ask button[type=submit]").click();
    const take = page.locator('[data-take="all"]');
    const expected = new Map(proposal.best.cells.map(({ cell: { cpi, profile }, operators }) => [`${cpi}:${profile}`, operators]));
    await eventually(`the table is the server's proposal for ${value}`, async () => {
      if ((await take.count()) && (await take.isEnabled())) await take.click();
      const shown = await page.locator('[role="grid"] [data-cell]').evaluateAll((cells) => cells.map((at) => [at.dataset.cell, Number(at.dataset.value)]));
      return shown.length > 0 && shown.every(([cell, operators]) => expected.get(cell) === operators);
    });
    await says(page, "saved");
    const { cells } = await server.board(key);
    assert.equal(Object.values(cells).reduce((all, { operators }) => all + operators, 0), 120);
  }
  assert.deepEqual(page.complaints, []);
});

test("a locked cell stays, and one undo takes a proposal back", async () => {
  const page = await person(browser, server, { name: "Bruno" });
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name: "Blocchi", year: 2020, headCount: 40, budgetCents: 1e9, months: 12 } },
  );
  const key = Buffer.from(scenarioCreate.scenario.id, "base64url").toString().split(":")[1];
  await server.set(key, "TA01:OR", 7, 0, { author: "Bruno", locked: true });
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  assert.match(await page.locator(".ask").innerText(), /non tocca: 1/);
  await compute(page);
  await page.locator('[data-take="all"]').click();
  await says(page, "saved");
  const { cells } = await server.board(key);
  assert.equal(cells["TA01:OR"].operators, 7);
  assert.equal(Object.values(cells).reduce((all, { operators }) => all + operators, 0), 40);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Annulla" }).click();
  await says(page, "saved");
  const undone = Object.values((await server.board(key)).cells).reduce((all, { operators }) => all + operators, 0);
  assert.equal(undone, 7, "one step takes all of it back");
});

const focused = (page) => page.evaluate(() => document.activeElement?.dataset.take ?? document.activeElement?.closest("p")?.className ?? document.activeElement?.tagName);
const said = (page) => page.locator('dialog[open] [role="status"]').innerText();

test("after a take the focus is on the next button, and one sentence is read out", async () => {
  const page = await person(browser, server, { name: "Lia" });
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name: "Fuoco", year: 2020, headCount: 12, budgetCents: 1e9, months: 12 } },
  );
  await open(page, server, Buffer.from(scenarioCreate.scenario.id, "base64url").toString().split(":")[1]);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await compute(page);
  assert.equal(await page.locator('dialog[open] :is([role="status"], [role="alert"], [aria-live])').count(), 1, "one live region");
  const first = await said(page);
  assert.match(first, /^Proposta pronta, ottimo dimostrato\. Celle diverse dalla tabella: \d+\.$/);
  const cells = page.locator('.changes button[data-take*=":"]');
  const marks = await cells.evaluateAll((buttons) => buttons.map((button) => button.dataset.take));
  assert.ok(marks.length >= 3, `${marks}`);
  await cells.nth(0).press("Enter");
  await eventually("the next cell has the focus", async () => (await focused(page)) === marks[1]);
  assert.match(await said(page), /^Prese 1 celle dalla proposta\./);
  await cells.last().press("Enter");
  await eventually("the last one's neighbour has it", async () => (await focused(page)) === marks.at(-2));
  const provinces = page.locator('.changes .of-province button');
  const codes = await provinces.evaluateAll((buttons) => buttons.map((button) => button.dataset.take));
  await provinces.nth(0).press("Enter");
  await eventually("the next province has it", async () => (await focused(page)) === codes[1]);
  await page.locator('[data-take="all"]').press("Enter");
  await eventually("the line above the table has it", () =>
    page.locator(".differences p").evaluate((line) => line === document.activeElement));
  assert.match(await said(page), /La tabella è come la proposta/);
  await accessible(page, "the answer taken");
});

test("the answer speaks of the objective that was chosen, in its units", async () => {
  const page = await person(browser, server, { name: "Mara" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  const expected = {
    unmet: [/\d ore l'anno scoperte in più/, /Ore scoperte, misurate per CPI \(obiettivo\)/],
    proportional: [/scarto maggiore di [\d,]+ operatori/, /Scarto dalla proporzione, operatori \(obiettivo\)/],
    dhondt: [/sarebbe servito un quoziente di [\d,]+ invece di uno di [\d,]+/, null],
    equity: [/pressione (peggiore|più alta)/, /\(obiettivo\)/],
  };
  for (const [value, [why, line]] of Object.entries(expected)) {
    await page.locator("#ask-objective").selectOption(value);
    await page.locator("#ask-head-count").fill("60");
    await page.locator(".ask button[type=submit]").click();
    await eventually(`${value} is explained`, async () =>
      (await page.locator(".changes").count()) > 0 && why.test(await page.locator(".changes").first().innerText()));
    const compared = await page.locator(".compared").innerText();
    if (line) assert.match(compared, line);
    else assert.doesNotMatch(compared, /obiettivo/);
  }
  await page.locator("#ask-objective").selectOption("unmet");
  await page.locator("#ask-head-count").fill("61");
  await compute(page);
  await eventually("the answer is new", async () => /61/.test(await page.locator(".compared").innerText()));
  await page.getByText("Quanto costa ogni limite").click();
  assert.match(await page.locator(".proposed details ul").innerText(), /Con un posto in più: [\d.,]+ ore l'anno scoperte in meno/);
});

test("the order of placement is listed with the runner-up, a page at a time", async () => {
  const page = await person(browser, server, { name: "Nino" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await compute(page);
  const rows = page.locator(".order tbody tr");
  assert.equal(await rows.count(), 0, "made when it is opened");
  await page.getByText("Ordine di arrivo").press("Enter");
  await eventually("the first fifty are there", async () => (await rows.count()) === 50);
  assert.match(await rows.first().innerText(), /^1\s.+·.+→.+·.+\(.+\)/s);
  await accessible(page, "the order of placement");
  await picture(page, "proposal-order");
  for (const count of [100, 150, 200, 236]) {
    await page.locator(".order-more").press("Enter");
    await eventually(`${count} are there`, async () => (await rows.count()) === count);
  }
  assert.equal(await page.locator(".order-more").count(), 0);
  await eventually("the focus is on the list", () =>
    page.locator(".order .changes").evaluate((list) => list === document.activeElement));
});

test("the desks of a job centre bind, and a bound that contradicts itself is told at its field", async () => {
  const page = await person(browser, server, { name: "Olga" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.getByText("Minimi e massimi per CPI").click();
  await page.locator("#ask-cpi-FG03-least").fill("9");
  await page.locator("#ask-cpi-FG03-most").fill("4");
  await page.locator(".ask button[type=submit]").click();
  assert.match(await page.locator("#ask-cpi-FG03-most-wrong").innerText(), /9/);
  await page.locator("#ask-cpi-FG03-least").fill("");
  await page.locator("#ask-cpi-FG03-most").fill("0");
  await page.locator("#ask-transfers").check();
  await page.locator("#ask-move-cost").fill("0,1");
  await accessible(page, "the fields of the job centres");
  await compute(page);
  // Those whom an earlier test placed there go; nobody comes.
  const full = page.locator(".changes tr", { has: page.locator('[data-take^="FG03:"]') });
  for (const row of await full.allInnerTexts()) assert.match(row, /→ 0\b/, "nobody comes to a full job centre");
  await picture(page, "proposal-moves");
});

test("bounds that contradict each other are named, with the smallest way out", async () => {
  const page = await person(browser, server, { name: "Carla" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.getByText("Minimi e massimi per provincia").click();
  await page.locator("#ask-province-FG-least").fill("150");
  await page.locator("#ask-province-LE-least").fill("100");
  await page.locator("#ask-province-TA-most").fill("90");
  await compute(page);
  const told = await page.locator(".infeasible").innerText();
  assert.match(told, /Foggia: almeno 150/);
  assert.match(told, /Lecce: almeno 100/);
  assert.match(told, /236/);
  assert.doesNotMatch(told, /Taranto/, "what does not contradict is not named");
  await picture(page, "proposal-infeasible");
});

test("a wrong number is told at its field, and nothing typed is lost", async () => {
  const page = await person(browser, server, { name: "Dora", language: "en" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Proposal", exact: true }).click();
  for (const [text, message] of [["", /missing/i], ["12.5", /whole/i], ["-1", /smallest|least|minimum/i], ["<script>", /number/i], ["9".repeat(40), /most|largest|maximum/i]]) {
    await page.locator("#ask-head-count").fill(text);
    await page.locator(".ask button[type=submit]").click();
    await eventually(`"${text}" is refused`, async () => message.test(await page.locator("#ask-head-count-wrong").innerText()));
    assert.equal(await page.locator("#ask-head-count").inputValue(), text);
  }
  await page.getByText("Fewest and most by province").click();
  await page.locator("#ask-head-count").fill("236");
  await page.locator("#ask-province-BR-least").fill("9");
  await page.locator("#ask-province-BR-most").fill("3");
  await page.locator(".ask button[type=submit]").click();
  assert.match(await page.locator("#ask-province-BR-most-wrong").innerText(), /9/);
});

test("the window works by keyboard, and axe finds nothing in it", async () => {
  for (const language of ["it", "en"]) {
    for (const viewport of [WIDE, NARROW]) {
      const page = await person(browser, server, { name: "Fabio", language, viewport });
      await open(page, server, FIRST_SCENARIO);
      const button = page.getByRole("button", { name: language === "it" ? "Proposta" : "Proposal", exact: true });
      await button.focus();
      await page.keyboard.press("Enter");
      await page.locator("#ask-objective").waitFor();
      await accessible(page, `the form in ${language}`);
      await page.locator("#ask-head-count").focus();
      await page.keyboard.press("Enter");
      await page.locator(".proof").waitFor({ timeout: 30_000 });
      await accessible(page, `the answer in ${language}`);
      await picture(page, `proposal-${language}-${viewport.width}`);
      await page.locator(".undone summary").focus();
      await page.keyboard.press("Enter");
      await page.locator(".undone tbody tr").first().waitFor();
      await page.locator(".undone").scrollIntoViewIfNeeded();
      await accessible(page, `what stays undone in ${language}`);
      await picture(page, `proposal-undone-${language}-${viewport.width}`);
      await page.locator("#ask-transfers").check();
      await page.locator("#ask-most-moves").scrollIntoViewIfNeeded();
      await accessible(page, `the fields of moves in ${language}`);
      await picture(page, `proposal-most-moves-${language}-${viewport.width}`);
      await page.keyboard.press("Escape");
      await eventually("the window is closed", async () => !(await page.locator("dialog.window[open]").count()));
      await eventually("the focus is back", () => button.evaluate((at) => at === document.activeElement));
      assert.deepEqual(page.complaints, []);
    }
  }
});

test("typing in the table while the window was closed changes the next proposal", async () => {
  const page = await person(browser, server, { name: "Gino" });
  const { key } = await newScenario(server, "Ritoccata", 40);
  await open(page, server, key);
  await cell(page, "BR01:OR").waitFor();
  const before = await shown(page, "BR01:OR");
  await type(page, "BR01:OR", before + 5);
  await says(page, "saved");
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await compute(page);
  assert.match(await page.locator(".changes").innerText(), new RegExp(`${before + 5} → `));
});

test("uncertain demand is drawn in the worker, the same each time, and can be stopped", async () => {
  const page = await person(browser, server, { name: "Ida" });
  await open(page, server, FIRST_SCENARIO);
  await page.getByRole("button", { name: "Incertezza", exact: true }).click();
  const draw = async () => {
    await page.locator("dialog[open] .ask button[type=submit]").click();
    await page.locator("dialog[open] .changes tbody tr").first().waitFor({ timeout: 30_000 });
    return page.locator("dialog[open] .changes tbody").innerText();
  };
  const first = await draw();
  assert.equal(first.split("%").length - 1, 43, "every job centre has its share");
  await picture(page, "risk");
  await accessible(page, "the answer of a draw");
  assert.equal(await draw(), first);
  await page.locator("#risk-samples").fill("1000000");
  await page.locator("dialog[open] .ask button[type=submit]").click();
  await page.locator("dialog[open] .working progress").waitFor();
  await page.getByRole("button", { name: "Ferma" }).click();
  await eventually("it is stopped", async () => !(await page.locator("dialog[open] .working").count()));
  await page.locator("#risk-threshold").fill("molto");
  await page.locator("dialog[open] .ask button[type=submit]").click();
  assert.match(await page.locator("#risk-threshold-wrong").innerText(), /numero/);
  assert.deepEqual(page.complaints, []);
});

test("what stays undone is told by service, as the API tells it", async () => {
  const page = await person(browser, server, { name: "Piera" });
  const { id, key } = await newScenario(server, "Scoperto", 100);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await compute(page);
  await page.locator(".undone summary").click();
  const rows = page.locator(".undone tbody tr");
  await rows.first().waitFor();
  const { proposal } = await server.ask(
    `query($scenario: ID!) { proposal(scenario: $scenario, objective: { kind: EQUITY }) { best { shortage { services { unmetHours hours } } } } }`,
    { scenario: id },
  );
  const whole = (n) => new Intl.NumberFormat("it-IT", { maximumFractionDigits: 0, useGrouping: "always" }).format(n);
  const expected = proposal.best.shortage.services.filter((of) => of.unmetHours > 0).sort((one, other) => other.unmetHours - one.unmetHours);
  assert.ok(expected.length > 5);
  const shown = await rows.evaluateAll((all) => all.map((row) => row.querySelector("td").textContent));
  assert.deepEqual(shown.slice(0, expected.length), expected.map((of) => `${whole(of.unmetHours)} di ${whole(of.hours)}`));
  assert.deepEqual(page.complaints, []);
});

test("a single cell has a fewest and a most", async () => {
  const page = await person(browser, server, { name: "Rita" });
  const { key } = await newScenario(server, "Celle", 30);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.getByText("Minimi e massimi per cella").click();
  await page.locator("#ask-cell-cpi").selectOption({ index: 2 });
  await page.locator("#ask-cell-profile").selectOption({ index: 1 });
  await page.locator("#ask-cell-add").click();
  await page.locator("#ask-cell-add").click();
  const least = page.locator('.ask-cells input[id$="-least"]');
  assert.equal(await least.count(), 1, "a cell has its fields once");
  const of = (await least.getAttribute("id")).match(/^ask-cell-(.+)-(.+)-least$/).slice(1).join(":");
  await least.fill("7");
  await page.locator('.ask-cells input[id$="-most"]').fill("3");
  await page.locator(".ask button[type=submit]").click();
  assert.match(await page.locator('.ask-cells [id$="-most-wrong"]').innerText(), /7/);
  await page.locator('.ask-cells input[id$="-most"]').fill("7");
  await accessible(page, "the fields of a cell");
  await compute(page);
  const row = page.locator(".changes tr", { has: page.locator(`[data-take="${of}"]`) });
  assert.match(await row.innerText(), /0 → 7/);
  await page.locator(".ask-cells button").click();
  assert.equal(await least.count(), 0);
  await page.locator(".ask button[type=submit]").click();
  await eventually("it is no longer held", async () => !/0 → 7/.test((await row.count()) ? await row.innerText() : ""));
  assert.deepEqual(page.complaints, []);
});

test("the other choices are asked for as they are made, and what is wrong with them is told at the field", async () => {
  const page = await person(browser, server, { name: "Olga" });
  const { id, key } = await newScenario(server, "Scelte", 60);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.locator(".ask-more > summary").click();
  const isTheServers = async (what, objective, constraints) => {
    const { proposal } = await server.ask(
      `query($scenario: ID!, $objective: ProposalObjectiveInput!, $constraints: ProposalConstraintsInput) {
        proposal(scenario: $scenario, objective: $objective, constraints: $constraints) { best { cells { cell { cpi profile } operators } } } }`,
      { scenario: id, objective, constraints },
    );
    const expected = new Map(proposal.best.cells.map(({ cell: { cpi, profile }, operators }) => [`${cpi}:${profile}`, operators]));
    await page.locator(".ask button[type=submit]").click();
    const take = page.locator('[data-take="all"]');
    await eventually(what, async () => {
      if ((await take.count()) && (await take.isEnabled())) await take.click();
      const shown = await page.locator('[role="grid"] [data-cell]').evaluateAll((cells) => cells.map((at) => [at.dataset.cell, Number(at.dataset.value)]));
      return shown.length > 0 && shown.every(([cell, operators]) => expected.get(cell) === operators);
    });
    await says(page, "saved");
    return [...expected.values()].join();
  };
  await page.locator("#ask-objective").selectOption("dhondt");
  const rule = { kind: "APPORTIONMENT", rule: "D_HONDT" };
  const missing = await isTheServers("what is missing is followed", rule, null);
  await page.locator("#ask-basis").selectOption("required");
  assert.notEqual(await isTheServers("the requirement is followed", { ...rule, basis: "REQUIRED" }, null), missing);
  await page.locator("#ask-objective").selectOption("unmet");
  await page.locator(".ask-more details > summary").first().click();
  await page.locator("#ask-weight-province-FG").fill("molto");
  await page.locator(".ask-more details > summary").first().click();
  await page.locator(".ask-more > summary").click();
  await page.locator(".ask button[type=submit]").click();
  await eventually("what is folded away opens, and the weight is told to be wrong", async () =>
    (await page.locator("#ask-weight-province-FG-wrong").innerText()) !== "");
  await page.locator("#ask-weight-province-FG").fill("3");
  await page.locator("#ask-threshold").fill("1");
  await page.locator(".ask button[type=submit]").click();
  await eventually("so is the threshold", async () => (await page.locator("#ask-threshold-wrong").innerText()) !== "");
  await page.locator("#ask-threshold").fill("0,25");
  const { cpis } = await server.ask("{ cpis(first: 100) { nodes { code province { code } } } }");
  const weights = cpis.nodes.filter((cpi) => cpi.province.code === "FG").map((cpi) => ({ cpi: cpi.code, weight: 3 }));
  const exactly = { atLeast: 60, atMost: 60 };
  await isTheServers("weights and threshold are kept", { kind: "LEAST_UNMET", threshold: 0.25 }, { headCount: exactly, weights });
  await page.locator("#ask-budget").check();
  await page.locator("#ask-exactly").uncheck();
  await page.locator("#ask-euro").fill("1000000");
  await page.locator("#ask-months").fill("12");
  await page.locator(".ask button[type=submit]").click();
  const cost = async () => Number(/([\d,]+)\sM€$/.exec((await page.locator(".compared").innerText()).trim())?.[1].replace(",", "."));
  await eventually("the other money is spent", async () => (await page.locator(".compared").count()) > 0 && (await cost()) > 0.9 && (await cost()) <= 1);
  assert.match(await page.locator(".changes").first().innerText(), /Altrimenti|servono di più altrove/);
  await accessible(page, "the other choices");
  assert.deepEqual(page.complaints, []);
});
