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

const query = `query($cpi: ID!, $after: String) {
  municipalities(cpi: $cpi, first: 5, after: $after) {
    totalCount
    nodes { istat name residents }
    pageInfo { hasNextPage endCursor }
  }
}`;

const { cpis } = await ask("{ cpis(first: 50) { nodes { id code } } }");
const cpi = cpis.nodes.find(({ code }) => code === "FG03").id;
const all = [];
let page;
do {
  page = (await ask(query, { cpi, after: page?.pageInfo.endCursor })).municipalities;
  all.push(...page.nodes);
} while (page.pageInfo.hasNextPage);
console.log(JSON.stringify(all));
