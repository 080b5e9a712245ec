const query = `{
  municipalities(first: 500) {
    nodes { name cpi { code name province { code } } }
  }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(data.municipalities.nodes.find(({ name }) => name === "Manfredonia")));
