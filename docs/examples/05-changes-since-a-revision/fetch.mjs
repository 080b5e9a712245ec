const query = `subscription($after: Int!) {
  figureChanges(after: $after) { revision by at figures { key value unit } }
}`;

const answer = await fetch("https://tavoliere.example/graphql", {
  method: "POST",
  headers: {
    "content-type": "application/json",
    accept: "text/event-stream",
    authorization: `Bearer ${process.env.TAVOLIERE_TOKEN}`,
  },
  body: JSON.stringify({ query, variables: { after: 0 } }),
});
let text = "";
follow: for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
  text += piece;
  const events = text.split("\n\n");
  text = events.pop();
  for (const event of events) {
    const line = event.split("\n").find((line) => line.startsWith("data: "));
    if (!line) continue;
    const change = JSON.parse(line.slice("data: ".length)).data.figureChanges;
    // Keep change.revision: sent as `after`, it takes up from here.
    console.log(JSON.stringify(change));
    break follow; // One is enough here; leave this out to follow for as long as you like.
  }
}
