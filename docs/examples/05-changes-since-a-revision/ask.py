import json
import os
import urllib.request

QUERY = """subscription($after: Int!) {
  figureChanges(after: $after) { revision by at figures { key value unit } }
}"""

request = urllib.request.Request(
    "https://tavoliere.example/graphql",
    data=json.dumps({"query": QUERY, "variables": {"after": 0}}).encode(),
    headers={
        "Content-Type": "application/json",
        "Accept": "text/event-stream",
        "Authorization": f"Bearer {os.environ['TAVOLIERE_TOKEN']}",
    },
)
with urllib.request.urlopen(request) as answer:
    for line in answer:
        if line.startswith(b"data: {"):
            change = json.loads(line[len(b"data: "):])["data"]["figureChanges"]
            # Keep change["revision"]: sent as `after`, it takes up from here.
            print(json.dumps(change))
            break  # One is enough here; leave this out to follow for as long as you like.
