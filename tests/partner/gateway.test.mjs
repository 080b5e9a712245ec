// Signing in through the administration's gateway, against a real OpenID Connect provider and on both databases: the whole
// way there and back, and everything that somebody could try on it.
import { after, afterEach, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { DATABASES, execute } from "../e2e/support/databases.mjs";
import { Gateway, NAME, Walker, strangeKey } from "../e2e/support/gateway.mjs";
import { PASSWORD, Server, emailOf, freePort } from "../e2e/support/server.mjs";

const SIGN_IN = { for: "SIGN_IN" };
const VIEWER = "{ viewer { name email hasPassword grants { role scope } identities { id issuer usedAt } sessions { current } } }";
const UNLINK = "mutation($identity: ID!) { identityUnlink(identity: $identity) { unlinked } }";
const UPDATE = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { active } } }";

for (const [name, database] of DATABASES) {
  describe(name, () => {
    let server, gateway, address;
    before(async () => {
      const port = await freePort();
      gateway = await Gateway.start(`http://127.0.0.1:${port}`);
      address = await database();
      server = await Server.start({ port, database: address, environment: gateway.settings });
    });
    after(async () => {
      await server?.stop();
      await gateway?.stop();
    });
    afterEach(() => (gateway.twist = gateway.claimed = undefined));

    const walker = () => new Walker(server);
    const viewer = async (who) => (await who.ask(VIEWER)).data.viewer;
    /** Someone who is signed in by a password. */
    async function withPassword(called) {
      const who = walker();
      await server.cookie(called);
      assert.equal((await who.post("/account/sign-in", { email: emailOf(called), password: PASSWORD })).status, 204);
      return who;
    }
    /** Someone who came by an invitation and an identity, and has no password. */
    async function withIdentity(called, role, scope) {
      const who = walker();
      const link = await server.invite(called, role, scope);
      assert.equal(await who.walk({ for: "ACCEPT", link, name: called }, `sub-${called}`), "/");
      return who;
    }
    const administer = async (query, variables = {}) => {
      const cookie = await server.cookie("Ada", "ADMINISTRATOR");
      const answer = await (await server.post("/graphql", { query, variables }, cookie)).json();
      assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
      return answer.data;
    };
    const accounts = async () => (await administer("{ accounts(first: 500) { nodes { id email opened } } }")).accounts.nodes;
    const idOf = async (called) => (await accounts()).find((account) => account.email === emailOf(called)).id;
    const register = async (action) =>
      (await administer("query($action: String!) { audit(first: 50, filter: { action: $action }) { nodes { actorName record before after } } }", { action })).audit.nodes;

    test("an identity that is linked to nobody is refused, whatever the token says, and nothing is made", async () => {
      await server.cookie("Anna");
      const before = await accounts();
      // It is vouched for Anna's address, and for an administrator's role.
      gateway.claimed = "Anna";
      const who = walker();
      assert.equal(await who.walk(SIGN_IN, "sub-stranger"), "/accedi?esito=sconosciuta");
      assert.equal(await viewer(who), null);
      assert.deepEqual(await accounts(), before);
      assert.equal(who.cookie("tavoliere"), undefined);
    });

    test("an invitation is accepted with an identity: the part is the invitation's, and the register knows", async () => {
      const link = await server.invite("Bruno", "COORDINATOR", "FG");
      const who = walker();
      assert.equal(await who.walk({ for: "ACCEPT", link, name: "Bruno Invitato" }, "sub-bruno"), "/");
      const told = await viewer(who);
      assert.deepEqual(told.grants, [{ role: "COORDINATOR", scope: "FG" }], "the token said administrator");
      assert.deepEqual([told.name, told.email, told.hasPassword], ["Bruno Invitato", emailOf("Bruno"), false]);
      assert.deepEqual(told.identities.map(({ issuer }) => issuer), [gateway.issuer]);
      assert.equal((await accounts()).find(({ email }) => email === emailOf("Bruno")).opened, true);
      assert.equal((await who.post("/account/link", { link })).status, 404, "the link is spent");
      const again = walker();
      await assert.rejects(again.leave({ for: "ACCEPT", link, name: "Bruno" }), /NOT_FOUND/);

      assert.equal(await again.walk({ ...SIGN_IN, back: "/profilo" }, "sub-bruno"), "/profilo");
      assert.equal((await viewer(again)).sessions.length, 2);
      const [accepted, linked] = await register("linkAccept").then((rows) => rows.filter((row) => row.actorName === "Bruno Invitato"));
      assert.equal(accepted.after, '"followed a one-time link; an identity"');
      assert.equal(JSON.parse(linked.after).issuer, gateway.issuer);
      const [session] = await register("signIn");
      assert.equal(session.actorName, "Bruno Invitato");
      assert.equal(JSON.parse(session.after).identity, JSON.parse(linked.after).identity);
      const whole = JSON.stringify(await administer("{ audit(first: 200) { nodes { record before after } } }"));
      assert.ok(!whole.includes("sub-bruno") && !server.log.includes("sub-bruno"), "a subject may be a fiscal number: nobody reads it");
    });

    test("one comes back to a page of ours, and to no other site", async () => {
      const who = await withIdentity("Carla");
      for (const back of ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "profilo", ""]) {
        assert.equal(await who.walk({ ...SIGN_IN, back }, "sub-Carla"), "/", back);
      }
      assert.equal(await who.walk({ ...SIGN_IN, back: "/fabbisogno?a=b" }, "sub-Carla"), "/fabbisogno?a=b");
    });

    test("what came back counts once, in the browser that left, with the state that it left with", async () => {
      await withIdentity("Dora");
      const expired = "/accedi?esito=scaduto";
      const who = walker();
      const home = await who.through(await who.leave(SIGN_IN), "sub-Dora");
      const other = walker();
      assert.equal(await other.home(home), expired, "another browser is not signed in as Dora: no login CSRF");
      const left = await other.leave(SIGN_IN);
      assert.equal(await other.home(home), expired, "nor one that left for itself");
      assert.equal(await viewer(other), null);
      for (const change of [(state) => `${state}x`, () => "", () => null]) {
        const changed = new URL(home);
        const state = change(changed.searchParams.get("state"));
        if (state === null) changed.searchParams.delete("state");
        else changed.searchParams.set("state", state);
        assert.equal(await who.home(changed.href), expired);
      }
      assert.equal(await who.home(home), "/", "the wrong ones took nothing away");
      assert.equal(await who.home(home), expired, "it counts once");
      // The same code with a journey of its own: the gateway gave it for another one.
      const replayed = new URL(await other.through(left, "sub-Dora"));
      replayed.searchParams.set("code", new URL(home).searchParams.get("code"));
      assert.equal(await other.home(replayed.href), "/accedi?esito=errore");
      // A code of somebody's, put into another's journey before it was used: it belongs to another verifier.
      const [thief, victim] = [walker(), walker()];
      const stolen = await victim.through(await victim.leave(SIGN_IN), "sub-Dora");
      const injected = new URL(await thief.through(await thief.leave(SIGN_IN), "sub-thief"));
      injected.searchParams.set("code", new URL(stolen).searchParams.get("code"));
      assert.equal(await thief.home(injected.href), "/accedi?esito=errore");
      assert.equal(await viewer(thief), null);
    });

    test("a token is believed when it is the gateway's, for us, for this journey, and not over", async () => {
      await withIdentity("Elsa");
      const twists = {
        "the nonce of another journey": (told) => (told.claims.nonce = "another"),
        "no nonce": (told) => delete told.claims.nonce,
        "over": (told) => (told.claims.exp = told.claims.iat - 1),
        "for somebody else": (told) => (told.claims.aud = "another"),
        "for us and somebody else": (told) => (told.claims.aud = ["tavoliere", "another"]),
        "made for another party": (told) => (told.claims.azp = "another"),
        "of another issuer": (told) => (told.claims.iss = "https://another.example"),
        "signed by another key": (told) => (told.key = strangeKey()),
        "not signed": (told) => Object.assign(told, { header: { alg: "none" }, key: undefined }),
        "signed with our own secret": (told) => Object.assign(told.header, { alg: "HS256" }),
        "without a subject": (told) => (told.claims.sub = ""),
        "of another access token": (told) => (told.claims.at_hash = "bm90IHRoaXMgb25lIQ"),
      };
      for (const [what, twist] of Object.entries(twists)) {
        const who = walker();
        gateway.twist = twist;
        assert.equal(await who.walk(SIGN_IN, "sub-Elsa"), "/accedi?esito=errore", what);
        assert.equal(await viewer(who), null, what);
      }
      gateway.twist = (told) => (told.claims.azp = "tavoliere");
      assert.equal(await walker().walk(SIGN_IN, "sub-Elsa"), "/", "what is right is believed");
      const who = walker();
      const home = new URL(await who.through(await who.leave(SIGN_IN), "sub-Elsa"));
      home.searchParams.set("iss", "https://another.example");
      assert.equal(await who.home(home.href), "/accedi?esito=errore", "the answer of another gateway");
    });

    test("the gateway changes its keys, and people go on signing in", async () => {
      await withIdentity("Eva");
      await gateway.stop();
      gateway.key = { ...strangeKey(), kid: "nuova" };
      await gateway.restart();
      assert.equal(await walker().walk(SIGN_IN, "sub-Eva"), "/");
    });

    test("a suspended account is refused, and a restored one is not", async () => {
      const who = await withIdentity("Fabio");
      const account = await idOf("Fabio");
      await administer(UPDATE, { input: { account, active: false } });
      assert.equal(await viewer(who), null, "the open session ended");
      assert.equal(await who.walk(SIGN_IN, "sub-Fabio"), "/accedi?esito=sospeso");
      assert.equal(await viewer(who), null);
      await administer(UPDATE, { input: { account, active: true } });
      assert.equal(await who.walk(SIGN_IN, "sub-Fabio"), "/");
    });

    test("one links an identity with the password, signs in by it, and unlinks it", async () => {
      const gina = await withPassword("Gina");
      const wrong = gina.leave({ for: "LINK", password: "not the password at all" });
      await assert.rejects(wrong, ({ problem }) => problem.fields[0].field === "password");
      assert.equal(await gina.walk({ for: "LINK", password: PASSWORD }, "sub-gina"), "/profilo?esito=collegata");
      const byIdentity = walker();
      assert.equal(await byIdentity.walk(SIGN_IN, "sub-gina"), "/");
      assert.equal((await viewer(byIdentity)).name, "Gina");
      // Linked again, nothing changes; to another account it does not go.
      assert.equal(await gina.walk({ for: "LINK", password: PASSWORD }, "sub-gina"), "/profilo?esito=collegata");
      const ivo = await withPassword("Ivo");
      assert.equal(await ivo.walk({ for: "LINK", password: PASSWORD }, "sub-gina"), "/profilo?esito=altrui");
      assert.deepEqual((await viewer(ivo)).identities, []);
      const [{ id, usedAt }] = (await viewer(gina)).identities;
      assert.ok(usedAt);
      assert.equal((await ivo.ask(UNLINK, { identity: id })).errors[0].extensions.code, "NOT_FOUND", "not one's own");
      assert.equal((await gina.ask(UNLINK, { identity: id })).data.identityUnlink.unlinked, true);
      assert.deepEqual((await viewer(gina)).identities, []);
      assert.equal(await viewer(byIdentity), null, "what was opened by it has ended");
      assert.equal(await byIdentity.walk(SIGN_IN, "sub-gina"), "/accedi?esito=sconosciuta");
      const rows = [...(await register("identityLink")), ...(await register("identityUnlink"))].filter((row) => row.actorName === "Gina");
      assert.deepEqual(rows.map((row) => [row.before === null, row.after === null]), [[true, false], [false, true]]);
    });

    test("an administrator unlinks what somebody signs in with, and it is in the register", async () => {
      const who = await withIdentity("Vera");
      const account = await idOf("Vera");
      const list = "query($account: ID!) { accountIdentities(account: $account) { id issuer linkedAt usedAt } }";
      const [{ id }] = (await administer(list, { account })).accountIdentities;
      const unlink = "mutation($account: ID!, $identity: ID!) { accountIdentityUnlink(account: $account, identity: $identity) { unlinked } }";
      await assert.rejects(administer(unlink, { account: await idOf("Gina"), identity: id }), /NOT_FOUND/, "of another account there is none");
      assert.equal((await administer(unlink, { account, identity: id })).accountIdentityUnlink.unlinked, true);
      assert.deepEqual((await administer(list, { account })).accountIdentities, []);
      assert.equal(await viewer(who), null, "what was opened by it has ended");
      assert.equal(await who.walk(SIGN_IN, "sub-Vera"), "/accedi?esito=sconosciuta");
      const rows = await register("accountIdentityUnlink");
      assert.deepEqual(rows.map((row) => [row.before === null, row.after === null]), [[false, true]]);
    });

    test("the only way in stays", async () => {
      const who = await withIdentity("Irma");
      const [{ id }] = (await viewer(who)).identities;
      const refused = (await who.ask(UNLINK, { identity: id })).errors[0].extensions;
      assert.deepEqual(refused.fields, [{ field: "identity", rule: "LAST" }]);
      await assert.rejects(who.leave({ for: "LINK", password: "" }), ({ problem }) => problem.code === "INVALID");
      // With a password, by a new link, it can go.
      const { accountLink } = await administer("mutation($account: ID!) { accountLink(account: $account) { link } }", { account: await idOf("Irma") });
      const link = accountLink.link.split("#")[1];
      assert.equal((await who.post("/account/accept", { link, password: PASSWORD })).status, 204);
      assert.equal((await who.ask(UNLINK, { identity: id })).data.identityUnlink.unlinked, true);
    });

    test("an identity is linked while the session that asked for it lasts, by nobody else", async () => {
      const lia = await withPassword("Lia");
      const home = await lia.through(await lia.leave({ for: "LINK", password: PASSWORD }), "sub-lia");
      // Another person sits down at the browser before the gateway has answered.
      assert.equal((await lia.post("/account/sign-out", {})).status, 204);
      await server.cookie("Mara");
      await lia.post("/account/sign-in", { email: emailOf("Mara"), password: PASSWORD });
      assert.equal(await lia.home(home), "/accedi?esito=scaduto");
      assert.deepEqual((await viewer(lia)).identities, []);
      await assert.rejects(walker().leave({ for: "LINK", password: PASSWORD }), ({ problem }) => problem.code === "UNAUTHENTICATED");
    });

    test("an invitation that was used or taken back meanwhile, or an identity of another's, leaves everything as it was", async () => {
      await withIdentity("Nina");
      const link = await server.invite("Olga");
      const who = walker();
      assert.equal(await who.walk({ for: "ACCEPT", link, name: "Olga" }, "sub-Nina"), "/accedi?esito=altrui");
      assert.equal((await who.post("/account/link", { link })).status, 200, "the link is not spent");
      who.forget(gateway);
      const home = await who.through(await who.leave({ for: "ACCEPT", link, name: "Olga" }), "sub-olga");
      await administer("mutation($account: ID!) { accountLink(account: $account) { link } }", { account: await idOf("Olga") });
      assert.equal(await who.home(home), "/accedi?esito=invito");
      assert.equal(await viewer(who), null);
      // A link for a new password is none to link an identity by.
      await server.cookie("Pia");
      const { accountLink } = await administer("mutation($account: ID!) { accountLink(account: $account) { link } }", { account: await idOf("Pia") });
      await assert.rejects(who.leave({ for: "ACCEPT", link: accountLink.link.split("#")[1], name: "Pia" }), /NOT_FOUND/);
    });

    test("whoever calls it off at the gateway comes home, and to link asks the gateway anew", async () => {
      const who = walker();
      assert.equal(await who.walk(SIGN_IN), "/accedi?esito=rifiuto");
      const quinto = await withPassword("Quinto");
      assert.equal(await quinto.walk({ for: "LINK", password: PASSWORD }), "/profilo?esito=rifiuto");
      const [toEnter, toLink] = [await quinto.leave(SIGN_IN), await quinto.leave({ for: "LINK", password: PASSWORD })].map((to) => new URL(to).searchParams);
      assert.deepEqual([toEnter.get("prompt"), toLink.get("prompt")], [null, "login"]);
      assert.deepEqual([toEnter.get("code_challenge_method"), toEnter.get("scope"), toEnter.get("ui_locales")], ["S256", "openid", "it"]);
    });

    test("signing out leads out of the gateway too, for whoever came by it", async () => {
      const who = await withIdentity("Rosa");
      const out = await who.post("/account/sign-out", {});
      const to = new URL((await out.json()).to);
      assert.equal(to.origin, gateway.issuer);
      assert.equal(to.searchParams.get("post_logout_redirect_uri"), `${server.url}/`);
      assert.equal((await who.step(to.href)).status, 200, "the gateway takes the address to come back to");
      assert.equal(await viewer(who), null);
      assert.equal((await (await withPassword("Sara")).post("/account/sign-out", {})).status, 204);
    });

    test("no other site can send a browser there, and what is sent is looked at", async () => {
      const body = JSON.stringify({ errand: SIGN_IN, language: "it" });
      const send = (headers, sent = body) => fetch(`${server.url}/account/oidc/start`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: sent });
      assert.equal((await send({})).status, 403);
      assert.equal((await send({ "x-tavoliere-page": "1", origin: "https://evil.example" })).status, 403);
      assert.equal((await send({ "x-tavoliere-page": "1" }, "{}")).status, 400);
      const set = (await send({ "x-tavoliere-page": "1" })).headers.get("set-cookie");
      assert.match(set, /HttpOnly/);
      assert.match(set, /SameSite=Lax/);
      assert.match(set, /Max-Age=600/);
    });
  });
}

test("on PostgreSQL, whoever stays at the gateway too long begins again", async () => {
  const port = await freePort();
  const gateway = await Gateway.start(`http://127.0.0.1:${port}`);
  const address = await DATABASES[1][1]();
  const server = await Server.start({ port, database: address, environment: gateway.settings });
  try {
    const who = new Walker(server);
    const home = await who.through(await who.leave(SIGN_IN), "sub-slow");
    await execute(address, "UPDATE gateway_journey SET expires_at = expires_at - interval '10 minutes'");
    assert.equal(await who.home(home), "/accedi?esito=scaduto");
  } finally {
    await server.stop();
    await gateway.stop();
  }
});

test("without a gateway there is no button; with one that is away the server starts, says so, and works when it is back", async () => {
  const port = await freePort();
  const gateway = await Gateway.start(`http://127.0.0.1:${port}`);
  const bare = await Server.start();
  await gateway.stop();
  const server = await Server.start({ port, environment: gateway.settings });
  try {
    assert.deepEqual(await (await bare.post("/account/ways", {})).json(), { gateway: null });
    assert.equal((await bare.post("/account/oidc/start", { errand: SIGN_IN, language: "it" })).status, 404);
    assert.equal(await new Walker(bare).home(`${bare.url}/account/oidc/callback?code=a&state=b`), "/accedi?esito=scaduto");

    assert.deepEqual(await (await server.post("/account/ways", {})).json(), { gateway: NAME });
    const who = new Walker(server);
    assert.equal(await who.leave(SIGN_IN), null);
    await gateway.restart();
    let to = null;
    for (const deadline = Date.now() + 20_000; to === null && Date.now() < deadline; ) {
      await new Promise((next) => setTimeout(next, 50));
      to = await who.leave(SIGN_IN);
    }
    const home = await who.through(to, "sub-late");
    await gateway.stop();
    assert.equal(await who.home(home), "/accedi?esito=assente", "it went away in between");
    await gateway.restart();
  } finally {
    await bare.stop();
    await server.stop();
    await gateway.stop();
  }
});
