// The worker in which the planning model does its long work, so that the page stays quick. One job at a time; the page
// ends the worker to stop one.
import start, { work } from "./{{module}}";

const ready = start({ module_or_path: new URL("./{{wasm}}", import.meta.url) });

addEventListener("message", async ({ data }) => {
  await ready;
  const progress = (done, of) => postMessage({ done, of });
  postMessage({ result: work(data, progress) });
});
