// The first visit: an empty cache, Chromium's own throttling to 10 Mb/s (with 20 ms of latency) and a processor four
// times slower. `cargo xtask bench first-load` builds what is served and runs this.
//
// A page counts as interactive when its content stands (the map's basins or the grid's cells) and the main thread has
// come free to paint; then a real key press is sent, and how long the page takes to answer it with a frame is told beside.
import { chromium } from "../tests/node_modules/playwright-core/index.mjs";
import { Server, FIRST_SCENARIO } from "../tests/e2e/support/server.mjs";

const RUNS = 5;
const NETWORK = { offline: false, latency: 20, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const PAGES = {
  Cruscotto: ["/", "main svg path"],
  Fabbisogno: ["/fabbisogno", "main input"],
  Allocazione: [`/allocazione/${FIRST_SCENARIO}`, '[role="grid"] [data-cell]'],
};

// `node benches/first-load.mjs Allocazione` measures that page alone.
const wanted = process.argv.slice(2);

const server = await Server.start();
const browser = await chromium.launch({
  executablePath: process.env.TAVOLIERE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});

async function visit(path, content) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "it-IT" });
  const [cookie, value] = (await server.cookie("Anna")).split(/=(.*)/s);
  await context.addCookies([{ name: cookie, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", NETWORK);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  let bytes = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  // Looked for at every frame, so that a busy main thread counts against the page.
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector) && !document.getElementById("boot")) {
        requestAnimationFrame(() => setTimeout(() => (globalThis.interactiveAt = performance.now())));
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  }, content);
  await page.goto(server.url + path, { waitUntil: "commit" });
  await page.waitForFunction(() => globalThis.interactiveAt, null, { timeout: 60_000 });
  const answered = page.evaluate(
    () =>
      new Promise((answered) => {
        addEventListener("keydown", (event) => {
          requestAnimationFrame(() => setTimeout(() => answered(performance.now() - event.timeStamp)));
        }, { once: true, capture: true });
        globalThis.waiting = true;
      }),
  );
  await page.waitForFunction(() => globalThis.waiting);
  await page.keyboard.press("Tab");
  const key = await answered;
  const { interactive, paint } = await page.evaluate(() => ({
    interactive: globalThis.interactiveAt,
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  }));
  await context.close();
  return { paint, interactive, key, kilobytes: bytes / 1000 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(`Median of ${RUNS} first visits, 10 Mb/s, 4x slower processor`);
console.log("page          first paint ms   interactive ms   key answered ms   fetched kB");
for (const [name, [path, content]] of Object.entries(PAGES)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await visit(path, content));
  const of = (what) => median(runs.map((run) => run[what])).toFixed(0);
  const cells = [of("paint").padStart(14), of("interactive").padStart(16), of("key").padStart(17), of("kilobytes").padStart(12)];
  console.log(`${name.padEnd(13)} ${cells.join(" ")}`);
}
await browser.close();
await server.stop();
