// The table as a file: saved from the board, edited, loaded again as changes that are looked at before they are written.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible, eventually, launch, NARROW, person, picture } from "./support/browser.mjs";
import { globalId, Server } from "./support/server.mjs";
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

const created = async (name) => (await newScenario(server, name, 20, 2026)).key;

/** Opens the window by keyboard. */
async function opened(page) {
  await page.locator("[data-spreadsheet]").focus();
  await page.keyboard.press("Enter");
  await page.locator("#spreadsheet-title").waitFor();
}

/** Saves a file by its link. */
async function saved(page, kind) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-save="${kind}"]`).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const told = (page, name) => page.locator(".spreadsheet-told").getByText(name).waitFor({ timeout: 20_000 });

/** Chooses a file by keyboard, and waits until the page tells what it says. */
async function loaded(page, name, text) {
  const field = page.locator("#spreadsheet-file");
  // On a busy machine a key may come before the field is there to take it.
  const chooser = await eventually("the field opens the browser's window", async () => {
    await field.focus();
    const waiting = page.waitForEvent("filechooser", { timeout: 3_000 }).catch(() => undefined);
    await page.keyboard.press("Enter");
    return waiting;
  }, 30_000);
  await chooser.setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await told(page, name);
}

/** Chooses a file as the browser's own window does. */
async function chosen(page, name, text) {
  await page.locator("#spreadsheet-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await told(page, name);
}

/** A table of text with other numbers: the first profile's, by CPI. */
function edited(text, numbers) {
  const lines = text.split("\n").map((line) => {
    const fields = line.split(";");
    if (fields[1] in numbers) fields[3] = `${numbers[fields[1]]}`;
    return fields.join(";");
  });
  const rows = Object.fromEntries(lines.map((line, index) => [line.split(";")[1], index + 1]));
  return { text: lines.join("\n"), at: (cpi) => `D${rows[cpi]}` };
}

const change = (page, at) => page.locator(`[data-change="${at}"]`);

test("a file is saved, edited and taken in by keyboard: bad cells are named, nothing is written before it is said, one step undoes it", async () => {
  const planner = await person(browser, server, { name: "Paola" });
  const scenario = await created("Foglio");
  await open(planner, server, scenario);
  const profile = (await planner.locator('[role="grid"] [data-cell^="FG01:"]').first().getAttribute("data-cell")).split(":")[1];
  await type(planner, `FG01:${profile}`, 3);
  await says(planner, "saved");
  await opened(planner);
  const book = await saved(planner, "xlsx");
  assert.match(book.name, /^Foglio-r1\.xlsx$/);
  assert.equal(book.bytes.subarray(0, 2).toString(), "PK");
  const { bytes } = await saved(planner, "csv");
  const file = edited(bytes.toString(), { FG01: 5, FG02: 2, FG03: "tanti", BA01: -1 });
  // A colleague changes a cell that the file changes too.
  await server.ask("mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }",
    { input: { write: crypto.randomUUID(), scenario: globalId("Scenario", scenario), edits: [{ cpi: "FG02", profile, operators: 7, locked: false, seen: 0 }] } });
  await shows(planner, `FG02:${profile}`, 7, 20_000);
  await loaded(planner, "rivisto.csv", file.text);
  await change(planner, file.at("FG01")).waitFor();
  assert.match(await change(planner, file.at("FG01")).innerText(), /3 → 5/);
  assert.match(await change(planner, file.at("FG02")).innerText(), /7 → 2[^]*era 0/);
  assert.equal(await planner.locator("[data-change]").count(), 2);
  assert.match(await planner.locator(`[data-fault="${file.at("FG03")}"]`).innerText(), /tanti[^]*non è un numero/);
  assert.match(await planner.locator(`[data-fault="${file.at("BA01")}"]`).innerText(), /meno di zero/);
  assert.equal(await shown(planner, `FG01:${profile}`), 3, "nothing is written");
  // What somebody changed since is left alone unless the reader takes it.
  await planner.locator('[data-apply="1"]').waitFor();
  await accessible(planner, "the window of a scenario's files, with what one would change");
  await picture(planner, "spreadsheet");
  await change(planner, file.at("FG02")).getByRole("checkbox").focus();
  await planner.keyboard.press("Space");
  await planner.locator('[data-apply="2"]').waitFor();
  await planner.locator("[data-apply]").focus();
  await planner.keyboard.press("Enter");
  await planner.locator('[data-applied="2"]').waitFor();
  await eventually("the focus is on what was done", () => planner.evaluate(() => document.activeElement.classList.contains("spreadsheet-told")));
  await shows(planner, `FG01:${profile}`, 5);
  await shows(planner, `FG02:${profile}`, 2);
  await planner.keyboard.press("Escape");
  await says(planner, "saved");
  // The same file again changes nothing; one step takes all of it back.
  await opened(planner);
  await loaded(planner, "rivisto.csv", file.text);
  assert.match(await planner.locator(".spreadsheet-told").innerText(), /Nessuno è da cambiare/);
  await planner.keyboard.press("Escape");
  await planner.getByRole("button", { name: "Annulla" }).click();
  await shows(planner, `FG01:${profile}`, 3);
  await shows(planner, `FG02:${profile}`, 7);
  await says(planner, "saved");
  assert.deepEqual(planner.complaints, []);
});

test("on a phone and in English it is the same, and what is no table says so", async () => {
  const page = await person(browser, server, { language: "en", viewport: NARROW, name: "Corrado", role: "COORDINATOR", scope: "FG" });
  const scenario = await created("Telefono");
  await open(page, server, scenario);
  await opened(page);
  await chosen(page, "note.csv", "ciao");
  await page.locator('[data-fault=""]').waitFor();
  assert.match(await page.locator('[data-fault=""]').innerText(), /no table/);
  const { bytes } = await saved(page, "csv");
  assert.match(bytes.toString(), /CPI code/);
  const rows = ["CPI code,OR,ZZ", "FG01,4,1", "BA01,4,1", "FG01,9,9", "XX99,1,1"].join("\n");
  await chosen(page, "mine.csv", rows);
  await change(page, "B2").waitFor();
  for (const [at, said] of [["C1", /no profile/], ["B3", /territory/], ["A4", /in A2 already/], ["A5", /no CPI/]]) {
    assert.match(await page.locator(`[data-fault="${at}"]`).innerText(), said);
  }
  assert.match(await page.locator(".spreadsheet-told").innerText(), /does not say which revision/);
  await accessible(page, "the window of a scenario's files on a phone");
  await picture(page, "spreadsheet-phone");
  await page.locator('[data-apply="1"]').click();
  await page.locator('[data-applied="1"]').waitFor();
  await picture(page, "spreadsheet-phone-done");
  await page.keyboard.press("Escape");
  await says(page, "saved", 20_000);
  assert.equal(await shown(page, "FG01:OR"), 4);
  assert.deepEqual(page.complaints, []);
});
