curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  indicators(territory: "FG") {
    code text { it } unit { it }
    standing { target expected actual status measuredOn }
  }
}' |
  jq '[.data.indicators[] | select(.standing.actual != null)]'
