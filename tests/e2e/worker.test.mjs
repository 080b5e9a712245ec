// The service worker, run without a browser: which caches it keeps, and where it looks.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import vm from "node:vm";

const source = await readFile(new URL("../../frontend/assets/sw.js", import.meta.url), "utf8");

/** A browser's caches: by name, in the order in which they were made. */
class Caches {
  kept = new Map();
  async keys() { return [...this.kept.keys()]; }
  async delete(name) { return this.kept.delete(name); }
  async match(url) { return [...this.kept.values()].map((files) => files.get(url)).find(Boolean); }
  async open(name) {
    if (!this.kept.has(name)) this.kept.set(name, new Map());
    const files = this.kept.get(name);
    const url = (of) => of.url ?? of;
    return {
      addAll: async (all) => all.forEach((of) => files.set(url(of), `${url(of)} of ${name}`)),
      match: async (of) => files.get(url(of)),
    };
  }
}

/** A version of the worker on these caches; answers what the browser would ask of it. */
function worker(caches, version, assets) {
  const heard = {};
  const self = {
    addEventListener: (kind, then) => (heard[kind] = then),
    skipWaiting: async () => {},
    clients: { claim: async () => {} },
    location: { origin: "https://tavoliere.example" },
  };
  const text = source.replace("{{version}}", version).replace("{{assets}}", JSON.stringify(assets));
  const Request = class { constructor(url) { this.url = url; } };
  vm.runInNewContext(text, { self, caches, Request, URL, fetch: async ({ url }) => `${url} of the server`, setTimeout, Promise });
  const happen = async (kind) => {
    let done;
    heard[kind]({ waitUntil: (promise) => (done = promise) });
    await done;
  };
  return {
    install: async () => { await happen("install"); await happen("activate"); },
    ask: async (url) => {
      let answer;
      heard.fetch({ request: { url, method: "GET", mode: "no-cors" }, respondWith: (promise) => (answer = promise) });
      return answer;
    },
  };
}

test("a new version keeps the one before, for pages that are still open, and drops older ones", async () => {
  const at = (name) => `https://tavoliere.example/assets/${name}`;
  const caches = new Caches();
  await worker(caches, "1", [at("one.js")]).install();
  await worker(caches, "2", [at("two.js")]).install();
  const third = worker(caches, "3", [at("three.js")]);
  await third.install();
  assert.deepEqual(await caches.keys(), ["tavoliere-2", "tavoliere-3"]);
  assert.match(await third.ask(at("two.js")), /of tavoliere-2/, "an open page's part is still there");
  assert.match(await third.ask(at("three.js")), /of tavoliere-3/);
  assert.match(await third.ask(at("one.js")), /of the server/);
});
