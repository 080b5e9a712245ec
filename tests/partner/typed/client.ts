// A client as a partner would write one: the questions are text, and what they answer has the types that were generated for it.
import { graphql } from "./made/gql.js";
import type { TypedDocumentString } from "./made/graphql.js";

/** A request that was refused, with the codes of its errors. */
export class Refused extends Error {
  constructor(readonly codes: string[]) {
    super(codes.join(", "));
  }
}

export class Client {
  constructor(
    readonly address: string,
    readonly token?: string,
  ) {}

  async ask<Answer, Variables>(question: TypedDocumentString<Answer, Variables>, variables: Variables): Promise<Answer> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (this.token !== undefined) headers["authorization"] = `Bearer ${this.token}`;
    const body = JSON.stringify({ query: question.toString(), variables });
    const answer = await fetch(this.address, { method: "POST", headers, body });
    const told: { data?: Answer; errors?: { extensions?: { code?: string } }[] } = await answer.json();
    if (told.errors) throw new Refused(told.errors.map((error) => error.extensions?.code ?? "?"));
    if (told.data === undefined) throw new Refused([]);
    return told.data;
  }
}

const CENTRES = graphql(`
  query Centres($first: Int!, $after: String) {
    cpis(first: $first, after: $after) {
      totalCount
      nodes { id code name province { code } sizing { load { required have pressure } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const THING = graphql(`
  query Thing($id: ID!) {
    node(id: $id) { __typename id ... on Cpi { code municipalities { name } } ... on Province { name } }
  }
`);

const FIGURES = graphql(`
  query Figures { figures { revision figures { key value unit provenance { origin source } } } }
`);

const TOKEN = graphql(`
  mutation Token($input: TokenCreateInput!) { tokenCreate(input: $input) { secret token { id scopes expiresAt } } }
`);

/** The pressure of every job centre, by its code; none where nobody is there and work exists. */
export async function pressures(client: Client, size: number): Promise<Map<string, number | null>> {
  const found = new Map<string, number | null>();
  let after: string | null | undefined;
  do {
    const { cpis } = await client.ask(CENTRES, { first: size, after });
    for (const { code, sizing } of cpis.nodes) found.set(code, sizing.load.pressure ?? null);
    after = cpis.pageInfo.hasNextPage ? cpis.pageInfo.endCursor : null;
  } while (after);
  return found;
}

/** The names of a job centre's municipalities, asked for by its id; none when the id is of another kind. */
export async function municipalities(client: Client, code: string): Promise<string[] | undefined> {
  const { cpis } = await client.ask(CENTRES, { first: 500, after: null });
  const id = cpis.nodes.find((node) => node.code === code)?.id;
  if (id === undefined) return undefined;
  const { node } = await client.ask(THING, { id });
  return node?.__typename === "Cpi" ? node.municipalities.map(({ name }) => name) : undefined;
}

/** The standard times, in minutes, with where they come from. */
export async function minutes(client: Client): Promise<{ key: string; value: number; origin: string }[]> {
  const { figures } = await client.ask(FIGURES, {});
  const timed = figures.figures.filter((figure) => figure.unit === "MINUTES");
  return timed.map(({ key, value, provenance }) => ({ key, value: value ?? 0, origin: provenance.origin }));
}

/** Tries what no token may. */
export async function makeToken(client: Client): Promise<string> {
  const input = { name: "x", organisation: "ORG-001", scopes: ["READ_PUBLIC" as const], days: 1 };
  return (await client.ask(TOKEN, { input })).tokenCreate.secret;
}
