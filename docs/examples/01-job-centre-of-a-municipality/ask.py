import json
import os
import urllib.request

QUERY = """{
  municipalities(first: 500) {
    nodes { name cpi { code name province { code } } }
  }
}"""

request = urllib.request.Request(
    "https://tavoliere.example/graphql",
    data=json.dumps({"query": QUERY}).encode(),
    headers={"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['TAVOLIERE_TOKEN']}"},
)
with urllib.request.urlopen(request) as answer:
    told = json.load(answer)
if "errors" in told:
    raise SystemExit(told["errors"])
nodes = told["data"]["municipalities"]["nodes"]
print(json.dumps(next(node for node in nodes if node["name"] == "Manfredonia")))
