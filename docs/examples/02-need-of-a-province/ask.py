import json
import os
import urllib.request

QUERY = """{
  provinces {
    code
    cpis { code name sizing { load { required have pressure } } }
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
provinces = told["data"]["provinces"]
print(json.dumps(next(province["cpis"] for province in provinces if province["code"] == "FG")))
