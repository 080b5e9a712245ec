// Piano: an indicator is found, opens its sentence of the act, is measured, and another browser sees it at once.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { NARROW, WIDE, accessible, eventually, launch, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Counted from the partnerships that are signed. */
const AGREEMENTS = "#row-I-IMP-01";
/** Personalised plans: measured by hand. */
const PLANS = "#row-I-RDC-02";

/** Opens the page, and a row. */
async function openRow(page, row, words) {
  await page.goto(`${server.url}/piano`);
  await page.locator("#plan-search").fill(words);
  await page.locator(`${row} button.plan-row`).click();
  await page.locator(`${row} blockquote`).waitFor();
}
const openPlans = (page) => openRow(page, PLANS, "piani personalizzati sottoscritti");
const openAgreements = (page) => openRow(page, AGREEMENTS, "accordi di partenariato");

/** The cells of a row: target, expected, actual. */
const numbers = (page, row = PLANS) => page.locator(`${row} tr:first-child td.num`).allInnerTexts();

test("an indicator is found, opens its sentence, is measured, and another browser sees it", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const bruno = await person(browser, server, { name: "Bruno" });
  await openPlans(anna);
  await openPlans(bruno);
  assert.match(await anna.locator(`${PLANS} blockquote`).innerText(), /37500 piani personalizzati/);
  await anna.getByText("Atto, riga 1034").waitFor();
  await anna.getByText("Due indicatori, I-RDC-05 e I-RDC-06.", { exact: false }).waitFor();
  assert.equal((await numbers(anna))[2], "–", "never a nought");
  await anna.getByRole("button", { name: "Registra", exact: true }).click();
  await anna.locator("#measure-value-wrong", { hasText: "Manca un valore." }).waitFor();
  await anna.locator("#measure-value").fill("2,5");
  await anna.locator("#measure-day").fill("2021-06-30");
  await anna.getByRole("button", { name: "Registra", exact: true }).click();
  await anna.locator("#measure-value-wrong", { hasText: "Serve un numero intero." }).waitFor();
  await anna.locator("#measure-source-wrong", { hasText: "Manca un valore." }).waitFor();
  assert.equal(await anna.locator("#measure-day").inputValue(), "2021-06-30", "nothing typed is lost");
  await anna.locator("#measure-value").fill("3");
  await anna.locator("#measure-source").fill("Registro dei partenariati");
  await anna.getByRole("button", { name: "Registra", exact: true }).click();
  await eventually("the other browser shows it", async () => (await numbers(bruno))[2] === "3");
  await bruno.getByText("Registro dei partenariati").waitFor();
  await eventually("the own page shows it", async () => (await numbers(anna))[2] === "3");
  assert.equal(await anna.locator("#measure-value").inputValue(), "", "the form is empty again");
  await anna.getByRole("button", { name: "Conferma" }).click();
  await bruno.getByText("confermata da Anna").waitFor();
  assert.deepEqual([...anna.complaints, ...bruno.complaints, ...anna.foreign], []);
});

test("a signature elsewhere moves the number, which opens into the record that made it", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const visitor = await person(browser, server, { visitor: true });
  for (const page of [anna, visitor]) {
    await openAgreements(page);
    assert.match(await page.locator(`${AGREEMENTS} blockquote`).innerText(), /stipula di almeno N\. 7 accordi di partenariato/);
    await page.locator(AGREEMENTS).getByText("Non conta ancora nulla qui, a questa data.").waitFor();
    assert.equal((await numbers(page, AGREEMENTS))[2], "0");
    assert.equal(await page.locator("#measure-value").count(), 0, "what is counted is not measured by hand");
  }
  const outline = { title: "Accordo di Taranto", kind: "AGREEMENT", level: "PROVINCE", province: "TA", serves: ["I-IMP-01"] };
  const create = "mutation($input: PartnershipCreateInput!) { partnershipCreate(input: $input) { partnership { id } } }";
  const partners = [{ organisation: "ORG-001" }, { organisation: "ORG-002" }];
  const { partnershipCreate } = await server.ask(create, { input: { write: crypto.randomUUID(), outline, partners } });
  const step = "mutation($input: PartnershipStepInput!) { partnershipStep(input: $input) { partnership { id } } }";
  await server.ask(step, { input: { write: crypto.randomUUID(), partnership: partnershipCreate.partnership.id, to: "SIGNED", signedOn: "2021-03-01" } });
  for (const page of [anna, visitor]) {
    await eventually("the number follows", async () => (await numbers(page, AGREEMENTS))[2] === "1");
    await page.locator(`${AGREEMENTS} .plan-evidence`).getByText("Che cosa conta: 1").waitFor();
  }
  await picture(anna, "plan-evidence");
  await accessible(anna, "the open indicator with its records");
  await anna.locator("#plan-territory").selectOption("LE");
  await anna.locator(AGREEMENTS).getByText("Non conta ancora nulla qui, a questa data.").waitFor();
  await anna.locator("#plan-territory").selectOption("TA");
  const record = anna.locator(`${AGREEMENTS} .plan-evidence`).getByRole("link", { name: "Accordo di Taranto" });
  await record.press("Enter");
  await anna.getByRole("heading", { name: "Accordo di Taranto" }).first().waitFor();
  assert.deepEqual([...anna.complaints, ...anna.foreign, ...visitor.complaints], []);
});

test("a row of the tree leads to its sentence, and from there to the indicator and back", async () => {
  const page = await person(browser, server, { visitor: true });
  await page.goto(`${server.url}/piano`);
  await page.getByRole("button", { name: "Albero del piano" }).click();
  await page.locator("#plan-search").fill("IMP.1-A2");
  await page.locator("#row-IMP-1-A2 button.plan-row").click();
  await page.getByText("Atto, riga 884").waitFor();
  await page.locator("#row-IMP-1-A2").getByRole("button", { name: "I-IMP-01" }).click();
  await page.locator(`${AGREEMENTS} blockquote`).waitFor();
  assert.equal(await page.locator("#measure-value").count(), 0, "a visitor measures nothing");
  await page.locator("#plan-certainty").selectOption({ label: "da confermare" });
  await eventually("three guesses are left", async () => (await page.locator(".plan-table tbody").count()) === 3);
});

for (const [language, width, viewport] of [["it", "wide", WIDE], ["en", "wide", WIDE], ["it", "narrow", NARROW], ["en", "narrow", NARROW]]) {
  test(`the page is accessible, ${language}, ${width}`, async () => {
    const page = await person(browser, server, { name: "Anna", language, viewport });
    await openPlans(page);
    await accessible(page, `the open indicator, ${language}, ${width}`);
    await picture(page, `plan-indicator-${language}-${width}`);
    await page.locator("#plan-search").fill("");
    await picture(page, `plan-indicators-${language}-${width}`);
    await accessible(page, `all indicators, ${language}, ${width}`);
    await page.getByRole("button", { name: language === "it" ? "Albero del piano" : "Tree of the plan" }).click();
    await page.locator("#row-4-4-A1 button.plan-row").click();
    await page.locator("#row-4-4-A1 blockquote").waitFor();
    await picture(page, `plan-tree-${language}-${width}`);
    await accessible(page, `the tree, ${language}, ${width}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(wider, false, "nothing is lost at the right");
  });
}
