import json
import os
import urllib.request

QUERY = """{
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
nodes = told["data"]["cpis"]["nodes"]
print(json.dumps(next(node for node in nodes if node["code"] == "FG03")))
