curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  sizing { load { required have pressure } }
}' |
  jq '.extensions.cost'
