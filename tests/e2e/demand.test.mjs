// What the demand page promises: typing moves every CPI, nothing typed is lost, a lost race keeps both numbers.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
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

const field = (page, key) => page.locator(`#figure-${key.replaceAll(".", "-")}`);
const figure = (page, key) => page.locator(".figure", { has: field(page, key) });
const totals = (page) =>
  page.locator("[data-row]").evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.row, row.querySelector("[data-total]").textContent])));

async function open(name, options = {}) {
  const page = await person(browser, server, { name, ...options });
  await page.goto(`${server.url}/fabbisogno`);
  await page.locator('[data-row="region"]').waitFor({ timeout: 30_000 });
  return page;
}

async function saved(key) {
  const { figures } = await server.ask("{ figures { figures { key value revision editedBy } } }");
  return figures.figures.find((figure) => figure.key === key);
}

async function set(key, value, author) {
  const seen = (await saved(key))?.revision ?? 0;
  const input = { write: crypto.randomUUID(), edits: [{ key, value, seen }] };
  return server.ask("mutation($input: FiguresSetInput!) { figuresSet(input: $input) { revision } }", { input }, author);
}

test("typing moves all 43 CPIs at once, and Esc takes it back", async () => {
  const page = await open("Anna");
  const before = await totals(page);
  assert.equal(Object.keys(before).length, 1 + 6 + 43);
  await field(page, "service.A.minutes").fill("240");
  const after = await totals(page);
  const still = Object.keys(before).filter((row) => before[row] === after[row]);
  assert.deepEqual(still, [], "every row moved");
  await field(page, "service.A.minutes").press("Escape");
  assert.deepEqual(await totals(page), before);
  assert.deepEqual(page.complaints, []);
});

test("the table tells the WISN ratio, and a source is told in the language chosen", async () => {
  const page = await open("Gilda");
  const { sizing } = await server.ask("{ sizing { load { required have } } }");
  const ratio = (sizing.load.have / sizing.load.required).toFixed(2).replace(".", ",");
  assert.equal(await page.locator('[data-row="region"] [data-wisn]').innerText(), ratio);
  assert.equal(await page.locator("[data-wisn]").count(), 1 + 6 + 43);
  const cut = await page.locator(".wide").evaluateAll((tables) =>
    tables.filter((at) => at.scrollWidth > at.clientWidth).map((at) => `${at.getAttribute("aria-labelledby")}: ${at.scrollWidth} of ${at.clientWidth}`));
  assert.deepEqual(cut, [], "no table is cut off at 1366 pixels");
  await figure(page, "working_time.weekdays").locator(".figure-source").click();
  await page.locator("dialog[open]").getByText("Calendario 2020", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "ENG" }).click();
  await figure(page, "working_time.weekdays").locator(".figure-source").click();
  await page.locator("dialog[open]").getByText("calendar 2020", { exact: true }).waitFor();
});

test("Enter saves, and another browser sees it without loading again", async () => {
  const [anna, bruno] = [await open("Anna"), await open("Bruno")];
  const before = await totals(bruno);
  await field(anna, "working_time.leave_days").fill("30");
  await field(anna, "working_time.leave_days").press("Enter");
  await eventually("Bruno sees 30", async () => (await field(bruno, "working_time.leave_days").inputValue()) === "30");
  assert.notDeepEqual(await totals(bruno), before);
  const { value, editedBy } = await saved("working_time.leave_days");
  assert.deepEqual({ value, editedBy }, { value: 30, editedBy: "Anna" });
});

test("a refused value keeps its text, with the reason at the field", async () => {
  const page = await open("Carla");
  for (const nonsense of ["abc", "-3", "99999999", "1,2,3"]) {
    await field(page, "service.C.minutes").fill(nonsense);
    await field(page, "service.C.minutes").press("Enter");
    assert.equal(await field(page, "service.C.minutes").inputValue(), nonsense);
    assert.equal(await field(page, "service.C.minutes").getAttribute("aria-invalid"), "true", nonsense);
    const told = await field(page, "service.C.minutes").getAttribute("aria-describedby");
    assert.notEqual((await page.locator(`#${told}`).innerText()).trim(), "", nonsense);
  }
  await accessible(page, "a refused value");
  assert.equal((await saved("service.C.minutes")).editedBy, null);
});

test("who lost the race keeps both numbers and decides", async () => {
  const page = await open("Dino");
  await field(page, "service.D.minutes").fill("77");
  await set("service.D.minutes", 55, "Elia");
  await field(page, "service.D.minutes").press("Enter");
  const conflict = page.locator('[data-conflict="service.D.minutes"]');
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /Elia/);
  assert.match(await conflict.innerText(), /55/);
  assert.equal(await field(page, "service.D.minutes").inputValue(), "77");
  await accessible(page, "a conflict");
  await picture(page, "demand-conflict");
  await conflict.locator('[data-keep="mine"]').click();
  await eventually("mine is saved", async () => (await saved("service.D.minutes")).value === 77);
});

test("a mix is saved whole, once it makes 100 %", async () => {
  const page = await open("Fabio");
  const { figures } = await server.ask("{ figures { figures { key value } } }");
  const shares = figures.figures.filter(({ key, value }) => key.startsWith("service.A.share.") && value > 0);
  const first = shares[0].key;
  const zero = ["FO", "OR", "DO", "CM", "NV"].map((profile) => `service.A.share.${profile}`).find((key) => key !== first);
  const was = Object.fromEntries(shares.map(({ key, value }) => [key, value]));
  const move = 0.1;
  await field(page, first).fill(`${Math.round((was[first] - move) * 100)}`);
  await field(page, first).press("Enter");
  assert.match(await page.locator('[data-mix="A"]').innerText(), /^90/);
  assert.equal((await saved(first)).value, was[first], "not saved yet");
  await field(page, zero).fill(`${Math.round(((was[zero] ?? 0) + move) * 100)}`);
  await field(page, zero).press("Enter");
  await eventually("both are saved", async () => Math.abs((await saved(first)).value - was[first] + move) < 1e-9);
  assert.equal((await saved(first)).revision, (await saved(zero)).revision, "in one write");
});

test("without a network the text stays, and goes out by itself later", async () => {
  const page = await open("Gaia");
  await page.context().setOffline(true);
  await field(page, "service.E.minutes").fill("88");
  await field(page, "service.E.minutes").press("Enter");
  await figure(page, "service.E.minutes").locator(".figure-wrong").waitFor();
  assert.equal(await field(page, "service.E.minutes").inputValue(), "88");
  await page.context().setOffline(false);
  await eventually("it is saved", async () => (await saved("service.E.minutes")).value === 88, 30_000);
});

test("what could not be sent survives a reload, and goes out once", async () => {
  const page = await open("Gino");
  const refuse = (route) => (route.request().postData()?.includes("figuresSet") ? route.abort() : route.fallback());
  await page.route("**/graphql", refuse);
  await field(page, "service.G.minutes").fill("41");
  await field(page, "service.G.minutes").press("Enter");
  await figure(page, "service.G.minutes").locator(".figure-wrong").waitFor();
  await field(page, "service.F1.minutes").fill("quanti?");
  await page.unroute("**/graphql", refuse);
  await page.reload();
  await page.locator('[data-row="region"]').waitFor({ timeout: 30_000 });
  assert.equal(await field(page, "service.F1.minutes").inputValue(), "quanti?", "what is typed is there");
  await eventually("it is saved", async () => (await saved("service.G.minutes")).value === 41, 30_000);
  assert.equal((await saved("service.G.minutes")).editedBy, "Gino");
  await eventually("nothing is kept", () => page.evaluate(() =>
    Object.keys(localStorage).every((key) => !key.startsWith("tavoliere.figures."))));
});

test("without a network the page opens with the figures that were known last, and what is typed there goes out later", async () => {
  const page = await open("Ginevra");
  // The program must be kept by the service worker before the line is cut.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator('[data-row="region"]').waitFor({ timeout: 30_000 });
  await set("service.L.minutes", 47, "Elia");
  await eventually("the change is heard", async () => (await field(page, "service.L.minutes").inputValue()) === "47");
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('[data-row="region"]').waitFor({ timeout: 30_000 });
  assert.equal(await field(page, "service.L.minutes").inputValue(), "47");
  await field(page, "service.M.minutes").fill("33");
  await field(page, "service.M.minutes").press("Enter");
  await figure(page, "service.M.minutes").locator(".figure-wrong").waitFor();
  await page.context().setOffline(false);
  await eventually("it is saved", async () => (await saved("service.M.minutes")).value === 33, 30_000);
});

test("a lost race is told on the page that is opened next", async () => {
  const page = await open("Gisa");
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  const hold = async (route) => {
    if (route.request().postData()?.includes("figuresSet")) await held;
    await route.fallback();
  };
  await page.route("**/graphql", hold);
  await field(page, "service.N.minutes").fill("301");
  await field(page, "service.N.minutes").press("Enter");
  await set("service.N.minutes", 290, "Elia");
  await page.locator('a[href="/"]').first().click();
  await page.waitForURL(`${server.url}/`);
  answer();
  await page.unroute("**/graphql", hold);
  await page.goto(`${server.url}/fabbisogno`);
  const conflict = page.locator('[data-conflict="service.N.minutes"]');
  await conflict.waitFor({ timeout: 30_000 });
  assert.match(await conflict.innerText(), /Elia/);
  assert.equal(await field(page, "service.N.minutes").inputValue(), "301");
  await conflict.locator('[data-keep="theirs"]').click();
  assert.equal((await saved("service.N.minutes")).value, 290);
});

test("a share corrected while its mix is under way goes out after it", async () => {
  const page = await open("Fulvia");
  let answer, first = true;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route("**/graphql", async (route) => {
    if (first && route.request().postData()?.includes("figuresSet")) {
      first = false;
      await held;
    }
    await route.fallback();
  });
  const type = async (profile, share) => {
    await field(page, `service.Q.share.${profile}`).fill(share);
    await field(page, `service.Q.share.${profile}`).press("Enter");
  };
  await type("DO", "90");
  await type("FO", "10");
  await type("DO", "80");
  await type("FO", "20");
  answer();
  await eventually("the correction is saved", async () => Math.abs((await saved("service.Q.share.DO")).value - 0.8) < 1e-9, 30_000);
});

test("a server that is asked too often is asked again when it says", async () => {
  const page = await open("Furio");
  let refusals = 0;
  await page.route("**/graphql", async (route) => {
    if (refusals > 0 || !route.request().postData()?.includes("figuresSet")) return route.fallback();
    refusals += 1;
    const error = { message: "too many", extensions: { code: "TOO_MANY_REQUESTS", retry_after_s: 1 } };
    await route.fulfill({ status: 429, contentType: "application/json", body: JSON.stringify({ errors: [error] }) });
  });
  await field(page, "service.M.minutes").fill("181");
  await field(page, "service.M.minutes").press("Enter");
  await eventually("it is saved", async () => (await saved("service.M.minutes")).value === 181, 30_000);
  assert.equal(refusals, 1);
});

test("a province and a profile have numbers of their own, and what is left is told", async () => {
  const page = await open("Zeno");
  const before = await totals(page);
  await page.locator('[aria-controls="own-time"], .ledger ~ .disclose').first().click();
  await field(page, "working_time.leave_days.OR").fill("40");
  await field(page, "working_time.leave_days.OR").press("Enter");
  await eventually("the term is saved", async () => (await saved("working_time.leave_days.OR"))?.value === 40);
  await page.locator("table.services tr", { has: field(page, "service.B.volume") }).locator(".disclose").click();
  await field(page, "service.B.volume.FG").fill("50000");
  assert.match(await page.locator('[data-rest="B"]').innerText(), /150\.000|150000/);
  await field(page, "service.B.volume.FG").press("Enter");
  await eventually("the volume is saved", async () => (await saved("service.B.volume.FG"))?.value === 50_000);
  assert.notEqual((await totals(page)).FG, before.FG);
  await field(page, "service.B.volume.LE").fill("150001");
  await field(page, "service.B.volume.LE").press("Enter");
  await eventually("it is refused at the field", async () =>
    (await field(page, "service.B.volume.LE").getAttribute("aria-invalid")) === "true");
  await field(page, "service.B.volume.LE").press("Escape");
  await accessible(page, "by province and by profile");
  await picture(page, "demand-own");
  await field(page, "service.B.volume.FG").fill("");
  await field(page, "service.B.volume.FG").press("Enter");
  await eventually("it is taken back", async () => (await saved("service.B.volume.FG")).value === null);
});

test("every number opens into its formula, every figure into its source", async () => {
  const page = await open("Ida");
  await page.locator('[data-row="FG03"] .opener').first().press("Enter");
  await page.locator("dialog[open] .terms").waitFor();
  await accessible(page, "a formula");
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" }).catch(() => {});
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await figure(page, "service.F3.minutes").locator(".figure-source").click();
  await page.locator("dialog[open] .facts").waitFor();
  await accessible(page, "a source");
});

test("axe finds nothing, in both languages, wide and narrow", async () => {
  for (const language of ["it", "en"]) {
    for (const viewport of [undefined, NARROW, { width: 320, height: 640 }]) {
      const page = await open("Lia", { language, ...(viewport && { viewport }) });
      await accessible(page, `${language} ${viewport?.width ?? "wide"}`);
      const out = await page.locator(".ledger .figure-source").evaluateAll((marks) =>
        marks.filter((mark) => mark.getBoundingClientRect().right > mark.closest("td").getBoundingClientRect().right).length);
      assert.equal(out, 0, `no mark lies over the unit beside it, ${language} ${viewport?.width ?? "wide"}`);
      const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needs <= has, `${needs} px at ${has} px`);
      assert.deepEqual([page.complaints, page.foreign], [[], []]);
      await picture(page, `demand-${language}-${viewport?.width ?? "wide"}`);
      await page.context().close();
    }
  }
});

test("the bars say which figure moves the need most, and follow what is typed", async () => {
  const page = await open("Vera");
  await page.locator(".tornado summary").press("Enter");
  const rows = page.locator(".tornado tbody tr");
  await eventually("the first bars are there", async () => (await rows.count()) === 12);
  const { sizing } = await server.ask("{ sizing { sensitivity(share: 0.1) { need swings { figure } } } }");
  const figures = () => rows.evaluateAll((all) => all.map((row) => row.dataset.figure));
  assert.deepEqual(await figures(), sizing.sensitivity.swings.slice(0, 12).map(({ figure }) => figure));
  await accessible(page, "the bars");
  await picture(page, "demand-tornado");
  await page.locator(".tornado button").click();
  await eventually("all bars are there", async () => (await rows.count()) === sizing.sensitivity.swings.length);
  const told = () => page.locator('.tornado [role="status"]').innerText();
  const before = await told();
  await page.locator("#tornado-cpi").selectOption("FG01");
  await eventually("it is Foggia's need", async () => (await told()) !== before);
  await page.locator("#tornado-share").fill("200");
  assert.match(await page.locator("#tornado-share-wrong").innerText(), /90/);
  await page.locator("#tornado-share").fill("20");
  await page.locator("#tornado-cpi").selectOption("");
  const calm = await told();
  await field(page, "service.F3.minutes").fill("60");
  await eventually("the need follows the typing", async () => (await told()) !== calm);
  await field(page, "service.F3.minutes").fill("12");
  assert.deepEqual(page.complaints, []);
});
