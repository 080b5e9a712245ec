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


QUERY = """query($cpi: ID!, $after: String) {
  municipalities(cpi: $cpi, first: 5, after: $after) {
    totalCount
    nodes { istat name residents }
    pageInfo { hasNextPage endCursor }
  }
}"""

cpis = ask("{ cpis(first: 50) { nodes { id code } } }")["cpis"]["nodes"]
cpi = next(node["id"] for node in cpis if node["code"] == "FG03")
everything, after = [], None
while True:
    page = ask(QUERY, cpi=cpi, after=after)["municipalities"]
    everything += page["nodes"]
    after = page["pageInfo"]["endCursor"]
    if not page["pageInfo"]["hasNextPage"]:
        break
print(json.dumps(everything))
