ask() {
  curl -sG https://tavoliere.example/graphql \
    -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
    --data-urlencode "query=$1" --data-urlencode "variables=$2"
}
# The organisation that the token is of.
own=$(ask '{ viewer { grants { scope } } }' '{}' | jq -r '.data.viewer.grants[0].scope')
ask 'query($organisation: String!) {
  partnerships(filter: { organisation: $organisation }, first: 100) {
    totalCount
    nodes { title state endsOn nextStep { text owner due } due { days warning } }
  }
}' "{ \"organisation\": \"$own\" }" |
  jq '.data.partnerships | { totalCount, due: [.nodes[] | select(.due != [])] }'
