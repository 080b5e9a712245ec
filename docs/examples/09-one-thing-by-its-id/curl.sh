ask() {
  curl -sG https://tavoliere.example/graphql \
    -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
    --data-urlencode "query=$1" --data-urlencode "variables=$2"
}
id=$(ask '{ cpis(first: 1) { nodes { id } } }' '{}' | jq -r '.data.cpis.nodes[0].id')
ask 'query($id: ID!) {
  node(id: $id) {
    id
    ... on Cpi { code name residents seatIstat latitude longitude }
  }
}' "{ \"id\": \"$id\" }" | jq '.data.node'
