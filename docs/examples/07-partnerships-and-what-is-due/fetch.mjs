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

const query = `query($organisation: String!) {
  partnerships(filter: { organisation: $organisation }, first: 100) {
    totalCount
    nodes { title state endsOn nextStep { text owner due } due { days warning } }
  }
}`;

// The organisation that the token is of.
const { viewer } = await ask("{ viewer { grants { scope } } }");
const { partnerships } = await ask(query, { organisation: viewer.grants[0].scope });
const due = partnerships.nodes.filter((node) => node.due.length > 0);
console.log(JSON.stringify({ totalCount: partnerships.totalCount, due }));
