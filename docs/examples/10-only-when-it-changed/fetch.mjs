const query = `{ figures { revision } }`;

const address = `https://tavoliere.example/graphql?${new URLSearchParams({ query })}`;
const headers = { authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` };
const first = await fetch(address, { headers });
const tag = first.headers.get("etag");
// 304, without a body, for as long as nothing has changed.
const again = await fetch(address, { headers: { ...headers, "if-none-match": tag } });
console.log(JSON.stringify({ tag, again: again.status }));
