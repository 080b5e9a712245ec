async function ask(query, variables) {
  const answer = await fetch("https://tavoliere.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const query = `query($id: ID!) {
  node(id: $id) {
    id
    ... on Cpi { code name residents seatIstat latitude longitude }
  }
}`;

const { cpis } = await ask("{ cpis(first: 1) { nodes { id } } }");
const { node } = await ask(query, { id: cpis.nodes[0].id });
console.log(JSON.stringify(node));
