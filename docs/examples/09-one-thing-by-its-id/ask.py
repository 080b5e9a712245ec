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


QUERY = """query($id: ID!) {
  node(id: $id) {
    id
    ... on Cpi { code name residents seatIstat latitude longitude }
  }
}"""

cpis = ask("{ cpis(first: 1) { nodes { id } } }")["cpis"]["nodes"]
print(json.dumps(ask(QUERY, id=cpis[0]["id"])["node"]))
