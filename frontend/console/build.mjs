// Builds the page into a folder: the script, its style sheet, the parts that it loads on demand, and the editor's workers.
// `made.json` there tells which is which; every other name carries a hash of its content.
import { build } from "esbuild-wasm";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { rm, writeFile } from "node:fs/promises";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = process.argv[2];
await rm(outdir, { recursive: true, force: true });

const common = {
  absWorkingDir: here, outdir, bundle: true, minify: true, format: "esm", target: "es2022", metafile: true, logLevel: "warning",
  loader: { ".ttf": "file" }, define: { "process.env.NODE_ENV": '"production"' },
};
const page = await build({
  ...common, entryPoints: { console: "main.js" }, splitting: true,
  // Served from the page's own folder of assets; the fonts that the style sheet asks for are the other pages'.
  publicPath: "/assets", external: ["titillium-web-*"],
  entryNames: "[name].[hash]", chunkNames: "console-part.[hash]", assetNames: "console-[name].[hash]",
});
const workers = await build({
  ...common, entryNames: "console-worker-[name].[hash]",
  entryPoints: {
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    graphql: "monaco-graphql/esm/graphql.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
  },
});

const made = { parts: [], workers: {} };
for (const [path, { entryPoint }] of [...Object.entries(page.metafile.outputs), ...Object.entries(workers.metafile.outputs)]) {
  const name = basename(path);
  const worker = /^console-worker-(\w+)\./.exec(name);
  if (worker) made.workers[worker[1]] = name;
  else if (entryPoint === "main.js") made.script = name;
  else if (/^console\..*\.css$/.test(name)) made.style = name;
  // The style of a part stands in the page's style sheet already.
  else if (!name.endsWith(".css")) made.parts.push(name);
}
await writeFile(`${outdir}/made.json`, JSON.stringify(made));
