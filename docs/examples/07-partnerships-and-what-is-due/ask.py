import json
import os
import urllib.request


def ask(query, **variables):
    request = urllib.request.Request(
        "https://tavoliere.example/graphql",
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['TAVOLIERE_TOKEN']}"},
    )
    with urllib.request.urlopen(request) as answer:
        told = json.load(answer)
    if "errors" in told:
        raise SystemExit(told["errors"])
    return told["data"]


QUERY = """query($organisation: String!) {
  partnerships(filter: { organisation: $organisation }, first: 100) {
    totalCount
    nodes { title state endsOn nextStep { text owner due } due { days warning } }
  }
}"""

# The organisation that the token is of.
viewer = ask("{ viewer { grants { scope } } }")["viewer"]
partnerships = ask(QUERY, organisation=viewer["grants"][0]["scope"])["partnerships"]
due = [node for node in partnerships["nodes"] if node["due"]]
print(json.dumps({"totalCount": partnerships["totalCount"], "due": due}))
