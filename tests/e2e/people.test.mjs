// People: they sign in, are invited, are refused, lose their session in the middle of an edit, and lose nothing with it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { NARROW, WIDE, accessible, eventually, launch, person, picture } from "./support/browser.mjs";
import { FIRST_SCENARIO, PASSWORD, Server, emailOf } from "./support/server.mjs";
import { cell, open, says, shown, shows, type } from "./support/board.mjs";

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

/** Fills the form of signing in, wherever it stands. */
async function signIn(page, email, password) {
  await page.locator("#sign-in-email").fill(email);
  await page.locator("#sign-in-password").fill(password);
  await page.locator("#sign-in-password").press("Enter");
}

test("a visitor reads what is public, signs in, comes back to where they were, and signs out", async () => {
  await server.cookie("Anna");
  const page = await person(browser, server, { visitor: true });
  await page.goto(`${server.url}/allocazione/${FIRST_SCENARIO}`);
  await page.getByRole("link", { name: "Per vedere gli scenari devi accedere." }).click();
  await signIn(page, emailOf("Anna"), "not the password at all");
  await page.getByText("Non è quella giusta.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "sign-in-password");
  await signIn(page, emailOf("Anna"), PASSWORD);
  await cell(page, "FG03:OR").waitFor();
  assert.ok(page.url().endsWith(`/allocazione/${FIRST_SCENARIO}`));
  await page.getByRole("button", { name: "Anna" }).click();
  await page.getByRole("button", { name: "Esci" }).click();
  await page.getByRole("link", { name: "Accedi" }).waitFor();
  await page.goto(`${server.url}/allocazione/${FIRST_SCENARIO}`);
  await page.getByText("Per vedere gli scenari devi accedere.").waitFor();
});

test("an invited person chooses a password and is in; the link works once", async () => {
  const administrator = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR" });
  await administrator.goto(`${server.url}/amministrazione/persone`);
  await administrator.locator("#invite-email").fill("no address");
  await administrator.getByRole("button", { name: "Invita una persona" }).click();
  await administrator.getByText("Non sembra un indirizzo e-mail.").waitFor();
  assert.equal(await administrator.locator("#invite-email").inputValue(), "no address", "nothing typed is lost");
  await administrator.locator("#invite-email").fill("lucia@example.org");
  await administrator.locator("#invite-name").fill("Lucia");
  await administrator.locator("#invite-role").selectOption("COORDINATOR");
  await administrator.locator("#invite-scope").fill("le");
  await administrator.getByRole("button", { name: "Invita una persona" }).click();
  const link = await administrator.locator(".way-in code").innerText();
  const lucia = await person(browser, server, { visitor: true });
  await lucia.goto(link.replace(/^https?:\/\/[^/]+/, server.url));
  await lucia.locator("#welcome-password").fill("corta");
  await lucia.getByRole("button", { name: "Entra" }).click();
  await lucia.getByText("Servono almeno 15 caratteri.").waitFor();
  assert.ok(!lucia.url().includes("#"), "the secret is off the address");
  await lucia.locator("#welcome-password").fill("le cicale a Torre Lapillo");
  await lucia.getByRole("button", { name: "Entra" }).click();
  await lucia.getByRole("button", { name: "Lucia" }).waitFor();
  const again = await person(browser, server, { visitor: true });
  await again.goto(link.replace(/^https?:\/\/[^/]+/, server.url));
  await again.getByText("Questo collegamento non vale più").waitFor();
});

test("a coordinator places operators in the own province, and is told why not elsewhere", async () => {
  const page = await person(browser, server, { name: "Fabio", role: "COORDINATOR", scope: "FG" });
  await open(page, server, FIRST_SCENARIO);
  await type(page, "FG03:OR", 4);
  await says(page, "saved");
  assert.equal(await cell(page, "LE01:OR").getAttribute("aria-readonly"), "true");
  const before = await shown(page, "LE01:OR");
  await cell(page, "LE01:OR").click();
  await page.keyboard.type("9");
  await page.getByText("È fuori dal tuo territorio.").first().waitFor();
  assert.equal(await shown(page, "LE01:OR"), before);
  await page.goto(`${server.url}/amministrazione/persone`);
  await page.getByText("Qui gestisce le persone solo chi ne ha il permesso.").waitFor();
  assert.equal(await page.locator("#invite-email").count(), 0, "no form that leads nowhere");
});

test("a session that ends in the middle of an edit loses nothing: one signs in where one is", async () => {
  const page = await person(browser, server, { name: "Gina" });
  await open(page, server, FIRST_SCENARIO);
  await type(page, "BA01:OR", 2);
  await says(page, "saved");
  // Signed out from another tab.
  const cookie = await server.cookie("Gina");
  assert.equal((await server.post("/account/sign-out", {}, cookie)).status, 204);
  await type(page, "BA02:OR", 7);
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await picture(page, "people-again");
  await signIn(page, emailOf("Gina"), PASSWORD);
  await says(page, "saved");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await eventually("the edit is on the server", async () => (await server.board(FIRST_SCENARIO)).cells["BA02:OR"]?.operators === 7);
  await shows(page, "BA02:OR", 7);

  const other = await person(browser, server, { name: "Ivo" });
  await other.goto(`${server.url}/fabbisogno`);
  const field = other.locator("#figure-service-A-minutes");
  await field.waitFor();
  assert.equal((await server.post("/account/sign-out", {}, await server.cookie("Ivo"))).status, 204);
  await field.fill("64");
  await field.press("Enter");
  await other.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await signIn(other, emailOf("Ivo"), PASSWORD);
  await other.locator(".figure-saved").first().waitFor();
  assert.equal(await field.inputValue(), "64");
});

test("a session that ends while a form is open is opened again over it, and the form goes out as it was typed", async () => {
  const page = await person(browser, server, { name: "Olga" });
  await page.goto(`${server.url}/eventi`);
  await page.getByRole("button", { name: "Nuovo evento" }).click();
  await page.locator("#event-title").fill("Incontro di Olga");
  await page.locator("#event-province").selectOption("FG");
  // Signed out from another tab, with this one in view.
  const tab = await page.context().newPage();
  await tab.goto(`${server.url}/profilo`);
  await tab.getByRole("button", { name: "Olga" }).click();
  await tab.getByRole("button", { name: "Esci" }).click();
  await tab.getByRole("link", { name: "Accedi" }).waitFor();
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await picture(page, "people-again-form");
  await signIn(page, emailOf("Olga"), PASSWORD);
  await page.getByRole("dialog", { name: "Accedi di nuovo" }).waitFor({ state: "hidden" });
  assert.equal(await page.locator("#event-title").inputValue(), "Incontro di Olga");
  await page.getByRole("button", { name: "Salva", exact: true }).click();
  await eventually("it is on the server", async () => JSON.stringify(await server.ask("{ events { nodes { title } } }")).includes("Incontro di Olga"));
  assert.deepEqual(page.foreign, []);
});

test("a session that ended elsewhere is noticed by any form that is sent", async () => {
  const page = await person(browser, server, { name: "Pia", role: "ADMINISTRATOR" });
  await page.goto(`${server.url}/amministrazione/persone`);
  await page.locator("#invite-email").fill("persa@example.org");
  await page.locator("#invite-name").fill("Persa");
  assert.equal((await server.post("/account/sign-out", {}, await server.cookie("Pia", "ADMINISTRATOR"))).status, 204);
  await page.getByRole("button", { name: "Invita una persona" }).click();
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await signIn(page, emailOf("Pia"), PASSWORD);
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await page.locator("#invite-email").inputValue(), "persa@example.org");
  await page.getByRole("button", { name: "Invita una persona" }).click();
  await page.locator(".way-in code").waitFor();
});

test("a sign-in that the server refuses in whatever words is no success", async () => {
  const page = await person(browser, server, { visitor: true });
  await page.goto(`${server.url}/accedi`);
  await signIn(page, emailOf("Anna"), "x".repeat(20_000));
  await page.getByText("La richiesta è troppo grande.").first().waitFor();
  assert.ok(page.url().endsWith("/accedi"), page.url());
  // Words of a proxy, that no program understands.
  await page.route("**/account/sign-in", (route) => route.fulfill({ status: 403, contentType: "text/html", body: "<h1>Blocked</h1>" }));
  await signIn(page, emailOf("Anna"), PASSWORD);
  await page.locator("p.wrong, [role=alert]").filter({ hasText: /\S/ }).first().waitFor();
  assert.ok(page.url().endsWith("/accedi"), page.url());
});

test("the register is searched by what was done and by day, tells the request, and is read on a telephone", async () => {
  await server.cookie("Ettore");
  const page = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR", viewport: NARROW });
  await page.goto(`${server.url}/amministrazione/registro`);
  await page.locator("#register-action").selectOption({ label: "Persona invitata" });
  await page.getByRole("button", { name: "Cerca" }).click();
  const rows = page.locator("table.register tbody tr");
  await eventually("all that is told is of that kind", async () => {
    const texts = await rows.allInnerTexts();
    return texts.length > 0 && texts.every((text) => text.includes("Persona invitata") && text.includes("Richiesta "));
  });
  const cut = await rows.first().evaluate((row) => [...row.querySelectorAll("td")].some((cell) => cell.getBoundingClientRect().right > innerWidth + 1));
  assert.equal(cut, false, "nothing of a row lies beyond the edge");
  await picture(page, "register-narrow");
  assert.match(await page.getByRole("link", { name: "Scarica CSV" }).getAttribute("href"), /action=accountInvite/);
  await page.locator("#register-until").fill("2020-01-31");
  await page.getByRole("button", { name: "Cerca" }).click();
  await eventually("nothing was done before", async () => (await rows.count()) === 0);
  assert.match(await page.getByRole("link", { name: "Scarica CSV" }).getAttribute("href"), /until=2020-01-31T23%3A00%3A00Z/);
  await accessible(page, "the register, narrow");
});

test("a partner's administrator is offered the own organisation's roles alone", async () => {
  const page = await person(browser, server, { name: "Remo", role: "ADMINISTRATOR", scope: "ORG-003" });
  await page.goto(`${server.url}/amministrazione/persone`);
  await page.locator("#invite-role").waitFor();
  assert.deepEqual(await page.locator("#invite-role option").evaluateAll((all) => all.map((one) => one.value)), ["PARTNER", "ADMINISTRATOR"]);
  assert.equal(await page.locator("#invite-scope").inputValue(), "ORG-003");
});

test("a session that the clock ends in the middle of an edit loses nothing either", async () => {
  const page = await person(browser, server, { name: "Elio" });
  await open(page, server, FIRST_SCENARIO);
  await type(page, "BR01:OR", 2);
  await says(page, "saved");
  server.expire(emailOf("Elio"));
  await type(page, "BR02:OR", 6);
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await signIn(page, emailOf("Elio"), PASSWORD);
  await says(page, "saved");
  await eventually("the edit is on the server", async () => (await server.board(FIRST_SCENARIO)).cells["BR02:OR"]?.operators === 6);
  await shows(page, "BR02:OR", 6);
});

test("an administrator finds a person, sees where the account is in use, and ends it", async () => {
  await server.cookie("Ugo");
  const page = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR" });
  await page.goto(`${server.url}/amministrazione/persone`);
  await page.locator("#people-text").fill("UGO");
  await page.getByText("1 persona", { exact: true }).waitFor();
  const row = page.locator("table.people tbody tr");
  await row.getByRole("button", { name: "Sessioni", exact: true }).click();
  const sessions = row.getByRole("list", { name: "Dove è in uso l'account" });
  await sessions.getByRole("listitem").first().waitFor();
  await picture(page, "people-sessions");
  // The list is read anew, and the row stays as it is: what stands open in it is read anew, and the focus is where it was.
  await row.getByRole("button", { name: "Chiudi le sessioni" }).press("Enter");
  await row.getByText("Nessuna sessione aperta.").waitFor();
  await page.getByText("Fatto.", { exact: true }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Chiudi le sessioni");
  await row.getByRole("button", { name: "Sospendi" }).press("Enter");
  await row.getByRole("button", { name: "Riattiva" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Riattiva");
  assert.equal(await row.getByRole("button", { name: "Sessioni", exact: true }).getAttribute("aria-expanded"), "true");
  await row.getByRole("button", { name: "Riattiva" }).press("Enter");
  await row.getByRole("button", { name: "Sospendi" }).waitFor();
  await page.locator("#people-text").fill("nobody of this name");
  await page.getByText("Nessuna persona con questo nome o indirizzo.").waitFor();
});

test("people come in the order that is chosen, and a person's history is a link away", async () => {
  for (const name of ["Zita", "amato"]) await server.cookie(name);
  const page = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR" });
  await page.goto(`${server.url}/amministrazione/persone`);
  const names = async () => (await page.locator("table.people tbody th").allInnerTexts()).map((text) => text.split("\n")[0]);
  await page.locator("table.people tbody tr").first().waitFor();
  await page.locator("#people-order").selectOption("NAME");
  const places = async () => { const all = await names(); return ["Ada", "amato", "Zita"].map((name) => all.indexOf(name)); };
  await eventually("they come by name", async () => {
    const [ada, amato, zita] = await places();
    return ada >= 0 && ada < amato && amato < zita && (await names()).every((name, place, all) => place === 0 || all[place - 1].toLowerCase() <= name.toLowerCase());
  });
  await page.locator("#people-order").selectOption("SIGNED_IN");
  await eventually("who came last comes first", async () => { const [, amato, zita] = await places(); return amato >= 0 && amato < zita; });
  const row = page.locator("table.people tbody tr").filter({ hasText: emailOf("Zita") });
  await row.getByRole("link", { name: "Storia nel registro" }).click();
  await page.locator("table.register").getByText("Persona invitata").first().waitFor();
  assert.ok((await page.locator("table.register tbody tr").allInnerTexts()).every((text) => text.includes("account")));
});

test("from a record a link leads to its history, for whoever may read the register", async () => {
  const page = await person(browser, server, { name: "Nadia" });
  await server.set(FIRST_SCENARIO, "BT02:OR", 1, 0, { author: "Nadia" });
  const figures = "mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }";
  await server.ask(figures, { input: { write: crypto.randomUUID(), edits: [{ key: "service.F3.minutes", value: 31, seen: 0 }] } }, "Nadia");
  const add = "mutation($input: MeasurementAddInput!) { measurementAdd(input: $input) { measurement { id } } }";
  const measured = { write: crypto.randomUUID(), indicator: "I-RDC-02", territory: "", value: 3, day: "2021-06-30", source: "registro" };
  await server.ask(add, { input: measured }, "Nadia");
  const create = "mutation($input: OrganisationCreateInput!) { organisationCreate(input: $input) { organisation { code } } }";
  const details = { name: "Cantieri di Nadia", kind: "COMPANY", level: "PROVINCE", province: "BT" };
  await server.ask(create, { input: { write: crypto.randomUUID(), details } }, "Nadia");
  const ways = [
    ["scenarioCellsSet", `/allocazione/${FIRST_SCENARIO}`, async () => page.locator(".board-meta")],
    ["figuresSet", "/fabbisogno", async () => {
      await page.locator(".figure", { has: page.locator("#figure-service-F3-minutes") }).locator(".figure-source").click();
      return page.locator("dialog[open]");
    }],
    ["measurementAdd", "/piano", async () => {
      await page.locator("#plan-search").fill("piani personalizzati sottoscritti");
      await page.locator("#row-I-RDC-02 button.plan-row").click();
      return page.locator(".plan-history");
    }],
    ["organisationCreate", "/organizzazioni", async () => {
      await page.locator("#organisations-text").fill("Cantieri di Nadia");
      return page.locator("table.organisations tr", { hasText: "Cantieri di Nadia" });
    }],
    ["accountInvite", "/profilo", async () => page.locator("main")],
  ];
  const told = { scenarioCellsSet: "Operatori assegnati", figuresSet: "Cifre modificate", measurementAdd: "Misurazione registrata", organisationCreate: "Ente aggiunto" };
  for (const [action, path, place] of ways) {
    await page.goto(`${server.url}${path}`);
    const within = await place();
    const link = within.getByRole("link", { name: "Storia nel registro" }).first();
    await link.waitFor();
    await picture(page, `people-history-${action}`);
    await link.click();
    await page.locator("table.register tbody tr").first().waitFor();
    if (path !== "/profilo") await page.locator("table.register").getByText(told[action], { exact: true }).first().waitFor();
  }
  assert.deepEqual(page.complaints, []);
  const reader = await person(browser, server, { name: "Livia", role: "READER" });
  await reader.goto(`${server.url}/organizzazioni`);
  await reader.locator("table.organisations tbody tr").first().waitFor();
  assert.equal(await reader.getByRole("link", { name: "Storia nel registro" }).count(), 0);
});

test("one's own sessions are seen and ended, and the register tells who did what", async () => {
  const page = await person(browser, server, { name: "Luca" });
  await server.signIn(emailOf("Luca"));
  await page.goto(`${server.url}/profilo`);
  await page.getByRole("button", { name: "Chiudi tutte le altre" }).click();
  await eventually("one session is left", async () => (await page.locator("#sessions-title ~ .table-scroll tbody tr").count()) === 1);
  await server.set(FIRST_SCENARIO, "TA01:DO", 3, 0, { author: "Luca" });
  await page.goto(`${server.url}/amministrazione/registro?kind=scenario`);
  await page.getByText('"operators":3', { exact: false }).first().waitFor();
  await page.locator("#register-actor").fill("nobody of this name");
  await page.getByRole("button", { name: "Cerca" }).click();
  await page.getByText("Nessuna modifica trovata.").waitFor();
});

test("what one person had not sent does not go out in another's name", async () => {
  const page = await person(browser, server, { name: "Mara" });
  await server.cookie("Nino");
  await open(page, server, FIRST_SCENARIO);
  assert.equal((await server.post("/account/sign-out", {}, await server.cookie("Mara"))).status, 204);
  await type(page, "BT01:OR", 8);
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "sign-in-email", "the window opens with the focus in its form");
  await signIn(page, emailOf("Nino"), PASSWORD);
  await page.getByRole("button", { name: "Nino" }).waitFor();
  await shows(page, "BT01:OR", 0);
  await type(page, "BT01:DO", 1);
  await says(page, "saved");
  const { cells } = await server.board(FIRST_SCENARIO);
  assert.equal(cells["BT01:OR"], undefined, "Mara's number is not there");
  assert.equal(cells["BT01:DO"].editedBy, "Nino");
  // She comes back, and finds what she had not sent.
  await page.getByRole("button", { name: "Nino" }).click();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.includes("Nino")), true, "Escape gives the focus back");
  await page.getByRole("button", { name: "Nino" }).press("Enter");
  await page.getByRole("button", { name: "Esci" }).press("Enter");
  await page.getByRole("link", { name: "Accedi" }).waitFor();
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => /board|history/.test(key)));
  assert.deepEqual(kept, [], "nothing readable stays for whoever sits down next");
  await page.goto(`${server.url}/accedi?da=/allocazione/${FIRST_SCENARIO}`);
  await signIn(page, emailOf("Mara"), PASSWORD);
  await shows(page, "BT01:OR", 8);
  await says(page, "saved");
  assert.equal((await server.board(FIRST_SCENARIO)).cells["BT01:OR"].editedBy, "Mara");
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the pages of people in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const viewport = size === "wide" ? WIDE : NARROW;
    const page = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR", language, viewport });
    const visitor = await person(browser, server, { visitor: true, language, viewport });
    const pages = [[visitor, "/accedi"], [visitor, "/benvenuto"], [visitor, "/permessi"], [page, "/profilo"],
      [page, "/amministrazione/persone"], [page, "/amministrazione/registro"]];
    for (const [who, path] of pages) {
      await who.goto(`${server.url}${path}`);
      await who.locator("main h1").waitFor();
      await who.waitForLoadState("networkidle");
      await accessible(who, `${path} in ${language}`);
      await picture(who, `people-${path.replaceAll("/", "-").slice(1)}-${language}-${size}`);
      const wide = await who.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${path} does not scroll sideways (${wide})`);
      assert.deepEqual(who.foreign, []);
      assert.equal(await who.locator(".gateway, #identities-title").count(), 0, "no gateway is set up, so none is named");
    }
  });
}
