// What the generated types must not let pass: were one of these no error, the compiler would say that it is none.
import type { CentresQuery, CentresQueryVariables, TokenMutationVariables } from "./made/graphql.js";

declare const told: CentresQuery;

// @ts-expect-error: a field that was not asked for
export const residents = told.cpis.nodes[0]?.residents;

// @ts-expect-error: a pressure may be null
export const pressure: number = told.cpis.nodes[0]!.sizing.load.pressure;

// @ts-expect-error: `first` is a number
export const variables: CentresQueryVariables = { first: "10" };

// @ts-expect-error: no such scope
export const scope: TokenMutationVariables["input"]["scopes"] = ["READ_EVERYTHING"];
