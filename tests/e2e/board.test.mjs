// What the allocation board promises: seen by all, exactly one wins, nothing acknowledged lost, nothing typed lost.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch, person, eventually, picture } from "./support/browser.mjs";
import { Server, FIRST_SCENARIO } from "./support/server.mjs";
import { cell, open, ready, says, shown, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("an edit in one browser appears in the other", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const bruno = await person(browser, server, { name: "Bruno" });
  await Promise.all([open(anna, server, FIRST_SCENARIO), open(bruno, server, FIRST_SCENARIO)]);
  await type(anna, "FG03:OR", 3);
  await shows(bruno, "FG03:OR", 3);
  await says(anna, "saved");
  const { cells } = await server.board(FIRST_SCENARIO);
  assert.equal(cells["FG03:OR"].operators, 3);
  assert.equal(cells["FG03:OR"].editedBy, "Anna");
  await picture(bruno, "edit-of-another");
});

test("two write one cell at once: exactly one wins, the other keeps both numbers and decides", async () => {
  const anna = await person(browser, server, { name: "Anna" });
  const bruno = await person(browser, server, { name: "Bruno" });
  await Promise.all([open(anna, server, FIRST_SCENARIO), open(bruno, server, FIRST_SCENARIO)]);
  // Both type over the same revision: neither browser hears of the other before it has sent.
  await Promise.all([anna, bruno].map((page) => page.context().setOffline(true)));
  await type(anna, "LE05:FO", 4);
  await type(bruno, "LE05:FO", 7);
  await Promise.all([anna, bruno].map((page) => page.context().setOffline(false)));
  const disputed = await eventually("one of them is told", async () => {
    const told = [];
    for (const page of [anna, bruno]) {
      if (await page.locator('[data-dispute="LE05:FO"]').count()) told.push(page);
    }
    return told.length === 1 && told[0];
  }, 30_000);
  const winner = disputed === anna ? bruno : anna;
  const [mine, theirs] = disputed === anna ? [4, 7] : [7, 4];
  await says(winner, "saved", 20_000);
  assert.equal((await server.board(FIRST_SCENARIO)).cells["LE05:FO"].operators, theirs);
  const dispute = disputed.locator('[data-dispute="LE05:FO"]').first();
  const text = await dispute.innerText();
  assert.match(text, new RegExp(`${mine}`), "my number is kept");
  assert.match(text, new RegExp(`${theirs}`), "theirs is shown");
  assert.match(text, winner === anna ? /Anna/ : /Bruno/, "and whose it is");
  await picture(disputed, "dispute");
  await disputed.reload();
  await ready(disputed);
  await disputed.locator('[data-dispute="LE05:FO"]').first().waitFor();
  await disputed.locator('[data-dispute="LE05:FO"] [data-keep="mine"]').first().click();
  await shows(winner, "LE05:FO", mine);
  assert.equal((await server.board(FIRST_SCENARIO)).cells["LE05:FO"].operators, mine);
});

test("ten edits made offline survive a reload and arrive once", async () => {
  const page = await person(browser, server, { name: "Carla" });
  await open(page, server, FIRST_SCENARIO);
  // The program must be kept by the service worker before the line is cut.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await ready(page);
  const before = (await server.board(FIRST_SCENARIO)).revision;
  await page.context().setOffline(true);
  const keys = ["BA01", "BA02", "BA03", "BA04", "BA05", "BA06", "BA07", "BA08", "BA09", "BA10"].map((cpi) => `${cpi}:NV`);
  for (const [n, key] of keys.entries()) await type(page, key, n + 1);
  await says(page, "offline");
  await page.reload();
  await ready(page);
  for (const [n, key] of keys.entries()) assert.equal(await shown(page, key), n + 1, `${key} after the reload`);
  await picture(page, "offline");
  await page.context().setOffline(false);
  await says(page, "saved", 40_000);
  const { cells, revision } = await server.board(FIRST_SCENARIO);
  for (const [n, key] of keys.entries()) assert.equal(cells[key].operators, n + 1, key);
  const writes = new Set(keys.map((key) => cells[key].revision));
  assert.equal(revision - before, writes.size, "each write was applied once");
});

test("the server is killed in the middle of 200 edits: every acknowledged one is there, no other", async () => {
  const page = await person(browser, server, { name: "Dino" });
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name: "Prova di forza", year: 2020, headCount: 2_000, budgetCents: 1e11, months: 18 } },
  );
  const scenario = Buffer.from(scenarioCreate.scenario.id, "base64url").toString().split(":")[1];
  await open(page, server, scenario);
  const { cpis } = await server.ask("{ cpis(first: 50) { nodes { code } } }");
  const keys = cpis.nodes.flatMap(({ code }) => ["FO", "OR", "DO", "CM", "NV"].map((profile) => `${code}:${profile}`)).slice(0, 200);
  let typed = 0;
  const typing = (async () => {
    for (const [n, key] of keys.entries()) {
      await type(page, key, (n % 9) + 1);
      typed = n + 1;
    }
  })();
  await eventually("a hundred are typed", () => typed >= 100, 60_000);
  await server.kill();
  await server.restart();
  await typing;
  await says(page, "saved", 60_000);
  const { cells } = await server.board(scenario);
  assert.equal(Object.keys(cells).length, keys.length, "no other cell was set");
  for (const [n, key] of keys.entries()) {
    assert.equal(cells[key].operators, (n % 9) + 1, key);
    assert.equal(await shown(page, key), (n % 9) + 1, `${key} on the page`);
  }
});

test("the keyboard alone edits, undoes, redoes, locks, copies and pastes", async () => {
  const page = await person(browser, server, { name: "Elia" });
  await open(page, server, FIRST_SCENARIO);
  await cell(page, "TA01:FO").click();
  await page.keyboard.type("5");
  await page.keyboard.press("Tab");
  await page.keyboard.type("6");
  await page.keyboard.press("Enter");
  assert.deepEqual([await shown(page, "TA01:FO"), await shown(page, "TA01:OR")], [5, 6]);
  await page.keyboard.press("Control+z");
  await shows(page, "TA01:OR", 0);
  await page.keyboard.press("Control+y");
  await shows(page, "TA01:OR", 6);
  await cell(page, "TA01:FO").click();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+c");
  await cell(page, "TA02:FO").click();
  await page.keyboard.press("Control+v");
  await shows(page, "TA02:FO", 5);
  await shows(page, "TA02:OR", 6);
  await page.keyboard.press("Escape");
  await cell(page, "TA01:FO").click();
  await page.keyboard.press("l");
  await eventually("it is locked", async () => (await cell(page, "TA01:FO").getAttribute("aria-readonly")) === "true");
  await page.keyboard.type("9");
  await page.keyboard.press("Enter");
  assert.equal(await shown(page, "TA01:FO"), 5, "a locked cell does not change");
  await says(page, "saved");
});

test("a wrong number is told at the cell, and keeps what was typed", async () => {
  const page = await person(browser, server, { name: "Fabio" });
  await open(page, server, FIRST_SCENARIO);
  for (const nonsense of ["-3", "1,5", "1000000000000", "abc"]) {
    await cell(page, "BR01:FO").click();
    await page.keyboard.press("F2");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(nonsense);
    await page.keyboard.press("Enter");
    const field = page.locator('[role="grid"] [aria-invalid="true"]');
    await field.first().waitFor();
    assert.equal(await field.first().inputValue(), nonsense);
    await page.keyboard.press("Escape");
  }
  assert.equal(await shown(page, "BR01:FO"), 0);
});
