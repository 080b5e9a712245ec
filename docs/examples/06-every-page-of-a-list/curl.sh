ask() {
  curl -sG https://tavoliere.example/graphql \
    -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
    --data-urlencode "query=$1" --data-urlencode "variables=$2"
}
cpi=$(ask '{ cpis(first: 50) { nodes { id code } } }' '{}' |
  jq -r '.data.cpis.nodes[] | select(.code == "FG03") | .id')
after=null
while
  page=$(ask 'query($cpi: ID!, $after: String) {
  municipalities(cpi: $cpi, first: 5, after: $after) {
    totalCount
    nodes { istat name residents }
    pageInfo { hasNextPage endCursor }
  }
}' "{ \"cpi\": \"$cpi\", \"after\": $after }")
  after=$(echo "$page" | jq '.data.municipalities.pageInfo.endCursor')
  echo "$page" | jq '.data.municipalities.nodes[]'
  [ "$(echo "$page" | jq '.data.municipalities.pageInfo.hasNextPage')" = true ]
do :; done | jq -s .
