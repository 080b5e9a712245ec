// The allocation board as its users know it: cells by CPI and profile, and what the page says of saving.
import { eventually } from "./browser.mjs";

/** Opens the board of a scenario and waits until it can be typed into. */
export async function open(page, server, scenario) {
  await page.goto(`${server.url}/allocazione/${scenario}`);
  await ready(page);
}

export async function ready(page) {
  await page.locator('[role="grid"] [data-cell]').first().waitFor({ timeout: 30_000 });
}

/** The cell of a CPI and a profile, such as `FG03:OR`. */
export const cell = (page, key) => page.locator(`[role="grid"] [data-cell="${key}"]`);

/** Types a number into a cell, by keyboard, and commits it with Enter. */
export async function type(page, key, text) {
  await cell(page, key).click();
  await page.keyboard.type(`${text}`);
  await page.keyboard.press("Enter");
}

/** The number that a cell shows. */
export const shown = (page, key) => cell(page, key).getAttribute("data-value").then(Number);

/** Waits until a cell shows a number. */
export const shows = (page, key, value, milliseconds) =>
  eventually(`${key} shows ${value}`, async () => (await shown(page, key)) === value, milliseconds);

/** Waits until the page says `saved`, `waiting`, `conflict` or `offline`. */
export const says = (page, state, milliseconds) =>
  eventually(`the board is ${state}`, async () =>
    (await page.locator("[data-save-state]").getAttribute("data-save-state")) === state, milliseconds);

/** Asks for the proposal that the form describes, and waits for the answer. */
export async function compute(page) {
  await page.locator(".ask button[type=submit]").click();
  await page.locator(".proof, .infeasible").first().waitFor({ timeout: 30_000 });
}

/** Makes a scenario with money for a year; answers its global id, and the key in its address. */
export const newScenario = async (server, name, headCount, year = 2020) => {
  const { scenarioCreate } = await server.ask(
    "mutation($input: ScenarioCreateInput!) { scenarioCreate(input: $input) { scenario { id } } }",
    { input: { write: crypto.randomUUID(), name, year, headCount, budgetCents: 1e9, months: 12 } },
  );
  const { id } = scenarioCreate.scenario;
  return { id, key: Buffer.from(id, "base64url").toString().split(":")[1] };
};
