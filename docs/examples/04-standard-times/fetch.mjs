const query = `{
  services { code nameIt nameEn target }
  figures { figures { key value unit provenance { origin source } } }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}` },
  body: JSON.stringify({ query }),
});
const { data, errors } = await answer.json();
if (errors) throw new Error(JSON.stringify(errors));
const figures = new Map(data.figures.figures.map((figure) => [figure.key, figure]));
const services = data.services.map((service) => ({ ...service, minutes: figures.get(`service.${service.code}.minutes`) }));
console.log(JSON.stringify(services));
