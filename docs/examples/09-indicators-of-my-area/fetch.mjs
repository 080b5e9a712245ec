const query = `{
  indicators(territory: "FG") {
    code text { it } unit { it }
    standing { target expected actual status measuredOn }
  }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(data.indicators.filter(({ standing }) => standing.actual !== null)));
