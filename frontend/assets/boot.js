// Starts the program and takes the placeholder away. The addresses stand in the page, so this file rarely changes.
// What it says to people it says in both languages: the program that knows the chosen one is not there yet.

const address = (id) => document.getElementById(id).href;

const tell = (it, en) => {
  const message = document.getElementById("boot-message");
  if (!message) return;
  message.setAttribute("role", "alert");
  const english = document.createElement("span");
  english.lang = "en";
  english.textContent = en;
  message.replaceChildren(it, document.createElement("br"), english);
};

async function start() {
  if (typeof WebAssembly !== "object") {
    tell(
      "Questo browser non ha WebAssembly, di cui Tavoliere ha bisogno. Usa una versione recente di Firefox, Chrome, Edge o Safari.",
      "This browser has no WebAssembly, which Tavoliere needs. Use a recent Firefox, Chrome, Edge or Safari.",
    );
    return;
  }
  ahead();
  // The first page does without the style of the others: there it comes after the program.
  const first = location.pathname === "/";
  if (!first) dress();
  try {
    const program = await import(address("program"));
    // Compiles while it streams; the preload of the page has already asked for the same address.
    await program.default({ module_or_path: fetch(address("wasm"), { credentials: "same-origin" }) });
    document.getElementById("boot")?.remove();
    if (first) dress();
  } catch (error) {
    console.error(error);
    tell(
      "Tavoliere non si è aperto: la rete o il server non hanno risposto. Ricarica la pagina tra poco.",
      "Tavoliere did not open: the network or the server did not answer. Load the page again shortly.",
    );
    return;
  }
  keepAvailable();
}

// The style of the pages that load on demand.
function dress() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = document.querySelector("meta[name=pages]").content;
  document.querySelector("link[rel=stylesheet]").after(sheet);
}

// What the views of these addresses are called in the program; the first that fits.
const VIEWS = [
  [/^\/allocazione\/./, "board_page"],
  [/^\/allocazione/, "list_page"],
  [/^\/fabbisogno/, "demand_page"],
  [/^\/piano/, "plan_page"],
  [/^\/eventi/, "events_page"],
  [/^\/(partenariati|organizzazioni)/, "partnership_pages"],
  [/^\/./, "pages"],
];

// The parts of this page set out as soon as the program is here, while it is being compiled: it asks for them only when it runs.
function ahead() {
  const view = VIEWS.find(([pattern]) => pattern.test(location.pathname))?.[1];
  const parts = JSON.parse(document.querySelector("meta[name=early]").content)[view];
  if (!parts || typeof PerformanceObserver !== "function") return;
  const program = address("wasm");
  const observer = new PerformanceObserver((seen) => {
    if (!seen.getEntriesByName(program).length) return;
    observer.disconnect();
    for (const part of parts) fetch(part).catch(() => {});
  });
  observer.observe({ type: "resource", buffered: true });
}

// Without a network the program stays available; without a service worker everything else works.
function keepAvailable() {
  if (!("serviceWorker" in navigator)) return;
  const register = () => navigator.serviceWorker.register("/sw.js").catch((error) => console.warn(error));
  // It fetches every part: not while the first page still loads and paints.
  const calm = () =>
    typeof requestIdleCallback === "function" ? requestIdleCallback(register, { timeout: 5000 }) : setTimeout(register, 1000);
  if (document.readyState === "complete") calm();
  else addEventListener("load", calm, { once: true });
}

start();
