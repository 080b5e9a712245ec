// Partnerships: from a missing place in the matrix to a signature, followed in other browsers; organisations found and added.
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

const dialog = (page) => page.locator("dialog[open]");

/** The numbers of a cell of the matrix, as assistive technology hears them. */
const cell = (page, what, place) => page.getByRole("button", { name: new RegExp(`^${what}, ${place}: [0-9]`) });

const AGREEMENTS = "Accordi di partenariato con imprese e istituzioni";

test("a coordinator brings a missing agreement to its signature, and others follow without a reload", async () => {
  const fabio = await person(browser, server, { name: "Fabio", role: "COORDINATOR", scope: "FG" });
  const anna = await person(browser, server, { name: "Anna" });
  const rita = await person(browser, server, { name: "Rita", role: "PARTNER", scope: "ORG-030" });
  await anna.goto(`${server.url}/partenariati?vista=bacheca`);
  await anna.locator("#column-active").waitFor();
  await rita.goto(`${server.url}/partenariati?vista=tabella`);
  await rita.getByText("Partenariati: 28").waitFor();

  // What is missing says so, with the sentence of the act; a click starts it, filled in.
  await fabio.goto(`${server.url}/partenariati`);
  await cell(fabio, AGREEMENTS, "FG").click();
  await dialog(fabio).getByText("N. accordi di partenariato sottoscritti (1 liv. Reg. + 6 Terr.)", { exact: false }).waitFor();
  await dialog(fabio).getByText("riga 1078", { exact: false }).waitFor();
  await fabio.keyboard.press("Escape");
  assert.equal(await fabio.getByRole("button", { name: `Avvia: ${AGREEMENTS}, LE` }).count(), 0, "another's province is not theirs to start");
  await fabio.getByRole("button", { name: `Avvia: ${AGREEMENTS}, FG` }).click();
  assert.equal(await fabio.locator("#outline-title").inputValue(), `${AGREEMENTS} - FG`);
  assert.equal(await fabio.locator("#outline-province").inputValue(), "FG");
  await fabio.locator("#outline-title").fill("Accordo territoriale di Foggia");
  await dialog(fabio).getByRole("button", { name: "Avvia un partenariato" }).click();
  await fabio.getByRole("heading", { name: "Accordo territoriale di Foggia", level: 1 }).waitFor();
  await anna.locator(".column", { has: anna.locator("#column-idea") }).getByText("Accordo territoriale di Foggia").waitFor();

  // One is found in spite of a slip.
  await fabio.locator("#partner-text").fill("confcoperative");
  await fabio.getByRole("button", { name: "Confcooperative Puglia", exact: false }).click();
  await fabio.locator(".partner-list").getByText("Confcooperative Puglia").waitFor();
  await rita.getByText("Accordo territoriale di Foggia").first().waitFor();
  await rita.getByRole("link", { name: "Accordo territoriale di Foggia" }).click();
  await rita.getByRole("heading", { name: "Accordo territoriale di Foggia", level: 1 }).waitFor();
  // One is new.
  await fabio.locator("#partner-text").fill("Agro Daunia S.r.l.");
  await fabio.getByRole("button", { name: "Non è in elenco: aggiungi" }).click();
  assert.equal(await fabio.locator("#organisation-name").inputValue(), "Agro Daunia S.r.l.");
  await dialog(fabio).getByRole("button", { name: "Aggiungi un'organizzazione" }).click();
  await fabio.locator(".partner-list").getByText("Agro Daunia S.r.l.").waitFor();
  // One would have been a duplicate: the form shows the one that is there.
  await fabio.getByRole("button", { name: "Non è in elenco: aggiungi" }).click();
  await fabio.locator("#organisation-name").fill("ITS Areospazio di Puglia");
  await dialog(fabio).getByText("È forse una di queste?").waitFor();
  await dialog(fabio).getByRole("button", { name: "Usa questa" }).first().click();
  await fabio.locator(".partner-list").getByText("ITS Aerospazio Puglia").waitFor();
  const { organisations } = await server.ask("{ organisations { totalCount } }");
  assert.equal(organisations.totalCount, 80, "79 of the act, and one that is new");

  // The signature is first refused without its day, at the field.
  await fabio.getByRole("combobox", { name: "Sposta «Accordo territoriale di Foggia»" }).selectOption("SIGNED");
  await dialog(fabio).getByRole("button", { name: "Conferma" }).click();
  await dialog(fabio).getByText("Manca un valore.").waitFor();
  assert.equal(await fabio.evaluate(() => document.activeElement.id), "step-signed");
  await fabio.locator("#step-signed").fill("2026-02-28");
  await picture(fabio, "partnerships-signing");
  await dialog(fabio).getByRole("button", { name: "Conferma" }).click();
  await fabio.locator("dd.one-state").getByText("firmato").waitFor();
  await anna.locator(".column", { has: anna.locator("#column-signed") }).getByText("Accordo territoriale di Foggia").waitFor();
  await rita.locator("dd.one-state").getByText("firmato").waitFor();
  await rita.locator(".history").getByText("Agro Daunia S.r.l.").waitFor();
  await picture(rita, "partnerships-partner");
  assert.equal(await rita.getByRole("button", { name: "Modifica" }).count(), 0, "a partner reads");

  // The matrix counts it, and its number opens the record.
  await anna.getByRole("link", { name: "Matrice" }).click();
  await anna.getByRole("button", { name: `${AGREEMENTS}, FG: 1/1, richiesti 1, firmati 1, in corso 0, mancanti 0` }).waitFor();
  await cell(anna, AGREEMENTS, "FG").click();
  await dialog(anna).getByRole("link", { name: "Accordo territoriale di Foggia" }).waitFor();
  for (const page of [fabio, anna, rita]) {
    assert.deepEqual(page.foreign, []);
    assert.deepEqual(page.complaints.filter((text) => !text.includes("WebSocket")), []);
  }
});

test("cards are moved by dragging and by keyboard, and a partner's proposal waits for an answer", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const rita = await person(browser, server, { name: "Rita", role: "PARTNER", scope: "ORG-030" });
  await rita.goto(`${server.url}/partenariati`);
  await rita.getByRole("button", { name: "Proponi un partenariato" }).click();
  await rita.locator("#outline-title").fill("Proposta di Confcooperative");
  await rita.locator("#outline-level").selectOption("REGIONAL");
  await dialog(rita).getByRole("button", { name: "Proponi un partenariato" }).click();
  await rita.locator("dd.one-state").getByText("proposto").waitFor();

  await anna.goto(`${server.url}/partenariati?vista=bacheca`);
  const card = (title) => anna.locator(".card-item", { hasText: title });
  const column = (state) => anna.locator(".column", { has: anna.locator(`#column-${state}`) });
  await column("proposed").getByText("Proposta di Confcooperative").waitFor();
  const steps = card("Proposta di Confcooperative").getByRole("combobox");
  await steps.focus();
  await steps.selectOption("DECLINED");
  await dialog(anna).getByRole("button", { name: "Conferma" }).click();
  await dialog(anna).getByText("Manca un valore.").waitFor();
  await anna.locator("#step-note").fill("C'è già un accordo");
  await dialog(anna).getByRole("button", { name: "Conferma" }).click();
  await rita.locator("dd.one-state").getByText("rifiutato").waitFor();
  await rita.locator(".history").getByText("C'è già un accordo").waitFor();

  const moved = "Accordo di collaborazione con la Lega Navale Italiana Puglia";
  await column("contact").getByText(moved).waitFor();
  await card(moved).dragTo(column("negotiation"));
  await column("negotiation").getByText(moved).waitFor();
  await eventually("the server has it", async () => {
    const { partnerships } = await server.ask('{ partnerships(filter: { title: "Lega Navale" }) { nodes { state } } }', {}, "Anna");
    return partnerships.nodes[0].state === "NEGOTIATION";
  });
});

test("what is due is listed by urgency, and an organisation is corrected where it is found", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  await anna.goto(`${server.url}/partenariati?vista=tabella`);
  await anna.locator("#partnerships-text").fill("skills camp");
  await anna.getByRole("link", { name: "Tavolo CCIAA di Bari per il Progetto Skills Camp" }).click();
  await anna.getByRole("button", { name: "Modifica" }).click();
  await anna.locator("#outline-next").fill("Convocare il tavolo");
  await anna.locator("#outline-owner").fill("Anna");
  await anna.locator("#outline-due").fill("2026-01-15");
  await dialog(anna).getByRole("button", { name: "Salva" }).click();
  await anna.getByText("Convocare il tavolo").first().waitFor();
  await anna.getByRole("link", { name: "Partenariati", exact: true }).first().click();
  await anna.getByRole("link", { name: "Scadenze" }).click();
  await anna.locator("#due-whose").selectOption("me");
  await anna.locator(".due li.late", { hasText: "Skills Camp" }).waitFor();
  await anna.locator("#due-whose").selectOption("LE");
  await anna.getByText("Nulla in scadenza.", { exact: false }).waitFor();

  await anna.getByRole("link", { name: "Organizzazioni" }).click();
  await anna.locator("#organisations-text").fill("ordine archtetti");
  const row = anna.locator("#organisation-ORG-034");
  await row.waitFor();
  await anna.getByText("Organizzazioni trovate: 1").waitFor();
  await row.getByRole("button", { name: "Correggi" }).click();
  await anna.locator("#organisation-email").fill("nessuno");
  await dialog(anna).getByRole("button", { name: "Salva" }).click();
  await dialog(anna).getByText("Non sembra un indirizzo e-mail.").waitFor();
  await anna.locator("#organisation-email").fill("segreteria@architettibat.example");
  await dialog(anna).getByRole("button", { name: "Salva" }).click();
  await row.getByText("segreteria@architettibat.example").waitFor();
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the pages of partnerships in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const viewport = size === "wide" ? WIDE : NARROW;
    const page = await person(browser, server, { name: "Anna", language, viewport });
    const visitor = await person(browser, server, { visitor: true, language, viewport });
    const { partnerships } = await server.ask('{ partnerships(filter: { title: "Lega Navale" }) { nodes { id } } }', {}, "Anna");
    const pages = [[visitor, ""], [page, ""], [page, "?vista=bacheca"], [page, "?vista=tabella"], [page, "?vista=scadenze"], [page, `/${partnerships.nodes[0].id}`]];
    for (const [who, path] of [...pages.map(([who, path]) => [who, `/partenariati${path}`]), [page, "/organizzazioni"], [visitor, "/organizzazioni"]]) {
      await who.goto(`${server.url}${path}`);
      await who.locator("main :is(table, .column, .due, .one)").first().waitFor({ state: "attached" });
      await accessible(who, `${path} in ${language}`);
      const name = path.includes("/partenariati/") ? "one" : path.replaceAll(/[/?=]/g, "-").slice(1);
      await picture(who, `partnerships-${name}-${who === visitor ? "visitor-" : ""}${language}-${size}`);
      const wide = await who.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${path} does not scroll sideways (${wide})`);
    }
    await page.goto(`${server.url}/partenariati`);
    await page.locator(".partnership-matrix .start").first().click();
    await dialog(page).locator("form").waitFor();
    await accessible(page, `the form of a partnership in ${language}`);
    await picture(page, `partnerships-form-${language}-${size}`);
    await page.goto(`${server.url}/organizzazioni`);
    await page.locator("main > p > button").click();
    await dialog(page).locator("form").waitFor();
    await accessible(page, `the form of an organisation in ${language}`);
    await picture(page, `organisations-form-${language}-${size}`);
  });
}
