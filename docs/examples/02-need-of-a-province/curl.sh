curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  provinces {
    code
    cpis { code name sizing { load { required have pressure } } }
  }
}' |
  jq '.data.provinces[] | select(.code == "FG") | .cpis'
