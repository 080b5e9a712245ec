// What is scarce in a proposal: money, and moves of people in service, within their province, nearby, or few.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { compute, newScenario, open } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("people in service move within their province when that helps, and are listed but not written", async () => {
  const page = await person(browser, server, { name: "Pia" });
  const { id, key } = await newScenario(server, "Spostamenti", 0);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.locator("#ask-level").selectOption("cell");
  await page.locator("#ask-transfers").check();
  await page.locator("#ask-move-cost").fill("0");
  await compute(page);
  const { proposal } = await server.ask(
    `query($scenario: ID!) { proposal(scenario: $scenario, objective: { kind: EQUITY, level: CELL },
       constraints: { headCount: { atLeast: 0, atMost: 0 }, transfers: { cost: 0 } }) {
       best { moves { from { cpi profile } to { cpi profile } people } proof { certified } } } }`,
    { scenario: id },
  );
  const moves = proposal.best.moves;
  assert.ok(moves.length > 0 && proposal.best.proof.certified);
  for (const { from, to } of moves) {
    assert.equal(from.cpi.slice(0, 2), to.cpi.slice(0, 2), "within the province");
    assert.equal(from.profile, to.profile, "within the profile");
  }
  assert.match(await page.locator(".proof").innerText(), /verificatore indipendente/);
  const listed = page.locator("h3", { hasText: "Spostamenti di chi è in servizio" }).locator("xpath=following-sibling::ul[1]/li");
  const lines = await listed.allInnerTexts();
  assert.equal(lines.length, moves.length);
  lines.forEach((line, number) => assert.match(line, new RegExp(`^${moves[number].people} da .+ a .+`)));
  assert.match(await page.locator(".proposed").innerText(), /non nella tabella, che conta solo i nuovi operatori/);
  await accessible(page, "people who move");
  await picture(page, "proposal-people-move");
  assert.equal((await server.board(key)).revision, 0, "nothing is written");
  // No job centre as a whole is so badly off; a single cell without anybody is, at any price.
  await page.locator("#ask-level").selectOption("cpi");
  await page.locator("#ask-move-cost").fill("1000");
  await page.locator(".ask button[type=submit]").click();
  await eventually("nobody moves at that price", async () =>
    (await page.locator(".proof").count()) === 1 && (await page.locator(".proposed h3").count()) === 0);
  assert.deepEqual(page.complaints, []);
});

test("no more people move than may, and what is no number is told at its field", async () => {
  const page = await person(browser, server, { name: "Pina" });
  const { key } = await newScenario(server, "Pochi spostamenti", 0);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  await page.locator("#ask-level").selectOption("cell");
  await page.locator("#ask-transfers").check();
  await page.locator("#ask-move-cost").fill("0");
  await compute(page);
  const listed = page.locator("h3", { hasText: "Spostamenti di chi è in servizio" }).locator("xpath=following-sibling::ul[1]/li");
  const people = async () => (await listed.allInnerTexts()).reduce((all, line) => all + Number.parseInt(line, 10), 0);
  assert.ok((await people()) > 2, "without a limit more than two move");
  for (const [text, message] of [["due", /numero/], ["1,5", /inter/], ["-1", /minimo|almeno/], ["9".repeat(30), /massimo|al più/]]) {
    await page.locator("#ask-most-moves").fill(text);
    await page.locator(".ask button[type=submit]").click();
    await eventually(`"${text}" is refused`, async () => message.test(await page.locator("#ask-most-moves-wrong").innerText()));
    assert.equal(await page.locator("#ask-most-moves").inputValue(), text);
  }
  await page.locator("#ask-most-moves").fill("2");
  await page.locator(".ask button[type=submit]").click();
  await eventually("two move at most", async () => { const moved = await people(); return moved > 0 && moved <= 2; }, 30_000);
  assert.deepEqual(page.complaints, []);
});

test("people move to job centres nearby, across the border of the province, and a distance that is none is told at its field", async () => {
  for (const [language, viewport] of [["it", WIDE], ["it", NARROW], ["en", WIDE], ["en", NARROW]]) {
    const page = await person(browser, server, { name: "Dario", language, viewport });
    const { id, key } = await newScenario(server, `Distanza ${language} ${viewport.width}`, 0);
    await open(page, server, key);
    await page.getByRole("button", { name: language === "it" ? "Proposta" : "Proposal", exact: true }).click();
    await page.locator("#ask-level").selectOption("cell");
    // By keyboard alone: from the tick to the choice and on to the distance.
    await page.locator("#ask-transfers").press("Space");
    assert.ok(!(await page.locator("#ask-km").isVisible()), "a province asks for no distance");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "ask-km");
    await page.locator("#ask-move-cost").fill("0");
    for (const [text, message] of [["", /manca|obbligator|missing|required/i], ["vicino", /numero|number/i], ["0,5", /1/], ["9999", /1[.,]?000/]]) {
      await page.locator("#ask-km").fill(text);
      await page.locator(".ask button[type=submit]").click();
      await eventually(`"${text}" is refused`, async () => message.test(await page.locator("#ask-km-wrong").innerText()));
      assert.equal(await page.locator("#ask-km").inputValue(), text);
    }
    await accessible(page, `the distance in ${language}`);
    await picture(page, `proposal-distance-${language}-${viewport.width}`);
    await page.locator("#ask-km").fill("40");
    await page.locator("#ask-km").press("Enter");
    await page.locator(".proof").waitFor({ timeout: 30_000 });
    const { proposal, cpis } = await server.ask(
      `query($scenario: ID!) { cpis(first: 100) { nodes { code latitude longitude } }
         proposal(scenario: $scenario, objective: { kind: EQUITY, level: CELL },
         constraints: { headCount: { atLeast: 0, atMost: 0 }, transfers: { cost: 0, withinKm: 40 } }) {
         best { moves { from { cpi profile } to { cpi profile } people } } } }`,
      { scenario: id },
    );
    const moves = proposal.best.moves;
    const seat = new Map(cpis.nodes.map((cpi) => [cpi.code, cpi]));
    const km = (one, other) =>
      Math.hypot((one.latitude - other.latitude) * 111.2, (one.longitude - other.longitude) * 83.9);
    for (const { from, to } of moves) assert.ok(km(seat.get(from.cpi), seat.get(to.cpi)) <= 40, "within the distance");
    assert.ok(moves.some(({ from, to }) => from.cpi.slice(0, 2) !== to.cpi.slice(0, 2)), "and across a border");
    const listed = page.locator(".proposed h3").first().locator("xpath=following-sibling::ul[1]/li");
    assert.equal((await listed.allInnerTexts()).length, moves.length);
    assert.deepEqual(page.complaints, []);
  }
});

test("the money of the scenario binds: that is proved, and why the operators are there is told as well", async () => {
  for (const [language, viewport] of [["it", WIDE], ["it", NARROW], ["en", WIDE], ["en", NARROW]]) {
    const page = await person(browser, server, { name: "Elio", language, viewport });
    const { key } = await newScenario(server, `Risorse ${language} ${viewport.width}`, 0);
    await open(page, server, key);
    await page.getByRole("button", { name: language === "it" ? "Proposta" : "Proposal", exact: true }).click();
    await page.locator("#ask-head-count").fill("400");
    await page.locator("#ask-exactly").uncheck();
    await page.locator("#ask-budget").check();
    await page.locator(".ask-more summary").first().click();
    await page.locator("#ask-euro").fill("500000");
    await page.locator("#ask-months").fill("12");
    await compute(page);
    assert.match(await page.locator(".proof").innerText(), language === "it" ? /Ottimo dimostrato/ : /Proved optimal/);
    const reasons = await page.locator(".proposed > .changes").first().innerText();
    assert.match(reasons, language === "it" ? /Altrimenti uno andrebbe a/ : /Otherwise one would go to/);
    assert.doesNotMatch(reasons, /Non calcolato|Not computed/, "every operator has its reason");
    await page.locator(".prices summary").click();
    const money = language === "it" ? /Con [\d.]+ € l'anno in più, quanto costa un operatore del profilo più caro: .+\. Cambierebbe: .+ · .+\+1/
      : /With [\d,]+ € a year more, as much as an operator of the dearest profile costs: .+\. What would change: .+ · .+\+1/;
    assert.match(await page.locator(".prices ul").innerText(), money);
    await accessible(page, `what is scarce in ${language}`);
    await page.locator(".prices").scrollIntoViewIfNeeded();
    await picture(page, `proposal-budget-${language}-${viewport.width}`);
    assert.deepEqual(page.complaints, []);
  }
});
