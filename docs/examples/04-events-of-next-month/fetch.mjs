const query = `query($from: DateTime!, $to: DateTime!) {
  events(filter: { province: "FG", from: $from, to: $to }, first: 100) {
    totalCount
    nodes { title kind state start end place organisers { name } }
  }
}`;

const now = new Date();
const first = (months) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString();
const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query, variables: { from: first(1), to: first(2) } }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(data.events));
