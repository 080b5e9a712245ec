import json
import os
import urllib.error
import urllib.parse
import urllib.request

QUERY = """{ figures { revision } }"""

address = "https://tavoliere.example/graphql?" + urllib.parse.urlencode({"query": QUERY})
headers = {"Authorization": f"Bearer {os.environ['TAVOLIERE_TOKEN']}"}
with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as first:
    tag = first.headers["etag"]
try:
    with urllib.request.urlopen(urllib.request.Request(address, headers={**headers, "If-None-Match": tag})) as again:
        status = again.status
except urllib.error.HTTPError as unchanged:
    # 304, without a body, for as long as nothing has changed.
    status = unchanged.code
print(json.dumps({"tag": tag, "again": status}))
