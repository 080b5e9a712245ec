// One's own calendars by secret address: found from Eventi, made, copied, renewed and ended by keyboard; and what an event feeds, told
// before it is saved and before it is held, and led to on Piano.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture, WIDE } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const status = async (url) => (await fetch(url)).status;
const narrow = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test("somebody finds, makes, copies, renews and ends an address of a calendar, by keyboard", async () => {
  const page = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG" });
  await page.goto(`${server.url}/eventi`);
  await page.getByRole("link", { name: "I tuoi calendari da sottoscrivere" }).press("Enter");
  await page.locator("#calendar-kind").waitFor();
  await eventually("the section is led to", () => page.evaluate(() => document.activeElement.id === "calendars-title"));
  await page.getByText("Non hai ancora nessun calendario").waitFor();
  // A code that is wanted and missing is told at its field; what was chosen stays.
  await page.locator("#calendar-kind").selectOption("CPI");
  await page.getByRole("button", { name: "Crea l'indirizzo" }).press("Enter");
  await page.locator("#calendar-code[aria-invalid=true]").waitFor();
  await page.locator("#calendar-code").selectOption("FG03");
  await page.getByRole("button", { name: "Crea l'indirizzo" }).press("Enter");
  const first = await page.locator("#calendar-url").innerText();
  assert.match(await (await fetch(first)).text(), /^BEGIN:VCALENDAR/);
  await page.locator(".way-in").getByRole("button", { name: "Copia" }).press("Enter");
  await eventually("it is on the clipboard", async () => (await page.evaluate(() => navigator.clipboard.readText())) === first);
  assert.equal(await page.getByRole("link", { name: "Apri nel programma di calendario" }).getAttribute("href"), first.replace(/^https?/, "webcal"));
  await accessible(page, "the addresses of calendars");
  await picture(page, "calendars-wide");

  const row = page.locator(".people tbody tr");
  const renew = row.getByRole("button", { name: /^Rinnova/ });
  await renew.press("Enter");
  await eventually("the safe answer has the focus", () => page.evaluate(() => document.activeElement.textContent.trim() === "Lascia com'è"));
  await accessible(page, "the question");
  await page.keyboard.press("Escape");
  await eventually("the focus is back", () => page.evaluate(() => document.activeElement.textContent.startsWith("Rinnova")));
  assert.equal(await status(first), 200, "nothing was done");
  await renew.press("Enter");
  await row.getByRole("button", { name: "Rinnova", exact: true }).press("Enter");
  await row.getByText("rinnovato il").waitFor();
  const second = await page.locator("#calendar-url").innerText();
  assert.notEqual(second, first);
  assert.deepEqual([await status(first), await status(second)], [404, 200]);

  // A reload knows the address, and not its secret.
  await page.reload();
  await row.getByText("Centro per l'impiego: Cerignola").or(row.getByText("Centro per l'impiego:")).first().waitFor();
  assert.ok(!(await page.content()).includes(second.split("/").at(-1)), "the secret is told once");
  await row.getByRole("button", { name: /^Elimina/ }).press("Enter");
  await row.getByRole("button", { name: "Elimina", exact: true }).press("Enter");
  await page.getByText("Non hai ancora nessun calendario").waitFor();
  await eventually("the focus is at the title", () => page.evaluate(() => document.activeElement.id === "calendars-title"));
  assert.equal(await status(second), 404);
  assert.deepEqual(page.complaints, []);
});

test("the addresses are there in both languages and on a phone", async () => {
  for (const [language, viewport, name, make] of [["en", NARROW, "Nina", "Make the address"], ["it", NARROW, "Nadia", "Crea l'indirizzo"], ["en", WIDE, "Nora", "Make the address"]]) {
    const page = await person(browser, server, { name, role: "PARTNER", scope: "ORG-001", language, viewport });
    await page.goto(`${server.url}/profilo#calendari`);
    await page.locator("#calendar-kind").selectOption("ORGANISATION");
    await eventually("the own organisation is chosen", async () => (await page.locator("#calendar-code").inputValue()) === "ORG-001");
    await page.getByRole("button", { name: make }).click();
    await page.locator("#calendar-url").waitFor();
    await page.locator(".people tbody tr").waitFor();
    await accessible(page, `the addresses in ${language} at ${viewport.width}`);
    assert.ok(await narrow(page), "nothing is wider than the screen");
    await page.locator("#calendars-title").scrollIntoViewIfNeeded();
    await picture(page, `calendars-${language}-${viewport.width}`);
    assert.deepEqual(page.complaints, []);
  }
});

test("a planner sees what an event will feed before it is saved, before it is held and after, and is led to the indicator", async () => {
  const page = await person(browser, server, { name: "Piera", role: "PLANNER" });
  await page.goto(`${server.url}/eventi?provincia=FG&dal=2024-03-01`);
  await page.getByRole("button", { name: "Nuovo evento" }).click();
  const fed = page.locator(".contribution");
  await page.locator("#event-title").fill("Sessione di prova");
  await page.locator("#event-province").selectOption("FG");
  await page.locator("#event-cpi").selectOption("FG03");
  await page.locator("#event-day").fill("2024-03-19");
  await page.locator("#event-start").fill("09:30");
  await page.locator("#event-end").fill("12:30");
  await fed.getByText("Non alimenta nulla del piano").waitFor();
  await page.locator("#event-requirement").selectOption("ER-001");
  await fed.locator(".contribution-more").first().waitFor();
  assert.equal(await fed.locator(".contribution-more").first().innerText(), "+1");
  const code = await fed.locator("li a").first().innerText();
  await fed.getByText(/da 0 a 1/).first().waitFor();
  await page.locator("#event-expected-operator").fill("12");
  await fed.getByText("Partecipanti: 12 Operatori CPI.").waitFor();
  await accessible(page, "the form with what it will feed");
  await fed.scrollIntoViewIfNeeded();
  await picture(page, "contribution-form");
  await page.getByRole("button", { name: "Salva" }).click();
  await page.locator("#event-window").getByText("Sessione di prova").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Sessione di prova" }).click();
  await page.getByRole("heading", { name: "Che cosa alimenterà, una volta tenuto" }).waitFor();
  await fed.getByText(/da 0 a 1/).first().waitFor();
  await accessible(page, "the window with what it will feed");
  await picture(page, "contribution-window");
  // Held, the indicator stands where it was said it would; a draft of another is told from there on.
  await page.getByRole("button", { name: "Segna come tenuto" }).click();
  const query = "query($code: String!) { indicators(code: $code) { standing { actual } } }";
  await eventually("the indicator counts it", async () => (await server.ask(query, { code })).indicators[0].standing.actual === 1);
  await page.getByRole("button", { name: "Sessione di prova" }).click();
  await page.getByRole("heading", { name: "Che cosa alimenta", exact: true }).waitFor();
  await fed.getByRole("link", { name: code }).first().click();
  await page.locator(`#row-${code} button[aria-expanded=true]`).waitFor();
  await eventually("its row has the focus", () => page.evaluate((id) => document.activeElement.closest("tbody")?.id === id, `row-${code}`));
  await picture(page, "contribution-plan");
  assert.deepEqual(page.complaints, []);
});

test("what an event feeds is told on a phone, in English too", async () => {
  const page = await person(browser, server, { name: "Piera", role: "PLANNER", language: "en", viewport: NARROW });
  const query = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
  const event = { title: "Phone session", kind: "TRANSFER_SESSION", cpi: "FG03", requirement: "ER-001", feeds: ["I-POT-04", "4.5b-R1"],
    start: "2027-06-15T08:30:00Z", end: "2027-06-15T11:30:00Z", planned: { people: [{ category: "OPERATOR", number: 12 }] } };
  await server.ask(query, { input: { write: crypto.randomUUID(), event } });
  await page.goto(`${server.url}/eventi?provincia=FG&dal=2027-06-01`);
  await page.getByRole("button", { name: "Phone session" }).click();
  const fed = page.locator(".contribution");
  await fed.getByText("Measured by hand").waitFor();
  await fed.getByRole("link", { name: "4.5b-R1" }).waitFor();
  await accessible(page, "what an event feeds on a phone");
  assert.ok(await narrow(page), "nothing is wider than the phone");
  await fed.scrollIntoViewIfNeeded();
  await picture(page, "contribution-phone");
  await fed.getByRole("link", { name: "4.5b-R1" }).click();
  await page.locator("#row-4-5b-R1").waitFor();
});
