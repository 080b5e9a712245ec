// Events: a province's missing sessions are planned, two are moved by keyboard, a clash is met and resolved, who came is counted on a
// phone, and other browsers see it all.
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

const EVENT = {
  title: "Sessione di marzo", kind: "TRANSFER_SESSION", cpi: "FG03", municipality: "071024", place: "CPI Foggia",
  start: "2024-03-19T08:30:00Z", end: "2024-03-19T11:30:00Z", facilitators: ["FAC-FG-1"],
};

/** Makes an event through the API. */
async function created(more = {}) {
  const query = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id revision } } }";
  const { eventCreate } = await server.ask(query, { input: { write: crypto.randomUUID(), event: { ...EVENT, ...more } } });
  return eventCreate.event;
}

const confirm = (id) =>
  server.ask("mutation($input: EventStepInput!) { eventStep(input: $input) { event { id } } }",
    { input: { write: crypto.randomUUID(), id, step: "CONFIRM" } });

async function opened(page, path) {
  await page.goto(`${server.url}${path}`);
  await page.locator(".event-views").waitFor();
}

const said = (page, text) => page.locator("div[aria-live=polite][role=status]").getByText(text).waitFor({ state: "attached" });

/** The sessions of Foggia in a month, through the API. */
async function sessions(from, to) {
  const query = `query($from: DateTime!, $to: DateTime!) { events(first: 500, filter: { province: "FG", from: $from, to: $to }) {
    nodes { id title start facilitators } } }`;
  return (await server.ask(query, { from, to })).events.nodes;
}

test("a coordinator plans what is missing, moves two sessions by keyboard and resolves a clash, and a reader sees it", async () => {
  const corrado = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG" });
  const lia = await person(browser, server, { name: "Lia", role: "READER" });
  await opened(lia, "/eventi?vista=quadro&anno=2027&provincia=FG");
  await lia.locator(".matrix-missing").first().waitFor();
  assert.equal(await lia.locator(".matrix-plan").count(), 0, "a reader plans nothing");
  await opened(corrado, "/eventi?vista=quadro&anno=2027&provincia=FG");
  await corrado.locator(".matrix-plan").first().waitFor();
  await picture(corrado, "events-matrix");

  await corrado.getByRole("button", { name: "Pianifica le mancanti" }).click();
  await corrado.locator("#programme-from").fill("2027-01-11");
  await corrado.locator("#programme-to").fill("2027-12-23");
  assert.equal(await corrado.locator("#programme-province").inputValue(), "FG", "the own province is chosen");
  await corrado.getByRole("button", { name: "Calcola la proposta" }).click();
  await corrado.locator(".programme-told").waitFor();
  assert.match(await corrado.locator(".programme-told").innerText(), /^\d+ sessioni in \d+ giornate di facilitatore/);
  assert.equal(await corrado.locator(".programme-unplaced li").count(), 0);
  await accessible(corrado, "the programme");
  await picture(corrado, "events-programme");
  await corrado.locator(".programme .btn").first().click();
  await said(corrado, "1 sessioni messe in calendario.");
  await corrado.getByRole("button", { name: /^Accetta tutte/ }).click();
  await corrado.getByRole("button", { name: "Accetta tutte (0)" }).waitFor();
  await corrado.keyboard.press("Escape");
  await eventually("nothing of the job centres is missing", async () => (await corrado.locator("table.matrix").first().locator(".matrix-plan").count()) === 0);
  // The other browser has it without being touched.
  await eventually("the reader sees it", async () => (await lia.locator("table.matrix").first().locator(".matrix-missing").count()) === 0);

  const month = ["2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"];
  const before = await sessions(...month);
  assert.ok(before.length > 1, `${before.length} sessions in February`);
  await opened(lia, "/eventi?vista=mese&mese=2027-02&provincia=FG");
  await opened(corrado, "/eventi?vista=mese&mese=2027-02&provincia=FG");
  for (const event of before.slice(0, 2)) {
    const chip = corrado.locator(`[id="event-${event.id}"]`);
    await chip.focus();
    await corrado.keyboard.press("Shift+ArrowRight");
    await said(corrado, "spostato al");
    await eventually("the session has the focus where it went", () => corrado.evaluate((id) => document.activeElement.id === id, `event-${event.id}`));
    const next = new Date(Date.parse(event.start) + 86_400_000).toISOString().slice(0, 10);
    await eventually(`the session of ${event.start} is on ${next}`, async () =>
      (await sessions(...month)).find((moved) => moved.id === event.id)?.start.startsWith(next));
    const [year, month_, day] = next.split("-");
    await lia.locator("td", { hasText: `${day}/${month_}/${year}` }).locator(`[id="event-${event.id}"]`).waitFor();
  }
  await accessible(corrado, "the month");
  await picture(corrado, "events-month");

  // A clash is told while it is typed, and is gone with what made it.
  const [one, ...others] = await sessions("2027-01-11T00:00:00Z", "2027-12-24T00:00:00Z");
  const other = others.find((event) => event.facilitators[0] === one.facilitators[0] && event.start.slice(0, 10) !== one.start.slice(0, 10));
  await opened(corrado, `/eventi?vista=mese&mese=${one.start.slice(0, 7)}&provincia=FG`);
  await corrado.locator(`[id="event-${one.id}"]`).press("Enter");
  await corrado.getByRole("button", { name: "Modifica" }).click();
  await corrado.getByText("Nessuna sovrapposizione.").waitFor();
  const rome = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Rome", dateStyle: "short", timeStyle: "short" }).format(new Date(other.start));
  const [day, hour] = rome.split(" ");
  await corrado.locator("#event-day").fill(day);
  await corrado.locator("#event-start").fill(hour);
  await corrado.locator("#event-end").fill(`${String(Number(hour.slice(0, 2)) + 3).padStart(2, "0")}${hour.slice(2)}`);
  await corrado.locator(".clashes").getByText("alla stessa ora").first().waitFor();
  await accessible(corrado, "the form");
  await picture(corrado, "events-clash");
  await corrado.locator("#event-day").fill("2027-11-07");
  await corrado.getByText("Nessuna sovrapposizione.").waitFor();
  await corrado.getByRole("button", { name: "Salva" }).click();
  await said(corrado, "Salvato:");
  assert.ok((await sessions("2027-11-06T00:00:00Z", "2027-11-08T00:00:00Z")).some((event) => event.id === one.id));
  for (const page of [corrado, lia]) {
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.foreign, []);
  }
});

test("who came is counted on a phone, and another browser sees that it was held", async () => {
  const { id } = await created();
  const corrado = await person(browser, server, { name: "Corrado", role: "COORDINATOR", scope: "FG", viewport: NARROW });
  const lia = await person(browser, server, { name: "Lia", role: "READER" });
  await opened(lia, "/eventi?dal=2024-03-01");
  const row = lia.locator(".event-list li", { hasText: "Sessione di marzo" });
  await row.getByText("In calendario").waitFor();
  await opened(corrado, "/eventi?dal=2024-03-01");
  await corrado.getByRole("button", { name: "Sessione di marzo" }).click();
  await corrado.getByRole("button", { name: "Presenze" }).click();
  const more = corrado.getByRole("button", { name: "Uno in più: Foggia" });
  for (let times = 0; times < 3; times += 1) await more.click();
  await corrado.getByRole("button", { name: "Uno in più: Responsabili CPI" }).click();
  const size = await more.boundingBox();
  assert.ok(size.width >= 44 && size.height >= 44, "a thumb finds it");
  await accessible(corrado, "the attendance");
  await picture(corrado, "events-attendance-phone");
  await corrado.getByRole("button", { name: "Registra le presenze" }).click();
  await said(corrado, "Presenti: 4");
  await row.getByText("Tenuto").waitFor();
  const { event } = await server.ask("query($id: ID!) { event(id: $id) { state actual { total operators { cpi number } } } }", { id });
  assert.deepEqual(event, { state: "HELD", actual: { total: 4, operators: [{ cpi: "FG03", number: 3 }] } });
  const wide = await corrado.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(wide, false, "nothing is wider than the phone");
});

test("a visitor sees the public events of a province, in both languages and sizes, and may subscribe to them", async () => {
  const { id } = await created({ title: "Career day di Foggia", kind: "CAREER_DAY", public: true, start: "2027-05-11T07:30:00Z", end: "2027-05-11T15:30:00Z" });
  await confirm(id);
  await created({ title: "Riservato", start: "2027-05-12T07:30:00Z", end: "2027-05-12T09:30:00Z" });
  for (const [language, viewport] of [["it", WIDE], ["en", NARROW], ["it", NARROW], ["en", WIDE]]) {
    const page = await person(browser, server, { visitor: true, language, viewport });
    for (const view of ["", "&vista=mese&mese=2027-05", "&vista=quadro&anno=2027"]) {
      await opened(page, `/eventi?provincia=FG${view}`);
      await page.getByText(view.includes("quadro") ? /Employers Day/ : "Career day di Foggia").first().waitFor();
      assert.equal(await page.getByText("Riservato").count(), 0);
      await accessible(page, `${view} in ${language} at ${viewport.width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(wide, false, `${view} in ${language} at ${viewport.width} is no wider than the screen`);
      await picture(page, `events-visitor-${language}-${viewport.width}-${view.match(/vista=(\w+)/)?.[1] ?? "elenco"}`);
    }
    await opened(page, "/eventi?provincia=FG");
    const address = await page.locator(".event-feed a").getAttribute("href");
    const calendar = await (await fetch(`${server.url}${address}`)).text();
    assert.match(calendar, /SUMMARY:Career day di Foggia/);
    assert.doesNotMatch(calendar, /Riservato/);
    assert.deepEqual(page.complaints, []);
  }
});

test("whoever organises an event is found as one types, and its people see it before it is public", async () => {
  const anna = await person(browser, server, { name: "Piera", role: "PLANNER" });
  const { id } = await created({ title: "Con un ente", start: "2027-05-18T08:30:00Z", end: "2027-05-18T11:30:00Z", facilitators: [] });
  await opened(anna, "/eventi?vista=mese&mese=2027-05&provincia=FG");
  await anna.locator(`[id="event-${id}"]`).click();
  await anna.getByRole("link", { name: "Storia nel registro" }).waitFor();
  await anna.getByRole("button", { name: "Modifica" }).click();
  for (const [field, code] of [["#event-organisers", "ORG-001"], ["#event-partners", "ORG-002"]]) {
    await anna.locator(field).fill(code);
    await anna.locator(field).locator("xpath=..").locator(".event-found").first().waitFor();
    // By keyboard: the first that was found, and back in the field.
    await anna.keyboard.press("Tab");
    await anna.keyboard.press("Enter");
    await eventually("the field has the focus again", () => anna.evaluate((id) => document.activeElement.id === id, field.slice(1)));
    assert.equal(await anna.locator(field).inputValue(), "");
  }
  assert.equal(await anna.locator(".event-chosen li").count(), 2);
  await accessible(anna, "the form of an event with organisations");
  await picture(anna, "event-organisations");
  await anna.getByRole("button", { name: "Salva" }).click();
  await said(anna, "Con un ente");
  const { event } = await server.ask("query($id: ID!) { event(id: $id) { organisers { code } partners { code } } }", { id });
  assert.deepEqual(event, { organisers: [{ code: "ORG-001" }], partners: [{ code: "ORG-002" }] });
  const pina = await person(browser, server, { name: "Pina", role: "PARTNER", scope: "ORG-002" });
  await opened(pina, "/eventi?vista=mese&mese=2027-05&provincia=FG");
  await pina.locator(`[id="event-${id}"]`).waitFor();
  const nino = await person(browser, server, { name: "Nino", role: "PARTNER", scope: "ORG-003" });
  await opened(nino, "/eventi?vista=mese&mese=2027-05&provincia=FG");
  assert.equal(await nino.locator(`[id="event-${id}"]`).count(), 0);
  for (const page of [anna, pina, nino]) assert.deepEqual([page.complaints, page.foreign], [[], []]);
});

test("partners register for an event, wait when it is full and move up, and planners see the line", async () => {
  const { id } = await created({ title: "Tavolo con le imprese", public: true, capacity: 10, start: "2027-06-15T08:30:00Z", end: "2027-06-15T11:30:00Z", facilitators: [] });
  await confirm(id);
  const pina = await person(browser, server, { name: "Pina", role: "PARTNER", scope: "ORG-002" });
  const nino = await person(browser, server, { name: "Nino", role: "PARTNER", scope: "ORG-003", viewport: NARROW });
  const piera = await person(browser, server, { name: "Piera", role: "PLANNER" });
  for (const page of [pina, nino, piera]) {
    await opened(page, "/eventi?dal=2027-06-14");
    await page.getByRole("button", { name: "Tavolo con le imprese" }).click();
    await page.getByText("Posti occupati: 0 su 10, liberi: 10.").waitFor();
  }
  await piera.getByText("Nessun ente si è ancora iscritto.").waitFor();
  // What is typed stays while others register.
  await nino.getByLabel("Partecipanti del tuo ente").fill("5");
  await pina.getByLabel("Partecipanti del tuo ente").fill("8");
  await pina.keyboard.press("Enter");
  await pina.locator(".event-seats-own").getByText("8 iscritti, posti assegnati").waitFor();
  await nino.getByText("Posti occupati: 8 su 10, liberi: 2.").waitFor();
  assert.equal(await nino.getByLabel("Partecipanti del tuo ente").inputValue(), "5");
  await nino.getByRole("button", { name: "Iscrivi", exact: true }).click();
  await nino.locator(".event-seats-own").getByText("5 iscritti, in lista d'attesa al posto 1").waitFor();
  await nino.getByText("In lista d'attesa: 5.").waitFor();
  assert.equal(await nino.getByText("8 iscritti").count(), 0, "a partner sees no other's registration");
  const row = piera.locator(".event-seats-line tbody tr");
  await row.nth(1).getByText("in lista d'attesa al posto 1").waitFor();
  // More than there are places for is told at the field, and nothing is lost.
  await pina.getByLabel("Partecipanti del tuo ente").fill("11");
  await pina.getByRole("button", { name: "Cambia il numero" }).click();
  await pina.getByText("Il massimo è 10.").waitFor();
  for (const [page, what] of [[pina, "the places of a partner"], [nino, "the places on a phone"], [piera, "the line of a planner"]]) {
    await accessible(page, what);
    await page.locator(".event-seats").scrollIntoViewIfNeeded();
    await picture(page, `event-places-${what.replaceAll(" ", "-")}`);
  }
  const wide = await nino.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(wide, false, "nothing is wider than the phone");
  await pina.getByRole("button", { name: "Ritira l'iscrizione" }).click();
  await said(pina, "Iscrizione ritirata.");
  await nino.locator(".event-seats-own").getByText("5 iscritti, posti assegnati").waitFor();
  await row.first().getByText("5 iscritti, posti assegnati").waitFor();
  await eventually("the line of the planner has one row", async () => (await row.count()) === 1);
  await row.first().getByRole("button", { name: /^Ritira l'iscrizione di / }).click();
  await nino.getByText("Posti occupati: 0 su 10, liberi: 10.").waitFor();
  const lia = await person(browser, server, { visitor: true, language: "en" });
  await opened(lia, "/eventi?dal=2027-06-14");
  await lia.getByRole("button", { name: "Tavolo con le imprese" }).click();
  await lia.getByText("Places taken: 0 of 10, left: 10.").waitFor();
  await picture(lia, "event-places-of-a-visitor");
  // What is refused is an answer, and the browser's console tells no error of it.
  for (const page of [pina, nino, piera, lia]) assert.deepEqual([page.complaints, page.foreign], [[], []]);
});
