const query = `{
  cpis(first: 50) {
    nodes {
      code
      catchmentProvenance { origin source }
      sizing {
        load { required have wisnRatio }
        cells { profile { code nameIt nameEn } basic load { required have } }
      }
    }
  }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
console.log(JSON.stringify(data.cpis.nodes.find(({ code }) => code === "FG03")));
