// The real server on a free port, with a data folder of its own. It can be killed and started again on the same data.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const binary = process.env.TAVOLIERE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/tavoliere");

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  await new Promise((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** The password of everybody in the tests. */
export const PASSWORD = "il mare d'inverno a Polignano";

export const emailOf = (name) => `${name.toLowerCase().replace(/[^a-z0-9]/g, "")}@example.org`;
const cookieOf = (answer) => answer.headers.get("set-cookie").split(";")[0];

export class Server {
  /**
   * Starts a server on an empty data folder, or on `data` and `port` of an earlier one; on another database than SQLite with
   * `database`; with more settings by `environment`.
   */
  static async start({ data, port, database, environment } = {}) {
    const server = new Server();
    server.database = database;
    server.environment = environment;
    server.data = data ?? (await mkdtemp(join(tmpdir(), "tavoliere-e2e-")));
    server.port = port ?? (await freePort());
    server.url = `http://127.0.0.1:${server.port}`;
    await server.restart();
    return server;
  }

  /** Starts the process, and waits until it answers. */
  async restart() {
    this.log = "";
    const args = ["serve", "--address", "127.0.0.1", "--port", `${this.port}`, "--data-dir", this.data, "--demo"];
    if (this.database) args.push("--database-url", this.database);
    this.process = spawn(binary, args, {
      env: { ...process.env, TAVOLIERE_DEMO_PASSWORD: PASSWORD, TAVOLIERE_TRUSTED_PROXIES: "127.0.0.1", ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (text) => (this.log = (this.log + text).slice(-20_000)));
    }
    this.ended = new Promise((ended) => this.process.once("exit", ended));
    this.process.once("error", (error) => (this.log += `${error}`));
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null) throw new Error(`the server ended:\n${this.log}`);
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((next) => setTimeout(next, 50));
    }
    throw new Error(`the server did not get ready:\n${this.log}`);
  }

  /** Ends the process without a chance to tidy up. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  /** Ends the process and removes its data. */
  async stop() {
    this.process.kill("SIGTERM");
    const late = setTimeout(() => this.process.kill("SIGKILL"), 10_000);
    await this.ended;
    clearTimeout(late);
    await rm(this.data, { recursive: true, force: true });
  }

  /** Sends what a page of ours would send. */
  post(path, body, cookie = "") {
    const headers = { "content-type": "application/json", "x-tavoliere-page": "1", cookie };
    return fetch(`${this.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Signs in, and gives the cookie. */
  async signIn(email, password = PASSWORD) {
    const answer = await this.post("/account/sign-in", { email, password });
    if (answer.status !== 204) throw new Error(`${email} does not get in: ${await answer.text()}`);
    return cookieOf(answer);
  }

  /** Invites someone; answers the secret of the link. */
  async invite(name, role = "PLANNER", scope = null) {
    this.administrator ??= await this.signIn("amministratrice@demo.example");
    const input = { email: emailOf(name), name, grants: [{ role, scope }] };
    const query = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link } }";
    const answer = await (await this.post("/graphql", { query, variables: { input } }, this.administrator)).json();
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.accountInvite.link.split("#")[1];
  }

  /** The cookie of someone who plays a part: invited and signed in the first time. */
  async cookie(name, role, scope) {
    this.cookies ??= new Map();
    if (!this.cookies.has(name)) {
      const link = await this.invite(name, role, scope);
      this.cookies.set(name, cookieOf(await this.post("/account/accept", { link, password: PASSWORD })));
    }
    return this.cookies.get(name);
  }

  /** Lets the time of someone's sessions be over, as the clock would in two weeks. */
  expire(email) {
    const change = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1], timeout=10); " +
      "done = base.execute('UPDATE session SET expires_at = created_at WHERE account_id = (SELECT id FROM account WHERE email = ?)', " +
      "(sys.argv[2],)).rowcount; base.commit(); assert done > 0, 'nobody is signed in'";
    execFileSync("python3", ["-c", change, join(this.data, "tavoliere.db"), email]);
  }

  /** Asks the API as someone; throws with the errors it answers. */
  async ask(query, variables = {}, author = "Prova") {
    const answer = await this.post("/graphql", { query, variables }, await this.cookie(author));
    const { data, errors } = await answer.json();
    if (errors) throw Object.assign(new Error(JSON.stringify(errors)), { errors });
    return data;
  }

  /** The cells of a scenario, as `{"FG03:OR": {operators, locked, revision, editedBy}}`, and its revision. */
  async board(scenario) {
    const id = globalId("Scenario", scenario);
    const query = "query($id: ID!) { scenario(id: $id) { revision cells { cpi profile operators locked revision editedBy } } }";
    const { scenario: found } = await this.ask(query, { id });
    return { revision: found.revision, cells: Object.fromEntries(found.cells.map((c) => [`${c.cpi}:${c.profile}`, c])) };
  }

  /** Sets one cell as someone; answers the revision. */
  async set(scenario, cell, operators, seen, { author, write = crypto.randomUUID(), locked = false } = {}) {
    const [cpi, profile] = cell.split(":");
    const input = { write, scenario: globalId("Scenario", scenario), edits: [{ cpi, profile, operators, locked, seen }] };
    const query = "mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }";
    return (await this.ask(query, { input }, author)).scenarioCellsSet.revision;
  }
}

/** The scenario that comes with the plan. */
export const FIRST_SCENARIO = "0198f2a0-0000-7000-8000-000000000236";

export const globalId = (kind, key) => Buffer.from(`${kind}:${key}`).toString("base64url");
