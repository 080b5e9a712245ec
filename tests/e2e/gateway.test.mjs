// The administration's gateway in a browser: there and back, refused, by an invitation, linked and unlinked, in another tab.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { NARROW, WIDE, accessible, eventually, launch, person, picture } from "./support/browser.mjs";
import { Gateway, NAME } from "./support/gateway.mjs";
import { FIRST_SCENARIO, PASSWORD, Server, emailOf, freePort } from "./support/server.mjs";
import { cell, open, says, shows, type } from "./support/board.mjs";

let server;
let gateway;
let browser;

before(async () => {
  const port = await freePort();
  gateway = await Gateway.start(`http://127.0.0.1:${port}`);
  server = await Server.start({ port, environment: gateway.settings });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await gateway?.stop();
});

const door = (page, words = `Accedi con ${NAME}`) => page.getByRole("button", { name: words });

/** On the gateway's own page: one says who one is, or calls it off. */
async function vouched(page, sub) {
  await page.getByRole("heading", { name: NAME }).waitFor();
  assert.equal(new URL(page.url()).origin, gateway.issuer);
  if (sub) await page.getByLabel("Chi sei").fill(sub);
  await page.getByRole("button", { name: sub ? "Avanti" : "Annulla" }).click();
}

/** Someone who came by an invitation and the gateway. */
async function invited(name, role, scope) {
  const link = await server.invite(name, role, scope);
  const page = await person(browser, server, { visitor: true });
  await page.goto(`${server.url}/benvenuto#${link}`);
  await door(page).click();
  await vouched(page, `sub-${name}`);
  await page.getByRole("button", { name }).waitFor();
  return page;
}

test("an invited person comes in by the gateway, goes out of both, and comes back to the page asked for", async () => {
  const page = await invited("Lucia", "COORDINATOR", "LE");
  await page.getByRole("button", { name: "Lucia" }).click();
  await page.getByRole("button", { name: "Esci" }).click();
  await page.waitForURL((url) => url.origin === gateway.issuer);
  await page.locator("button").first().click();
  await page.getByRole("link", { name: "Accedi" }).waitFor();
  assert.equal(new URL(page.url()).origin, server.url, "the gateway sends the browser home");

  await page.goto(`${server.url}/allocazione/${FIRST_SCENARIO}`);
  await page.getByRole("link", { name: "Per vedere gli scenari devi accedere." }).click();
  await door(page).click();
  await vouched(page, "sub-Lucia");
  await cell(page, "FG03:OR").waitFor();
  assert.ok(page.url().endsWith(`/allocazione/${FIRST_SCENARIO}`));
  assert.equal(await cell(page, "FG03:OR").getAttribute("aria-readonly"), "true", "the part is the invitation's: Lecce, and no administrator");
});

test("an identity that nobody knows is refused, in both languages, and told whom to ask; so is one that turns back", async () => {
  for (const [language, words, button] of [
    ["it", "la tua identità non è collegata a nessun account", `Accedi con ${NAME}`],
    ["en", "your identity is not linked to any account", `Sign in with ${NAME}`],
  ]) {
    const page = await person(browser, server, { visitor: true, language });
    await page.goto(`${server.url}/accedi`);
    await door(page, button).click();
    await vouched(page, `nobody-${language}`);
    const told = page.getByRole("alert").filter({ hasText: words });
    await told.waitFor();
    assert.match(await told.innerText(), language === "it" ? /chiedi un invito a chi amministra/ : /ask whoever administers/);
    await accessible(page, `refused in ${language}`);
    await picture(page, `gateway-refused-${language}`);
    await page.getByRole("link", { name: language === "it" ? "Accedi" : "Sign in" }).waitFor();
  }
  const page = await person(browser, server, { visitor: true });
  await page.goto(`${server.url}/accedi`);
  await door(page).click();
  await vouched(page);
  await page.getByRole("alert").filter({ hasText: "L'accesso è stato annullato" }).waitFor();
});

test("one links the gateway's identity on the own page, by keyboard, and unlinks it", async () => {
  const page = await person(browser, server, { name: "Gina" });
  await page.goto(`${server.url}/profilo`);
  await page.locator("#identity-password").fill("not the password at all");
  await page.keyboard.press("Enter");
  await page.getByText("Non è quella giusta.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "identity-password");
  await page.locator("#identity-password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await vouched(page, "sub-gina");
  await page.getByRole("status").filter({ hasText: "L'identità è collegata" }).waitFor();
  await page.getByText(gateway.issuer).waitFor();
  await picture(page, "gateway-linked");
  await page.getByRole("button", { name: "Scollega" }).press("Enter");
  await page.getByText("Nessuna identità digitale è collegata").waitFor();

  const only = await invited("Irma");
  await only.goto(`${server.url}/profilo`);
  await only.getByText("È il tuo unico modo di entrare").waitFor();
  assert.equal(await only.getByRole("button", { name: "Scollega" }).count(), 0);
  assert.equal(await only.locator("#password-current").count(), 0, "there is no password to change");
  await picture(only, "gateway-only-way-in");
});

test("a session that ends in the middle of an edit: one signs in by the gateway in another tab, and nothing typed is lost", async () => {
  const page = await person(browser, server, { name: "Piera" });
  await page.goto(`${server.url}/profilo`);
  await page.locator("#identity-password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await vouched(page, "sub-piera");
  await page.getByRole("status").filter({ hasText: "L'identità è collegata" }).waitFor();
  await open(page, server, FIRST_SCENARIO);
  await type(page, "BA01:OR", 2);
  await says(page, "saved");
  assert.equal((await server.post("/account/sign-out", {}, await server.cookie("Piera"))).status, 204);
  await type(page, "BA02:OR", 7);
  await page.getByRole("dialog").getByText("La tua sessione è finita.", { exact: false }).waitFor();
  await picture(page, "gateway-again");
  const tab = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "in un'altra scheda" }).click();
  const other = await tab;
  // The gateway knows this browser still: it asks nothing.
  await door(other).click();
  await other.getByRole("status").filter({ hasText: "Chiudi questa scheda" }).waitFor();
  await picture(other, "gateway-done");
  await other.close();
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await says(page, "saved");
  await eventually("the edit is on the server", async () => (await server.board(FIRST_SCENARIO)).cells["BA02:OR"]?.operators === 7);
  await shows(page, "BA02:OR", 7);
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the pages with a gateway in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const viewport = size === "wide" ? WIDE : NARROW;
    const name = `Vera ${language} ${size}`;
    const link = await server.invite(name);
    const visitor = await person(browser, server, { visitor: true, language, viewport });
    const page = await person(browser, server, { name: "Gina", language, viewport });
    for (const [who, path, there] of [
      [visitor, "/accedi", ".gateway button"],
      [visitor, "/accedi?esito=fatto", ".outcome"],
      [visitor, `/benvenuto#${link}`, ".gateway button"],
      [page, "/profilo?esito=altrui", "#identity-password"],
    ]) {
      await who.goto(`${server.url}${path}`);
      await who.locator(there).waitFor();
      await accessible(who, `${path} in ${language}`);
      await picture(who, `gateway${path.split(/[?#]/)[0].replaceAll("/", "-")}${path.includes("fatto") ? "-done" : ""}-${language}-${size}`);
      const wide = await who.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `${path} does not scroll sideways (${wide})`);
      assert.deepEqual(who.foreign, [], "a page asks nothing of the gateway by itself");
    }
  });
}

test("when the gateway is away the page says so, and the password still leads in", async () => {
  const away = await Gateway.start("http://127.0.0.1:1");
  await away.stop();
  const alone = await Server.start({ environment: away.settings });
  try {
    await alone.cookie("Zoe");
    const page = await person(browser, alone, { visitor: true });
    await page.goto(`${alone.url}/accedi`);
    await door(page).click();
    await page.getByRole("alert").filter({ hasText: `${NAME} non risponde in questo momento.` }).waitFor();
    await picture(page, "gateway-away");
    await page.locator("#sign-in-email").fill(emailOf("Zoe"));
    await page.locator("#sign-in-password").fill(PASSWORD);
    await page.locator("#sign-in-password").press("Enter");
    await page.getByRole("button", { name: "Zoe" }).waitFor();
  } finally {
    await alone.stop();
  }
});
