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

const AGREEMENTS = "#row-I-IMP-01";

/** Opens the page, and the row of the agreements. */
async function openAgreements(page) {
  await page.goto(`${server.url}/piano`);
  await page.locator("#plan-search").fill("accordi di partenariato");
  await page.locator(`${AGREEMENTS} button.plan-row`).click();
  await page.locator(`${AGREEMENTS} blockquote`).waitFor();
}

/** The cells of the agreements' row: target, expected, actual. */
const numbers = (page) => page.locator(`${AGREEMENTS} tr:first-child td.num`).allInnerTexts();

test("an indicator is found, opens its sentence, is measured, and another browser sees it", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const bruno = await person(browser, server, { name: "Bruno" });
  await openAgreements(anna);
  await openAgreements(bruno);
  assert.match(await anna.locator(`${AGREEMENTS} blockquote`).innerText(), /stipula di almeno N\. 7 accordi di partenariato/);
  await anna.getByText("Atto, riga 1078").waitFor();
  await anna.getByText("Due indicatori con sette posti ciascuno").waitFor();
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
    await openAgreements(page);
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
