// The developers' page: tokens that are shown once and end for good, each organisation's own; examples with this address in them;
// and GraphiQL from our own files.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { NARROW, WIDE, accessible, eventually, launch, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";

const PATH = "/sviluppatori";
const CONSOLE = `${PATH}/console`;
let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Presses Tab until the focus is there. */
async function reach(page, what) {
  const here = () => what.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 120; steps++) {
    if (await here()) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${what}`);
}

/** Goes there by keyboard, and presses a key. */
async function press(page, what, key = "Enter") {
  await what.waitFor();
  await reach(page, what);
  await page.keyboard.press(key);
}

/** Types into a field by keyboard, in place of what is there. */
async function fill(page, selector, text) {
  await reach(page, page.locator(selector));
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
}

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
const viewerOf = async (token) => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query: "{ viewer { name } }" }) });
};

test("a partner's administrator makes a token by keyboard: it is shown once, works, and ends for good", async () => {
  const stranger = await server.cookie("Stefano", "ADMINISTRATOR", "ORG-002");
  const input = { organisation: "ORG-002", name: "Di un altro ente", scopes: ["READ_PUBLIC"], days: 3 };
  await server.post("/graphql", { query: "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }", variables: { input } }, stranger);

  const page = await person(browser, server, { name: "Rita", role: "ADMINISTRATOR", scope: "ORG-001" });
  await page.goto(server.url);
  await press(page, page.getByRole("button", { name: "Rita" }));
  await press(page, page.locator("#account-menu").getByRole("link", { name: "Token" }));
  await page.getByText("Ancora nessun token.", { exact: false }).waitFor();
  assert.equal(await page.locator("#token-organisation").inputValue(), "ORG-001");

  await fill(page, "#token-days", "molti");
  await press(page, page.getByRole("button", { name: "Crea un token" }));
  await page.locator("#token-days-wrong", { hasText: "Serve un numero intero." }).waitFor();
  await fill(page, "#token-days", "400");
  await reach(page, page.locator('input[value="READ_PUBLIC"]'));
  await page.keyboard.press("Space");
  await press(page, page.getByRole("button", { name: "Crea un token" }));
  await page.locator("#token-name-wrong", { hasText: "Manca un valore." }).waitFor();
  await page.locator("#token-days-wrong", { hasText: "Il massimo è 366." }).waitFor();
  await page.locator("#token-scopes-wrong", { hasText: "Manca un valore." }).waitFor();
  await eventually("the first wrong field has the focus", async () => (await focused(page)) === "token-name");
  await page.keyboard.type("Portale del lavoro");
  await fill(page, "#token-days", "30");
  await press(page, page.locator('input[value="READ_PUBLIC"]'), "Space");
  await press(page, page.getByRole("button", { name: "Crea un token" }));

  const secret = await page.locator("#token-secret").innerText();
  assert.match(secret, /^tvl_\S{20,}$/);
  await page.getByText("non lo mostreremo mai più", { exact: false }).waitFor();
  await accessible(page, "a token that was made");
  await picture(page, "developers-made");
  await press(page, page.locator(".way-in").getByRole("button", { name: "Copia" }));
  await page.getByText("Copiato.").first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  assert.equal((await viewerOf(secret)).status, 200);

  await page.reload();
  const row = page.getByRole("row", { name: "Portale del lavoro" });
  await row.waitFor();
  assert.equal(await page.locator("#token-secret").count(), 0);
  assert.ok(!(await page.content()).includes(secret), "it is nowhere on the page any more");
  assert.ok((await row.innerText()).includes(`${secret.slice(0, 10)}…`), "its beginning is, to recognise it by");
  assert.equal(await page.getByText("Di un altro ente").count(), 0, "another organisation's tokens are not here");

  const revoke = row.getByRole("button", { name: "Revoca Portale del lavoro", exact: true });
  await press(page, revoke);
  await page.getByText("Non si può annullare", { exact: false }).waitFor();
  await eventually("the safe answer has the focus", async () => (await focused(page)) === "No, lascialo");
  await accessible(page, "a question before a token ends");
  await picture(page, "developers-revoke");
  await page.keyboard.press("Escape");
  await eventually("the button has the focus again", async () => (await focused(page)).startsWith("Revoca"));
  assert.equal((await viewerOf(secret)).status, 200, "nothing happened yet");
  await page.keyboard.press("Enter");
  await eventually("asked again", async () => (await focused(page)) === "No, lascialo");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await row.getByText("revocato il", { exact: false }).waitFor();
  assert.equal(await revoke.count(), 0);
  assert.equal(await focused(page), "tokens-title");
  assert.equal((await viewerOf(secret)).status, 401);
  assert.deepEqual(page.foreign, []);
});

test("the installation's administrator makes tokens for any organisation; who may make none is told who can", async () => {
  const page = await person(browser, server, { name: "Ada", role: "ADMINISTRATOR", language: "en" });
  await page.goto(server.url + PATH);
  await page.locator("#token-name").fill("Bulletin");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.locator("#token-organisation-wrong", { hasText: "A value is missing." }).waitFor();
  await page.locator("#token-organisation").fill("not a code");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.locator("#token-organisation-wrong", { hasText: "There is no such thing." }).waitFor();
  assert.equal(await page.locator("#token-name").inputValue(), "Bulletin", "nothing typed is lost");
  await page.locator("#token-organisation").fill("ORG-003");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.locator("#token-secret").waitFor();
  await page.getByRole("button", { name: "take the token off the page", exact: false }).click();
  assert.equal(await page.locator("#token-secret").count(), 0);
  const planner = await person(browser, server, { name: "Piera" });
  await planner.goto(server.url + PATH);
  await planner.getByText("I token li crea chi amministra", { exact: false }).waitFor();
  assert.equal(await planner.locator("#token-name").count(), 0);
});

test("examples in the language that one chooses, with this installation's address, open in GraphiQL", async () => {
  const page = await person(browser, server, { visitor: true });
  await page.goto(server.url);
  await page.locator("footer").getByRole("link", { name: "per chi sviluppa" }).click();
  await page.locator(".examples details").first().waitFor();
  assert.equal(await page.locator(".examples details").count(), 10);
  await reach(page, page.getByRole("radio", { name: "curl" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const first = page.locator(".examples details").first();
  await press(page, first.locator("summary"));
  await first.getByText("import urllib.request", { exact: false }).waitFor();
  assert.ok((await first.locator("pre").innerText()).includes(`"${server.url}/graphql"`));
  await press(page, first.getByRole("link", { name: "Provala in GraphiQL" }));
  await page.waitForURL(`**${CONSOLE}**`);
  await page.locator(".graphiql-query-editor").getByText("municipalities", { exact: false }).first().waitFor({ timeout: 30_000 });
  assert.deepEqual([page.complaints, page.foreign], [[], []]);
});

test("GraphiQL asks as who is signed in or with a token, follows changes, and asks nothing of other machines", async () => {
  const page = await person(browser, server, { name: "Prova" });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url + PATH);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((path) => path.includes("console")), [], "no other page loads any of it");

  const query = "{ viewer { name } provinces { code } }";
  await page.goto(`${server.url}${CONSOLE}#query=${encodeURIComponent(query)}`);
  await page.getByText("Chiedi come Prova.").waitFor({ timeout: 30_000 });
  const run = page.locator(".graphiql-execute-button");
  const answer = async () => (await page.locator(".result-window").innerText()).replace(/\s/g, "");
  await page.locator(".graphiql-query-editor .view-line").first().waitFor({ timeout: 30_000 });
  await run.click();
  await eventually("the answer is there", async () => (await answer()).includes('"name":"Prova"') && (await answer()).includes('"FG"'));
  await accessible(page, "GraphiQL");
  await picture(page, "console-wide");

  const rita = await server.cookie("Rina", "ADMINISTRATOR");
  const input = { organisation: "ORG-001", name: "Prova di console", scopes: ["READ_PUBLIC"], days: 1 };
  const create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret } }";
  const { data } = await (await server.post("/graphql", { query: create, variables: { input } }, rita)).json();
  await page.locator("#token").fill(data.tokenCreate.secret);
  await page.locator("#token").press("Enter");
  await page.getByText("Chiedi come Prova di console (ORG-001).").waitFor();
  await run.click();
  await eventually("the token asks", async () => (await answer()).includes('"name":"Provadiconsole(ORG-001)"'));
  // Followed with the token, as the program would: the browser's own cookie says nothing there.
  const own = await person(browser, server, { name: "Prova" });
  const heard = "subscription { eventChanges(after: 0) { events { event { title } } } }";
  await own.goto(`${server.url}${CONSOLE}#query=${encodeURIComponent(heard)}`);
  await own.locator("#token").fill(data.tokenCreate.secret);
  await own.locator("#token").press("Enter");
  await own.getByText("Chiedi come Prova di console (ORG-001).").waitFor();
  await own.locator(".graphiql-query-editor .view-line").first().waitFor({ timeout: 30_000 });
  await own.locator(".graphiql-execute-button").click();
  const made = async (title, more = {}) => {
    const event = { title, kind: "EVENT", province: "FG", start: "2027-03-23T08:30:00Z", end: "2027-03-23T11:30:00Z", ...more };
    const create = "mutation($input: EventCreateInput!) { eventCreate(input: $input) { event { id } } }";
    const { eventCreate } = await server.ask(create, { input: { write: crypto.randomUUID(), event } });
    const step = "mutation($input: EventStepInput!) { eventStep(input: $input) { event { id } } }";
    await server.ask(step, { input: { write: crypto.randomUUID(), id: eventCreate.event.id, step: "CONFIRM" } });
  };
  await made("Interno");
  await made("Aperto", { public: true });
  await own.locator(".result-window").getByText("Aperto").first().waitFor();
  assert.ok(!(await own.locator(".result-window").innerText()).includes("Interno"), "it is the token that asks");
  await own.close();
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!stored.includes(data.tokenCreate.secret), "a token is kept nowhere");

  const follow = "subscription { figureChanges(after: 0) { revision by } }";
  const other = await person(browser, server, { name: "Prova", viewport: NARROW, language: "en" });
  await other.goto(`${server.url}${CONSOLE}#query=${encodeURIComponent(follow)}`);
  await other.locator(".graphiql-query-editor .view-line").first().waitFor({ timeout: 30_000 });
  await other.locator(".graphiql-execute-button").click();
  const edits = [{ key: "service.A.minutes", value: 61, seen: 0 }];
  await server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", { input: { write: crypto.randomUUID(), edits } });
  await other.locator(".result-window").getByText("revision", { exact: false }).first().waitFor();
  await accessible(other, "GraphiQL, narrow");
  await picture(other, "console-narrow");
  for (const each of [page, other]) assert.deepEqual([each.complaints, each.foreign], [[], []]);
});

test("what GraphiQL writes while it runs is styled, though no text may be a style: suggestions, documentation, dialogs", async () => {
  const page = await person(browser, server, { name: "Prova" });
  await page.goto(`${server.url}${CONSOLE}#query=${encodeURIComponent("{ provinces {  } }")}`);
  await page.locator(".graphiql-query-editor .view-line").first().waitFor({ timeout: 30_000 });
  // The lines of the editor stand where the editor puts them, in its colours.
  const top = (line) => line.evaluate((element) => getComputedStyle(element).top);
  const lines = page.locator(".graphiql-query-editor .view-line");
  await lines.first().click();
  await page.keyboard.press("Home");
  for (let steps = 0; steps < "{ provinces { ".length; steps++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.type("na");
  await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "name" }).first().waitFor({ timeout: 30_000 });
  await page.keyboard.press("Enter");
  await eventually("the suggestion is taken", async () => (await page.locator(".graphiql-query-editor").innerText()).includes("name"));
  assert.notEqual(await top(lines.nth(0)), await top(lines.nth(1)));
  const colours = await page.locator(".graphiql-query-editor .view-line span span").evaluateAll((words) => [...new Set(words.map((word) => getComputedStyle(word).color))]);
  assert.ok(colours.length > 1, "words have their colours");
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Open short keys dialog" }).click();
  await page.getByRole("dialog").waitFor();
  await picture(page, "console-dialog");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).overflow), "hidden", "what lies behind a dialog does not scroll");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).overflow), "hidden");
  assert.deepEqual([page.complaints, page.foreign], [[], []]);
});

test("no page may take a style or run a script that is not a file of ours", async () => {
  const policy = async (path) => (await fetch(server.url + path, { headers: { accept: "text/html" } })).headers.get("content-security-policy");
  const everywhere = await policy("/");
  assert.match(everywhere, /script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
  assert.doesNotMatch(everywhere, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/);
  for (const path of [PATH, CONSOLE, `${CONSOLE}/`, "/console.html", "/graphql", "/sviluppatori/consolex"]) {
    assert.equal(await policy(path), everywhere, path);
  }
});

for (const [language, size] of [["it", "wide"], ["it", "narrow"], ["en", "wide"], ["en", "narrow"]]) {
  test(`the developers' page in ${language}, ${size}: axe finds nothing, nothing is cut off`, async () => {
    const viewport = size === "wide" ? WIDE : NARROW;
    for (const who of [{ name: "Ada", role: "ADMINISTRATOR" }, { visitor: true }]) {
      const page = await person(browser, server, { ...who, language, viewport });
      await page.goto(server.url + PATH);
      await page.locator(".examples details").first().waitFor();
      await page.waitForLoadState("networkidle");
      await page.locator(".examples summary").first().click();
      assert.ok((await page.locator(".facts").innerText()).includes(`${server.url}/graphql`));
      const { headers } = await fetch(`${server.url}/graphql?query={__typename}`);
      const points = Number(headers.get("x-ratelimit-limit")).toLocaleString(language);
      assert.ok((await page.locator("#limits-title ~ ul").innerText()).includes(points), `the limit is ${points}`);
      await accessible(page, `${PATH} in ${language}`);
      await picture(page, `developers-${who.name ? "administrator" : "visitor"}-${language}-${size}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `it does not scroll sideways (${wide})`);
      assert.deepEqual([page.complaints, page.foreign], [[], []]);
    }
  });
}
