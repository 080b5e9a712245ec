import json
import os
import urllib.request

QUERY = """{
  indicators(territory: "FG") {
    code text { it } unit { it }
    standing { target expected actual status measuredOn }
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
indicators = told["data"]["indicators"]
print(json.dumps([own for own in indicators if own["standing"]["actual"] is not None]))
