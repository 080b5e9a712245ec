curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  viewer { name grants { role scope } }
  rights { action token }
}' |
  jq '.data'
