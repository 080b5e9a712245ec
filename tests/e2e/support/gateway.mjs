// The administration's gateway, played by a real OpenID Connect provider (npm `oidc-provider`), and a browser without pages
// that walks there and back. The gateway vouches for anybody by the name that is typed; what it says can be twisted.
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import Provider from "oidc-provider";
import { emailOf, freePort } from "./server.mjs";

const CLIENT = { client_id: "tavoliere", client_secret: "un segreto soltanto per le prove" };
/** What the gateway is called on the pages. */
export const NAME = "Puglia Login";

const newKey = (kid) => ({ kid, use: "sig", alg: "RS256", ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }) });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decoded = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

export class Gateway {
  /** Starts one that knows the server which will be found at `url`. */
  static async start(url, port) {
    const gateway = new Gateway();
    gateway.port = port ?? (await freePort());
    gateway.url = url;
    // Another site than the server's 127.0.0.1: a browser holds cookies against it.
    gateway.issuer = `http://localhost:${gateway.port}`;
    gateway.key = newKey("prova");
    await gateway.restart();
    return gateway;
  }

  /** The environment of a server that uses it. */
  get settings() {
    return {
      TAVOLIERE_OIDC_ISSUER: this.issuer,
      TAVOLIERE_OIDC_CLIENT_ID: CLIENT.client_id,
      TAVOLIERE_OIDC_CLIENT_SECRET: CLIENT.client_secret,
      TAVOLIERE_OIDC_NAME: NAME,
    };
  }

  async restart() {
    const provider = new Provider(this.issuer, {
      clients: [{
        ...CLIENT,
        redirect_uris: [`${this.url}/account/oidc/callback`],
        post_logout_redirect_uris: [`${this.url}/`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      }],
      jwks: { keys: [this.key] },
      cookies: { keys: ["un altro segreto per le prove"] },
      // It says more than anybody asked: whom it takes for an administrator, and somebody else's address.
      conformIdTokenClaims: false,
      claims: { openid: ["sub", "email", "email_verified", "role", "roles", "grants"] },
      findAccount: (_, sub) => ({
        accountId: sub,
        claims: () => ({ sub, email: emailOf(this.claimed ?? sub), email_verified: true, role: "ADMINISTRATOR", roles: ["ADMINISTRATOR"], grants: [{ role: "ADMINISTRATOR" }] }),
      }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      pkce: { required: () => true },
      loadExistingGrant: async (ctx) => {
        const { client, session } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
    });
    provider.use((ctx, next) => this.#interact(provider, ctx, next));
    provider.use((ctx, next) => this.#twisted(ctx, next));
    await new Promise((ready) => (this.listening = provider.listen(this.port, "localhost", ready)));
  }

  /** The page on which one says who one is. */
  async #interact(provider, ctx, next) {
    if (!ctx.path.startsWith("/interaction/")) return next();
    if (ctx.method === "GET") {
      ctx.type = "html";
      ctx.body = `<!doctype html><html lang="it"><title>${NAME}</title><h1>${NAME}</h1><form method="post">
        <label>Chi sei <input name="sub"></label><button name="act" value="in">Avanti</button><button name="act" value="off">Annulla</button></form>`;
      return undefined;
    }
    let body = "";
    for await (const piece of ctx.req) body += piece;
    const typed = new URLSearchParams(body);
    const result = typed.get("act") === "off" ? { error: "access_denied" } : { login: { accountId: typed.get("sub") } };
    ctx.respond = false;
    return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  }

  /** Lets a test change what the next tokens say: `twist({ header, claims, key })` answers the same, changed. */
  async #twisted(ctx, next) {
    await next();
    if (!this.twist || !ctx.body?.id_token) return;
    const [header, claims] = ctx.body.id_token.split(".").slice(0, 2).map(decoded);
    const told = { header, claims, key: this.key };
    this.twist(told);
    const text = `${encoded(told.header)}.${encoded(told.claims)}`;
    const byUs = () => createHmac("sha256", CLIENT.client_secret).update(text).digest();
    const made = told.header.alg === "HS256" ? byUs() : told.key && sign("sha256", text, createPrivateKey({ key: told.key, format: "jwk" }));
    ctx.body = { ...ctx.body, id_token: `${text}.${made ? made.toString("base64url") : ""}` };
  }

  async stop() {
    this.listening.closeAllConnections();
    await new Promise((closed) => this.listening.close(closed));
  }
}

/** Another key than the gateway's, by the same name. */
export const strangeKey = () => newKey("prova");

/** A browser without pages: it keeps cookies, follows redirects when it is told to, and is no signed-in person at first. */
export class Walker {
  #jars = new Map();

  constructor(server) {
    this.server = server;
  }

  /** The value of a cookie of the server's. */
  cookie(name) {
    return this.#jars.get(new URL(this.server.url).origin)?.get(name);
  }

  /** Takes another browser's cookie. */
  take(name, value) {
    this.#jar(this.server.url).set(name, value);
  }

  #jar(url) {
    const { origin } = new URL(url);
    if (!this.#jars.has(origin)) this.#jars.set(origin, new Map());
    return this.#jars.get(origin);
  }

  /** One request, no redirect followed. */
  async step(url, options = {}) {
    const jar = this.#jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...options, redirect: "manual", headers: { ...options.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      if (/max-age=0/i.test(set) || value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  /** The gateway knows this browser no longer. */
  forget(gateway) {
    this.#jar(gateway.issuer).clear();
  }

  /** What a page of ours sends. */
  post(path, body) {
    const headers = { "content-type": "application/json", "x-tavoliere-page": "1" };
    return this.step(`${this.server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Asks the API as whoever is signed in. */
  async ask(query, variables = {}) {
    return (await this.post("/graphql", { query, variables })).json();
  }

  /** Presses the gateway's button; answers the address that the page goes to. */
  async leave(errand) {
    const answer = await this.post("/account/oidc/start", { errand, language: "it" });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(JSON.stringify(told)), { problem: told.errors[0].extensions });
    return told.to;
  }

  /** Walks through the gateway as `sub`, or calls it off; answers the address that the gateway sends home to. */
  async through(to, sub) {
    let url = to;
    for (let steps = 0; steps < 12; steps++) {
      if (url.startsWith(this.server.url)) return url;
      let answer = await this.step(url);
      if (answer.status === 200 && new URL(url).pathname.startsWith("/interaction/")) {
        const body = new URLSearchParams(sub ? { act: "in", sub } : { act: "off" });
        answer = await this.step(url, { method: "POST", body });
      }
      const next = answer.headers.get("location");
      if (!next) throw new Error(`${answer.status} at ${url}: ${await answer.text()}`);
      url = new URL(next, url).href;
    }
    throw new Error(`no end of redirects: ${url}`);
  }

  /** Comes home; answers the page that one ends at. */
  async home(url) {
    const answer = await this.step(url);
    return answer.headers.get("location") ?? `${answer.status}`;
  }

  /** The whole way. */
  async walk(errand, sub) {
    return this.home(await this.through(await this.leave(errand), sub));
  }
}
