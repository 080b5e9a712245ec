// The worker in which the planning model does its long work, so that the page stays quick. One job at a time; the page
// ends the worker to stop one, and gives it the next one otherwise: it remembers the last optimum. A division that takes too
// long gives what it has, and says what was not finished.
import start, { work } from "./{{module}}";

const PATIENCE_MS = 10_000;
const TELL_EVERY_MS = 100;
const ready = start({ module_or_path: new URL("./{{wasm}}", import.meta.url) });

addEventListener("message", async ({ data }) => {
  await ready;
  // A draw always ends; a division may go on for too long.
  const until = data.startsWith('{"kind":"RISKS"') ? Infinity : Date.now() + PATIENCE_MS;
  let told = 0;
  const progress = (step) => {
    const now = Date.now();
    if (now - told >= TELL_EVERY_MS) {
      told = now;
      postMessage({ step });
    }
    return now > until;
  };
  postMessage({ result: work(data, progress) });
});
