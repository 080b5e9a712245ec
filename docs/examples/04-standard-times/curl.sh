curl -sG https://tavoliere.example/graphql \
  -H "Authorization: Bearer $TAVOLIERE_TOKEN" \
  --data-urlencode 'query={
  services { code nameIt nameEn target }
  figures { figures { key value unit provenance { origin source } } }
}' |
  jq '.data as $data | [$data.services[] | .code as $code
      | . + { minutes: ($data.figures.figures[] | select(.key == "service.\($code).minutes")) }]'
