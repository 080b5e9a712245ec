// Meetings at a scenario: one leads and the others' boards follow; what each thinks is recorded, and stays.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { Server } from "./support/server.mjs";
import { cell, newScenario, open } from "./support/board.mjs";

let server, browser;
before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const rows = (page) => page.locator('[role="grid"] tr.cpi').count();
const bar = (page) => page.locator("[data-meeting-bar]");

test("a planner begins by keyboard, the others' boards follow, and each says what they think", async () => {
  const { key } = await newScenario(server, "Cabina", 20, 2026);
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  const bruno = await person(browser, server, { name: "Bruno Verdi", role: "COORDINATOR", scope: "FG", language: "en", viewport: NARROW });
  await open(anna, server, key);
  await open(bruno, server, key);
  assert.equal(await bar(bruno).isVisible(), false);
  await anna.locator("[data-meetings]").focus();
  await anna.keyboard.press("Enter");
  await anna.locator('[data-meeting-step="begin"]').focus();
  await anna.keyboard.press("Enter");
  await anna.locator("#meeting-outcome").waitFor();
  await anna.keyboard.press("Escape");
  await bar(bruno).getByText("Led by Anna Bianchi").waitFor();

  // What Anna shows, Bruno's board shows: her province, and her cell.
  await anna.locator(".board-sheet select").first().selectOption({ label: "Lecce" });
  await cell(anna, "LE03:DO").click();
  await eventually("Bruno's board has the rows of Lecce", async () => (await rows(bruno)) === 10);
  await eventually("and Anna's cell under its cursor", async () => (await cell(bruno, "LE03:DO").getAttribute("class")).includes("here"));
  assert.equal(await bruno.evaluate(() => document.activeElement?.dataset?.cell), undefined, "nobody's focus is taken");
  // Whoever does not follow stays.
  await bruno.locator("[data-follow]").uncheck();
  await anna.locator(".board-sheet select").first().selectOption({ label: "Tutte" });
  await eventually("Anna sees all", async () => (await rows(anna)) === 43);
  await bruno.waitForTimeout(1_500);
  assert.equal(await rows(bruno), 10);
  await bruno.locator("[data-follow]").check();
  await eventually("Bruno sees all again", async () => (await rows(bruno)) === 43);

  await bruno.locator("[data-meeting-open]").click();
  await bruno.getByLabel("In favour, on a condition").check();
  await bruno.locator("[data-opinion-save]").click();
  await eventually("a condition is wanted", async () => (await bruno.locator("#opinion-remark-wrong").innerText()) !== "");
  await bruno.locator("#opinion-remark").fill("<b>Due</b> DO in più a Foggia");
  await bruno.locator("[data-opinion-save]").click();
  await bruno.locator("[data-opinion]").waitFor();
  await accessible(bruno, "the window of a meeting, narrow");
  await picture(bruno, "meeting-en-narrow");
  await eventually("Anna's bar counts it", async () => (await bar(anna).locator("[data-opinions]").innerText()).includes("condizione: 1"));
  await anna.locator("[data-meeting-open]").click();
  await anna.locator("[data-opinion]").getByText("<b>Due</b> DO in più a Foggia").waitFor();
  await picture(anna, "meeting-it");
  await anna.locator("#meeting-outcome").fill("Si procede");
  await anna.locator("#meeting-outcome").press("Tab");
  await anna.keyboard.press("Enter");
  await anna.locator("[data-meeting]").getByText("Si procede").waitFor();
  await eventually("it is over for Bruno, too", async () => !(await bar(bruno).isVisible()));
  await bruno.locator("[data-meeting]").getByText("Si procede").waitFor();
  assert.deepEqual([...anna.complaints, ...bruno.complaints], []);
});

test("a reader follows and reads, and neither leads nor gives an opinion", async () => {
  const { key } = await newScenario(server, "Con lettori", 20, 2026);
  const anna = await person(browser, server, { name: "Anna Bianchi" });
  const rita = await person(browser, server, { name: "Rita Lettrice", role: "READER" });
  await open(anna, server, key);
  await open(rita, server, key);
  await anna.locator("[data-meetings]").click();
  await anna.locator('[data-meeting-step="begin"]').click();
  await rita.locator("[data-meeting-open]").click();
  await rita.getByText("Guida Anna Bianchi").first().waitFor();
  assert.equal(await rita.locator("[data-opinion-save], [data-meeting-step]").count(), 0);
  // Another planner takes the lead; the first one follows from then on.
  const carla = await person(browser, server, { name: "Carla Neri" });
  await open(carla, server, key);
  await carla.locator("[data-meeting-open]").click();
  await carla.locator('[data-meeting-step="lead"]').click();
  await eventually("Anna follows", async () => (await bar(anna).locator("[data-follow]").count()) === 1);
});
