// The page on which a developer tries the API: GraphiQL between our header and the window's edge. Asks no other machine for anything.
import "./styles.js";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import "monaco-graphql/esm/monaco-editor.js";
import { GraphiQL } from "graphiql";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "graphiql/graphiql.css";
import "./console.css";
import { ask, fetcher, setToken } from "./ask.js";
import { language, words } from "./words.js";

const element = (id) => document.getElementById(id);

// The editor's workers are files of ours, whose addresses stand in the page.
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(element(`worker-${label in { json: 1, graphql: 1 } ? label : "editor"}`).content, { type: "module" }),
};

document.documentElement.lang = language;
document.title = `${words.title} · Tavoliere`;
for (const place of document.querySelectorAll("[data-word]")) place.textContent = words[place.dataset.word];

/** Says as whom the next request goes. */
async function tell() {
  const said = element("who");
  try {
    const { data, errors } = await ask({ query: "{ viewer { name } }" });
    said.textContent = errors ? words.refused : data.viewer ? words.as_person.replace("{name}", data.viewer.name) : words.as_visitor;
  } catch {
    said.textContent = words.offline;
  }
}

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  setToken(element("token").value);
  tell();
});
element("token").addEventListener("change", () => {
  setToken(element("token").value);
  tell();
});
tell();

// What was typed lasts as long as the tab, and only in it: somebody else may sit down here next.
const kept = { getItem: (key) => sessionStorage.getItem(key), setItem: (key, value) => sessionStorage.setItem(key, value),
  removeItem: (key) => sessionStorage.removeItem(key), clear: () => sessionStorage.clear(), get length() { return sessionStorage.length; } };

const FIRST = `# ${words.first}\n{\n  provinces {\n    code\n    name\n  }\n}\n`;
// An example of the developers' page comes behind the address, where no server reads it.
const brought = location.hash.startsWith("#query=") ? decodeURIComponent(location.hash.slice("#query=".length)) : undefined;

createRoot(element("console")).render(
  createElement(GraphiQL, {
    fetcher, storage: kept, defaultQuery: FIRST, initialQuery: brought, shouldPersistHeaders: false, plugins: [],
    forcedTheme: "light", defaultEditorToolsVisibility: false,
  }),
);
