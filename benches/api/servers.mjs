// The two servers, started on one database, and what they take to start and hold in memory.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const HERE = new URL(".", import.meta.url).pathname;
export const PASSWORD = "il mare d'inverno a Polignano";

/// A server that runs, with the headers that its requests need.
export class Server {
  constructor(name, url, child, startedMs) {
    Object.assign(this, { name, url, child, startedMs, headers: { "content-type": "application/json" } });
  }

  async post(body, url = this.url) {
    const response = await fetch(url, { method: "POST", headers: this.headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${this.name}: ${response.status} ${await response.text()}`);
    return response;
  }

  async ask(query, variables) {
    const answer = await (await this.post({ query, variables })).json();
    if (answer.errors) throw new Error(`${this.name}: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  /// The most memory that it has held so far, MB: of Linux alone.
  memory() {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"))[1]) / 1024;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((end) => this.child.once("exit", end));
    this.child.kill("SIGTERM");
    await ended;
  }
}

async function started(name, url, command, options, env = {}) {
  const began = performance.now();
  const child = spawn(command, options, { cwd: HERE, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    const body = JSON.stringify({ query: "{ __typename }" });
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => undefined);
    if (answer?.ok) return new Server(name, url, child, performance.now() - began);
    await sleep(10);
  }
}

export async function tavoliere(binary, database, port) {
  const options = ["serve", "--demo", "--port", `${port}`, "--database-url", database, "--log", "error"];
  // One machine asks for all: its points would be spent in a second.
  options.push("--caller-points", "4000000000");
  const server = await started("Tavoliere", `http://127.0.0.1:${port}/graphql`, binary, options, { TAVOLIERE_DEMO_PASSWORD: PASSWORD });
  server.headers["x-tavoliere-page"] = "1";
  const account = { email: "pianificatrice@demo.example", password: PASSWORD };
  const signedIn = await server.post(account, `http://127.0.0.1:${port}/account/sign-in`);
  server.headers.cookie = signedIn.headers.get("set-cookie").split(";")[0];
  return server;
}

export async function postgraphile(database, port) {
  const options = ["node_modules/.bin/postgraphile", "--connection", database, "--schema", "public", "--host", "127.0.0.1"];
  options.push("--port", `${port}`, "--disable-query-log", "--max-pool-size", "12", "--disable-graphiql");
  return started("PostGraphile", `http://127.0.0.1:${port}/graphql`, process.execPath, options, { NODE_ENV: "production" });
}
