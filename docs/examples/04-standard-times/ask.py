import json
import os
import urllib.request

QUERY = """{
  services { code nameIt nameEn target }
  figures { figures { key value unit provenance { origin source } } }
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
figures = {figure["key"]: figure for figure in told["data"]["figures"]["figures"]}
services = [{**service, "minutes": figures[f"service.{service['code']}.minutes"]} for service in told["data"]["services"]]
print(json.dumps(services))
