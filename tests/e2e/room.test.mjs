// The sums of a table stay true: who finds no operator left is told why, and takes what there is room for.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { newScenario, open, says, shown, shows, type } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const fit = (page) => page.locator('[data-aside="fit"]');

/** What the database holds of a scenario. */
const placed = async (id) => {
  const { scenario } = await server.ask("query($id: ID!) { scenario(id: $id) { cells { operators } } }", { id });
  return scenario.cells.reduce((sum, { operators }) => sum + operators, 0);
};

test("of two planners who take the last operators at once one is refused, told why, and takes what is left by keyboard", async () => {
  const { id, key } = await newScenario(server, "Gli ultimi", 6, 2026);
  const [anna, bruno] = [await person(browser, server, { name: "Anna" }), await person(browser, server, { name: "Bruno" })];
  await Promise.all([open(anna, server, key), open(bruno, server, key)]);
  await Promise.all([type(anna, "FG01:OR", 4), type(bruno, "BA01:OR", 4)]);
  const loser = await eventually("one of them is refused", async () => {
    for (const page of [anna, bruno]) if (await page.locator("[data-refused]").isVisible()) return page;
  });
  const mine = loser === anna ? "FG01:OR" : "BA01:OR";
  const told = await loser.locator("[data-refused]").innerText();
  assert.match(told, /6 operatori/);
  assert.equal(await shown(loser, mine), 0, "nothing of it was written");
  await eventually("two are left for it", async () => /\b2\b/.test(await fit(loser).innerText()));
  await picture(loser, "room-refused");
  await accessible(loser);
  await fit(loser).focus();
  await loser.keyboard.press("Enter");
  await shows(loser, mine, 2);
  await says(loser, "saved", 20_000);
  assert.equal(await placed(id), 6);
  // The number that was refused is no step: one undo takes back what was taken, and nothing is left to undo.
  const undo = loser.getByRole("button", { name: "Annulla", exact: true });
  await undo.click();
  await shows(loser, mine, 0);
  await eventually("there is nothing more to undo", () => undo.isDisabled());
});

test("in English, on a phone: where nothing is left the number is kept aside until there is room", async () => {
  const { id, key } = await newScenario(server, "The last", 3, 2026);
  const page = await person(browser, server, { name: "Carla", language: "en", viewport: NARROW });
  await open(page, server, key);
  await type(page, "FG01:OR", 3);
  await says(page, "saved", 20_000);
  await type(page, "FG02:OR", 2);
  await page.locator("[data-refused]").waitFor();
  assert.match(await page.locator("[data-refused]").innerText(), /3 operators/);
  assert.equal(await fit(page).isVisible(), false, "there is room for none of them");
  await picture(page, "room-none");
  await type(page, "FG01:OR", 1);
  await eventually("there is room", () => fit(page).isVisible());
  await fit(page).click();
  await shows(page, "FG02:OR", 2);
  await says(page, "saved", 20_000);
  assert.equal(await placed(id), 3);
});
