const query = `{
  viewer { name grants { role scope } }
  rights { action token }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(data));
