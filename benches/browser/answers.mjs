// Prints the engine's answers as wasm gives them: `cargo xtask test same` compares them with this machine's own.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, count] = process.argv.slice(2);
const program = await import(pathToFileURL(join(folder, "browser_bench.js")));
program.initSync({ module: await readFile(join(folder, "browser_bench_bg.wasm")) });
process.stdout.write(program.engine_answers(Number(count)));
