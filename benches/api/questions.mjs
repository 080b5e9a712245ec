// The same five questions, as each of the two servers wants them asked, over the same rows.
//
// Where the two differ, ours does more: it sizes what PostGraphile only reads, and its events and partnerships are those that the
// asker may see. PostGraphile's Cruscotto is what a page would have to fetch to compute the same by itself.

/// Names the questions: for each, the text for Tavoliere and for PostGraphile, and where both tell how many rows they found.
export const QUESTIONS = {
  "CPIs": {
    ours: `{ cpis(first: 500) { nodes { code name seatIstat residents workingAge areaKm2 } } }`,
    theirs: `{ allCpis { nodes { code name seatIstat residents workingAge areaKm2 } } }`,
    rows: (data) => (data.cpis ?? data.allCpis).nodes.length,
  },
  "provinces, CPIs, cells, profiles": {
    ours: (scenario) => `{ provinces { code name cpis { code name sizing(scenario: "${scenario}") {
      cells { load { placed } profile { code nameIt } } } } } }`,
    theirs: () => `{ allProvinces { nodes { code name cpisByProvince { nodes { code name scenarioCellsByCpi { nodes {
      operators profileByProfile { code nameIt } } } } } } } }`,
    rows: (data) => {
      const cells = (cpi) => (cpi.sizing?.cells ?? cpi.scenarioCellsByCpi.nodes).length;
      const cpis = (province) => province.cpis ?? province.cpisByProvince.nodes;
      return (data.provinces ?? data.allProvinces.nodes).flatMap(cpis).map(cells).reduce((sum, count) => sum + count, 0);
    },
  },
  "events of a province, with total and CPI": {
    ours: `{ events(first: 20, filter: { province: "FG", states: [CONFIRMED] }) { totalCount
      nodes { title start end place cpi { code name } } } }`,
    theirs: `{ allEvents(first: 20, condition: { province: "FG", state: "CONFIRMED" }, orderBy: STARTS_AT_ASC) { totalCount
      nodes { title startsAt endsAt place cpiByCpi { code name } } } }`,
    rows: (data) => (data.events ?? data.allEvents).totalCount,
  },
  "signed partnerships, partners, organisations": {
    ours: `{ partnerships(first: 50, filter: { states: [ACTIVE] }) { totalCount nodes { title signedOn
      partners { role joinedOn organisation { code name kind } } } } }`,
    theirs: `{ allPartnerships(first: 50, condition: { state: "ACTIVE" }) { totalCount nodes { title signedOn
      partnershipPartnersByPartnershipId { nodes { role joinedOn organisationByOrganisation { code name kind } } } } } }`,
    rows: (data) => (data.partnerships ?? data.allPartnerships).totalCount,
  },
  "Cruscotto": {
    ours: (scenario) => `{ sizing(scenario: "${scenario}") { load { required have placed pressure unmetHours }
      provinces { province { name } load { required have placed pressure unmetHours } }
      cpis { cpi { code name } load { required have placed pressure unmetHours } } }
      figures { revision figures { key value unit } } scenarios(first: 50) { nodes { id name headCount budgetCents } } }`,
    theirs: () => `{ allFigures { nodes { key value } } allProvinces { nodes { name } } allCpis { nodes { code name residents workingAge } }
      allScenarioCells { nodes { cpi profile operators } } allScenarios(first: 50) { nodes { id name headCount budgetCents } } }`,
    rows: (data) => (data.scenarios ?? data.allScenarios).nodes.length,
  },
};

/// Sets one cell.
export const SET = {
  ours: `mutation($input: ScenarioCellsSetInput!) { scenarioCellsSet(input: $input) { revision } }`,
  theirs: `mutation($scenario: UUID!, $cpi: String!, $operators: Int!) {
    updateScenarioCellByScenarioIdAndCpiAndProfile(input: { scenarioId: $scenario, cpi: $cpi, profile: "OR",
      scenarioCellPatch: { operators: $operators } }) { scenarioCell { operators } } }`,
};
