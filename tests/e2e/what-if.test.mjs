// "E se…": what one operator or some money more would bring, the frontier of cost, and one plan for several demands.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { newScenario, open, says } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const beside = async (page, summary) => {
  const details = page.locator(".what-if details", { has: page.locator("summary", { hasText: summary }) }).first();
  await details.locator("summary").first().press("Enter");
  await details.locator("button[type=submit]").click();
  return details;
};

test("what one operator more and some money would bring is listed job centre by job centre", async () => {
  const page = await person(browser, server, { name: "Sara" });
  const { id, key } = await newScenario(server, "Uno in più", 20);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  const margins = await beside(page, "un operatore in più");
  const rows = margins.locator("tbody tr");
  await eventually("every job centre has its line", async () => (await rows.count()) === 43);
  const { proposalMargins } = await server.ask(
    `query($scenario: ID!) { proposalMargins(scenario: $scenario, objective: { kind: EQUITY }) {
       operator { worstPressure } cpis { cpi pressure next { worstPressure cpis { cpi after } } } } }`,
    { scenario: id },
  );
  const italian = (value) => value.toFixed(2).replace(".", ",");
  for (const { cpi, pressure, next } of proposalMargins.cpis) {
    const text = await margins.locator(`tr[data-cpi="${cpi}"]`).innerText();
    const { after } = next.cpis.find((shift) => shift.cpi === cpi);
    assert.ok(text.includes(`${italian(pressure)} → ${italian(after)}`), `${cpi}: ${text}`);
    assert.ok(text.includes(`pressione peggiore ${italian(next.worstPressure)}`), `${cpi}: ${text}`);
  }
  assert.match(await margins.locator("ul").innerText(), /Con un operatore in più il piano migliore cambierebbe così: .+ \+1/);
  await accessible(page, "the margins");
  await picture(page, "what-if-margins");
  await page.locator("#ask-budget").check();
  await page.locator("#what-if-euro").fill("50000");
  await margins.locator("button[type=submit]").click();
  await eventually("the money has its line", async () => /Con quelle risorse in più/.test(await margins.locator("ul").innerText()));
  assert.deepEqual(page.complaints, []);
});

test("the frontier is walked with a slider, and a point's plan goes into the table", async () => {
  const page = await person(browser, server, { name: "Tina" });
  const { id, key } = await newScenario(server, "Frontiera", 10);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  const frontier = await beside(page, "spendesse");
  await frontier.locator("#what-if-point").waitFor({ timeout: 30_000 });
  const { proposalFrontier } = await server.ask(
    `query($scenario: ID!) { proposalFrontier(scenario: $scenario, objective: { kind: EQUITY }) {
       count end points(first: 2000) { yearlyCostCents worstPressure placed } } }`,
    { scenario: id },
  );
  const { points, count, end } = proposalFrontier;
  assert.equal(end, "AIM");
  assert.equal(await frontier.locator("#what-if-point").getAttribute("max"), `${count - 1}`);
  const said = () => frontier.locator(".frontier-point").innerText();
  const italian = (value) => value.toFixed(2).replace(".", ",");
  assert.match(await said(), new RegExp(`pressione peggiore è ${italian(points.at(-1).worstPressure)}`));
  await frontier.locator("#what-if-point").press("Home");
  await frontier.locator("#what-if-point").press("ArrowRight");
  await eventually("the second point is told", async () => (await said()).includes(`(${points[1].placed} operatori)`));
  await frontier.getByText("Tutti i punti").press("Enter");
  await eventually("every point has its row", async () => (await frontier.locator("tbody tr").count()) === count);
  await accessible(page, "the frontier");
  await picture(page, "what-if-frontier");
  await frontier.getByRole("button", { name: "Metti questo piano" }).click();
  await says(page, "saved");
  const { cells } = await server.board(key);
  assert.equal(Object.values(cells).reduce((all, { operators }) => all + operators, 0), points[1].placed);
  assert.deepEqual(page.complaints, []);
});

test("one plan for a low, a likely and a high demand tells its regret and the band", async () => {
  const page = await person(browser, server, { name: "Ugo" });
  const { key } = await newScenario(server, "Robusto", 25);
  await open(page, server, key);
  await page.getByRole("button", { name: "Proposta", exact: true }).click();
  const robust = await beside(page, "la domanda fosse");
  await eventually("every job centre has its band", async () => (await robust.locator("tr[data-cpi]").count()) === 43);
  assert.match(await robust.locator('[role="status"]').innerText(), /Il rimpianto massimo di questo piano è \d+,\d\d/);
  const number = (text) => Number(text.replaceAll(".", "").replace(",", "."));
  const [likely, low, high] = await robust.locator(".compared tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[1].textContent));
  assert.ok(number(low) < number(likely) && number(likely) < number(high), `${low} ${likely} ${high}`);
  for (const row of await robust.locator("tr[data-cpi]").evaluateAll((rows) => rows.map((row) => row.cells[1].textContent))) {
    const [least, middle, most] = row.split(" – ").map(number);
    assert.ok(least <= middle && middle <= most, row);
  }
  await accessible(page, "the plan for all cases");
  await picture(page, "what-if-robust");
  await robust.getByRole("button", { name: "Metti il piano unico" }).click();
  await says(page, "saved");
  const { cells } = await server.board(key);
  assert.equal(Object.values(cells).reduce((all, { operators }) => all + operators, 0), 25);
  assert.deepEqual(page.complaints, []);
});

test("each question of what if is clean to axe in both languages, wide and narrow", async () => {
  const { key } = await newScenario(server, "E se", 6);
  const summaries = {
    it: ["un operatore in più", "spendesse", "la domanda fosse"],
    en: ["one operator more", "were spent", "demand were"],
  };
  const answers = [".changes tbody tr", "#what-if-point", "tr[data-cpi]"];
  for (const [language, questions] of Object.entries(summaries)) {
    for (const viewport of [WIDE, NARROW]) {
      const page = await person(browser, server, { name: "Vera", language, viewport });
      await open(page, server, key);
      await page.getByRole("button", { name: language === "it" ? "Proposta" : "Proposal", exact: true }).click();
      for (const [number, question] of questions.entries()) {
        const details = await beside(page, question);
        await details.locator(answers[number]).first().waitFor({ timeout: 60_000 });
        if (number === 1) await details.locator("details summary").press("Enter");
        await accessible(page, `${question}, ${viewport.width} wide`);
        await details.scrollIntoViewIfNeeded();
        await picture(page, `what-if-${number + 1}-${language}-${viewport.width}`);
        await details.locator("summary").first().press("Enter");
      }
      const fits = await page.locator(".what-if").evaluate((part) => part.scrollWidth <= part.clientWidth);
      assert.ok(fits, `nothing sticks out, ${language}, ${viewport.width} wide`);
      assert.deepEqual(page.complaints, []);
    }
  }
});
