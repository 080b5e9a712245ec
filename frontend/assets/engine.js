// The worker in which the planning model does its long work, so that the page stays quick. One job at a time; the page
// ends the worker to stop one. A search that goes on for too long gives the best it has, and says so.
import start, { work } from "./{{module}}";

const PATIENCE_MS = 10_000;
const ready = start({ module_or_path: new URL("./{{wasm}}", import.meta.url) });

addEventListener("message", async ({ data }) => {
  await ready;
  // A draw always ends; only a search may go on for too long.
  const until = data.startsWith('{"kind":"PROPOSE"') ? Date.now() + PATIENCE_MS : Infinity;
  const progress = (done, of) => {
    postMessage({ done, of });
    return Date.now() > until;
  };
  postMessage({ result: work(data, progress) });
});
