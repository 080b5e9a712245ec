const query = `{
  sizing { load { required have pressure } }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors, extensions } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(extensions.cost));
