first() { jq -nr "now | gmtime | [.[0], .[1] + $1, 1, 0, 0, 0, 0, 0] | mktime | todate"; }
curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query=query($from: DateTime!, $to: DateTime!) {
  events(filter: { province: "FG", from: $from, to: $to }, first: 100) {
    totalCount
    nodes { title kind state start end place organisers { name } }
  }
}' \
  --data-urlencode "variables={ \"from\": \"$(first 1)\", \"to\": \"$(first 2)\" }" |
  jq '.data.events'
