# Each change comes as an event with one line of data. The stream goes on; here it ends after three seconds.
curl -sN --max-time 3 https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  -H 'Accept: text/event-stream' \
  -G --data-urlencode 'query=subscription($after: Int!) {
  figureChanges(after: $after) { revision by at figures { key value unit } }
}' \
  --data-urlencode 'variables={ "after": 0 }' |
  sed -n 's/^data: //p' | jq -n 'input.data.figureChanges'
