curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  municipalities(first: 500) {
    nodes { name cpi { code name province { code } } }
  }
}' |
  jq '.data.municipalities.nodes[] | select(.name == "Manfredonia")'
