// The pictures of the README, taken anew from the real pages. `cargo xtask pictures` builds what is served and runs this.
//
// What is looked at: each picture stands for a page that a planner opens, with the built-in plan and nothing invented.
import { join } from "node:path";
import { launch, person, WIDE } from "../e2e/support/browser.mjs";
import { FIRST_SCENARIO, Server } from "../e2e/support/server.mjs";
import { cell, open, says } from "../e2e/support/board.mjs";

const folder = new URL("../../docs/images/", import.meta.url).pathname;
const server = await Server.start();
const browser = await launch();
const page = await person(browser, server, { name: "Anna", viewport: WIDE });
const keep = (name) => page.screenshot({ path: join(folder, `${name}.png`) });

await open(page, server, FIRST_SCENARIO);
await page.getByRole("button", { name: "Proposta", exact: true }).click();
await page.locator(".ask button[type=submit]").click();
await page.locator(".proof").first().waitFor({ timeout: 60_000 });
await page.locator(".proof").first().scrollIntoViewIfNeeded();
await keep("proposal");
await page.locator('[data-take="all"]').click();
await says(page, "saved");
await page.keyboard.press("Escape");
await cell(page, "FG03:OR").click();
await keep("allocation");

await browser.close();
await server.stop();
