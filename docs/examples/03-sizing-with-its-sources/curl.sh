curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  cpis(first: 50) {
    nodes {
      code
      catchmentProvenance { origin source }
      sizing {
        load { required have wisnRatio }
        cells { profile { code nameIt nameEn } basic load { required have } }
      }
    }
  }
}' |
  jq '.data.cpis.nodes[] | select(.code == "FG03")'
