import json
import os
import urllib.request
from datetime import datetime, timezone

QUERY = """query($from: DateTime!, $to: DateTime!) {
  events(filter: { province: "FG", from: $from, to: $to }, first: 100) {
    totalCount
    nodes { title kind state start end place organisers { name } }
  }
}"""

now = datetime.now(timezone.utc)


def first(months):
    years, month = divmod(now.month - 1 + months, 12)
    return datetime(now.year + years, month + 1, 1, tzinfo=timezone.utc).isoformat()


request = urllib.request.Request(
    "https://tavoliere.example/graphql",
    data=json.dumps({"query": QUERY, "variables": {"from": first(1), "to": first(2)}}).encode(),
    headers={"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['TAVOLIERE_TOKEN']}"},
)
with urllib.request.urlopen(request) as answer:
    told = json.load(answer)
if "errors" in told:
    raise SystemExit(told["errors"])
print(json.dumps(told["data"]["events"]))
