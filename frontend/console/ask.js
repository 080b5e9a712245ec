// How the page asks the API: as who is signed in, or with a token that was pasted. The token is kept nowhere.
import { createClient } from "graphql-ws";
import { words } from "./words.js";

const socket = new URL("/graphql/ws", location.href.replace(/^http/, "ws")).href;
let token = "";

/** From now on with this token; with none, as who is signed in. */
export const setToken = (text) => (token = text.trim());

/** The headers of a request. The mark of our pages is what lets the cookie count, so with a token there is none. */
function headersOf(own = {}) {
  const who = token ? { authorization: `Bearer ${token}` } : { "x-tavoliere-page": "1" };
  const accept = "application/graphql-response+json, application/json";
  return { "content-type": "application/json", accept, ...who, ...own };
}

/** Asks once. */
export async function ask(request, headers) {
  const credentials = token ? "omit" : "same-origin";
  const answer = await fetch("/graphql", { method: "POST", credentials, headers: headersOf(headers), body: JSON.stringify(request) });
  return answer.json();
}

/** Follows a subscription, over a socket of its own that is closed with it. */
async function* follow(request) {
  const connectionParams = token ? { authorization: `Bearer ${token}` } : {};
  const client = createClient({ url: socket, connectionParams, retryAttempts: 0 });
  try {
    yield* client.iterate(request);
  } catch (problem) {
    // A socket that was closed tells why in an event, which says nothing as text.
    throw problem instanceof CloseEvent ? new Error(`${words.closed} ${problem.code} ${problem.reason}`.trim()) : problem;
  } finally {
    client.dispose();
  }
}

/** What GraphiQL calls: answers once, or follows. */
export function fetcher(request, { headers, documentAST } = {}) {
  const operations = documentAST?.definitions.filter((part) => part.kind === "OperationDefinition") ?? [];
  const chosen = operations.find((part) => part.name?.value === request.operationName) ?? operations[0];
  return chosen?.operation === "subscription" ? follow(request) : ask(request, headers);
}
