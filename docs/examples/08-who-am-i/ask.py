import json
import os
import urllib.request

QUERY = """{
  viewer { name grants { role scope } }
  rights { action token }
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
print(json.dumps(told["data"]))
