//! The table of rights, held against the schema: every field a request can begin with, for every part, own and foreign.

use std::collections::BTreeSet;

use backend::graphql::rules::RULES;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    identity::{Part, Reach, policy::reach},
};

use crate::support::{Person, Server, TestDatabase, both_databases, edit, new_write};

/// Everybody, by the column of the table.
fn people(server: &Server) -> Vec<(Part, Person)> {
    let with = |name: &str, role: &'static str, scope: Option<&'static str>| server.person_as(name, role, scope);
    vec![
        (Part::Visitor, server.visitor()),
        (Part::Reader, with("Lettrice", "READER", None)),
        (Part::Partner, with("Partner", "PARTNER", Some("ORG-001"))),
        (Part::PartnerAdministrator, with("Padmin", "ADMINISTRATOR", Some("ORG-001"))),
        (Part::CpiHead, with("Testa", "CPI_HEAD", Some("FG01"))),
        (Part::Coordinator, with("Foggia", "COORDINATOR", Some("FG"))),
        (Part::Planner, with("Piano", "PLANNER", None)),
        (Part::Administrator, with("Ada", "ADMINISTRATOR", None)),
    ]
}

/// An event at a job centre of Foggia.
const EVENT: &str = "{ title: \"Prova\", kind: MEETING, cpi: \"FG01\", start: \"2027-03-22T08:30:00Z\", end: \"2027-03-22T11:30:00Z\" }";

/// A request that begins with a field and is well-formed: what is refused then is refused for rights.
#[expect(clippy::too_many_lines, reason = "one line for each field of the roots: it is a table")]
fn request(field: &str) -> (String, Value) {
    let scenario = Server::scenario();
    let nobody = "QWNjb3VudDowMTk4ZjJhMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA";
    let session = "U2Vzc2lvbjowMTk4ZjJhMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA";
    let token = "VG9rZW46MDE5OGYyYTAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw";
    let identity = "SWRlbnRpdHk6MDE5OGYyYTAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw";
    let organisation = shared::id::GlobalId::new(shared::id::Kind::Organisation, "ORG-001");
    let partnership = shared::id::GlobalId::new(shared::id::Kind::Partnership, "0198f2a0-0000-7000-8000-000000000000");
    let text = match field {
        "Query.node" => format!("{{ node(id: \"{scenario}\") {{ id }} }}"),
        "Query.provinces" => "{ provinces { code } }".into(),
        "Query.cpis" => "{ cpis(first: 1) { nodes { code } } }".into(),
        "Query.municipalities" => "{ municipalities(first: 1) { nodes { istat } } }".into(),
        "Query.profiles" => "{ profiles { code } }".into(),
        "Query.services" => "{ services { code } }".into(),
        "Query.figures" => "{ figures { revision } }".into(),
        "Query.sizing" => "{ sizing { figuresRevision } }".into(),
        "Query.rights" => "{ rights { action } }".into(),
        "Query.viewer" => "{ viewer { name } }".into(),
        "Query.scenarios" => "{ scenarios { totalCount } }".into(),
        "Query.scenario" => format!("{{ scenario(id: \"{scenario}\") {{ name }} }}"),
        "Query.scenarioCompare" => format!("{{ scenarioCompare(scenarios: [\"{scenario}\"]) {{ figuresRevision }} }}"),
        "Query.scenarioMerge" => {
            format!("{{ scenarioMerge(scenario: \"{scenario}\", from: \"{scenario}\") {{ __typename }} }}")
        }
        "Query.proposal" => format!(
            "{{ proposal(scenario: \"{scenario}\", objective: {{ kind: EQUITY, level: CELL }}) {{ scenarioRevision }} }}"
        ),
        "Query.proposalMargins" => format!(
            "{{ proposalMargins(scenario: \"{scenario}\", objective: {{ kind: EQUITY }}) {{ scenarioRevision }} }}"
        ),
        "Query.proposalFrontier" => format!(
            "{{ proposalFrontier(scenario: \"{scenario}\", objective: {{ kind: EQUITY }}) {{ scenarioRevision }} }}"
        ),
        "Query.proposalRobust" => format!(
            "{{ proposalRobust(scenario: \"{scenario}\", objective: {{ kind: EQUITY }}, cases: [{{ name: \"\" }}]) {{ scenarioRevision }} }}"
        ),
        "Query.accounts" => "{ accounts(first: 1) { nodes { email } } }".into(),
        "Query.accountIdentities" => format!("{{ accountIdentities(account: \"{nobody}\") {{ id }} }}"),
        "Mutation.accountIdentityUnlink" => format!(
            "mutation {{ accountIdentityUnlink(account: \"{nobody}\", identity: \"{identity}\") {{ unlinked }} }}"
        ),
        "Query.accountSessions" => format!("{{ accountSessions(account: \"{nobody}\") {{ id }} }}"),
        "Query.tokens" => "{ tokens { id } }".into(),
        "Query.audit" => "{ audit(first: 1) { nodes { seq } } }".into(),
        "Mutation.scenarioCreate" => "mutation($w: String!) { scenarioCreate(input: { write: $w, name: \"Prova\", year: 2026,
            headCount: 1, budgetCents: 1, months: 1 }) { scenario { id } } }".into(),
        "Mutation.scenarioUpdate" => format!(
            "mutation($w: String!) {{ scenarioUpdate(input: {{ write: $w, scenario: \"{scenario}\", name: \"Nome\" }}) {{ scenario {{ id }} }} }}"
        ),
        // A revision that never was, so that nothing is copied and nothing moves.
        "Mutation.scenarioCopy" => format!(
            "mutation($w: String!) {{ scenarioCopy(input: {{ write: $w, scenario: \"{scenario}\", name: \"Copia\", revision: 999 }}) {{ scenario {{ id }} }} }}"
        ),
        "Mutation.scenarioStep" => format!(
            "mutation($w: String!) {{ scenarioStep(input: {{ write: $w, scenario: \"{scenario}\", step: PROPOSE, seen: 999 }}) {{ scenario {{ id }} }} }}"
        ),
        "Mutation.scenarioFiguresSet" => format!(
            "mutation($w: String!) {{ scenarioFiguresSet(input: {{ write: $w, scenario: \"{scenario}\",
                edits: [{{ key: \"service.A.minutes\", value: 61, seen: 999 }}] }}) {{ revision }} }}"
        ),
        // Own for the coordinator of Foggia; a revision that never was, so that nothing changes.
        "Mutation.scenarioCellsSet" => format!(
            "mutation($w: String!) {{ scenarioCellsSet(input: {{ write: $w, scenario: \"{scenario}\",
                edits: [{{ cpi: \"FG01\", profile: \"OR\", operators: 1, locked: false, seen: 999 }}] }}) {{ revision }} }}"
        ),
        "Mutation.figuresSet" => "mutation($w: String!) { figuresSet(input: { write: $w,
            edits: [{ key: \"staff.FG01.OR\", value: 3, seen: 999 }] }) { revision } }".into(),
        "Query.catchmentChanges" => "{ catchmentChanges { totalCount } }".into(),
        // Nobody is moved, so that nothing changes.
        "Mutation.catchmentsSet" => "mutation($w: String!) { catchmentsSet(input: { write: $w, validFrom: \"2100-01-01\", note: \"x\", moves: [] }) { revision } }".into(),
        "Mutation.catchmentsWithdraw" => "mutation($w: String!) { catchmentsWithdraw(input: { write: $w, revision: 0 }) { revision } }".into(),
        "Mutation.accountInvite" => "mutation { accountInvite(input: { email: \"x\", name: \"\", grants: [] }) { link } }".into(),
        "Mutation.accountUpdate" => format!("mutation {{ accountUpdate(input: {{ account: \"{nobody}\" }}) {{ account {{ id }} }} }}"),
        "Mutation.accountLink" => format!("mutation {{ accountLink(account: \"{nobody}\") {{ link }} }}"),
        "Mutation.accountSessionsEnd" => format!("mutation {{ accountSessionsEnd(account: \"{nobody}\") {{ ended }} }}"),
        "Mutation.sessionEnd" => format!("mutation {{ sessionEnd(session: \"{session}\") {{ ended }} }}"),
        "Mutation.sessionsEndOthers" => "mutation { sessionsEndOthers { ended } }".into(),
        "Mutation.passwordChange" => "mutation { passwordChange(current: \"\", new: \"\") { changed } }".into(),
        "Mutation.identityUnlink" => format!("mutation {{ identityUnlink(identity: \"{identity}\") {{ unlinked }} }}"),
        "Mutation.tokenCreate" => "mutation { tokenCreate(input: { name: \"\", organisation: \"ORG-001\", scopes: [] }) { secret } }".into(),
        "Mutation.tokenRevoke" => format!("mutation {{ tokenRevoke(token: \"{token}\") {{ token {{ id }} }} }}"),
        "Subscription.figureChanges" => "subscription { figureChanges(after: 999999) { revision } }".into(),
        "Query.mentions" => "{ mentions { by } }".into(),
        "Mutation.scenarioCommentAdd" => format!(
            "mutation($w: String!) {{ scenarioCommentAdd(input: {{ write: $w, scenario: \"{scenario}\", cpi: \"NOSUCH\", text: \"x\" }}) {{ revision }} }}"
        ),
        "Mutation.scenarioCommentUpdate" => format!(
            "mutation($w: String!) {{ scenarioCommentUpdate(input: {{ write: $w, comment: \"{nobody}\", text: \"x\" }}) {{ revision }} }}"
        ),
        "Mutation.scenarioCommentDelete" => format!(
            "mutation($w: String!) {{ scenarioCommentDelete(input: {{ write: $w, comment: \"{nobody}\" }}) {{ revision }} }}"
        ),
        "Mutation.scenarioThreadResolve" => format!(
            "mutation($w: String!) {{ scenarioThreadResolve(input: {{ write: $w, thread: \"{nobody}\", resolved: true }}) {{ revision }} }}"
        ),
        // There is no meeting that could end.
        "Mutation.scenarioMeetingStep" => format!(
            "mutation($w: String!) {{ scenarioMeetingStep(input: {{ write: $w, scenario: \"{scenario}\", step: END }}) {{ revision }} }}"
        ),
        "Mutation.scenarioOpinionGive" => format!(
            "mutation($w: String!) {{ scenarioOpinionGive(input: {{ write: $w, meeting: \"{nobody}\", stance: CONTRARY }}) {{ revision }} }}"
        ),
        "Query.scenarioDecisions" => "{ scenarioDecisions { totalCount } }".into(),
        // Chosen is none of the candidates, so that nothing is recorded.
        "Mutation.scenarioDecide" => format!(
            "mutation($w: String!) {{ scenarioDecide(input: {{ write: $w, candidates: [], chosen: \"{scenario}\", figuresSeen: 0, reason: \"x\" }}) {{ decision {{ id }} }} }}"
        ),
        "Subscription.decisionChanges" => "subscription { decisionChanges(after: 999999) { revision } }".into(),
        "Subscription.scenarioPresence" => format!("subscription {{ scenarioPresence(scenario: \"{scenario}\", cpi: \"ba\") {{ name }} }}"),
        "Subscription.scenarioChanges" => format!("subscription {{ scenarioChanges(scenario: \"{scenario}\", after: 999999) {{ revision }} }}"),
        "Query.plan" => "{ plan { code } }".into(),
        "Query.indicators" => "{ indicators { code } }".into(),
        "Query.baselines" => "{ baselines { code } }".into(),
        "Query.measurements" => "{ measurements(indicator: \"I-POT-01\") { totalCount } }".into(),
        // Own for the head of FG01 and the coordinator of Foggia; no such indicator, so that nothing is kept.
        "Mutation.measurementAdd" => "mutation($w: String!) { measurementAdd(input: { write: $w, indicator: \"NONE\",
            territory: \"FG01\", value: 1, day: \"2021-01-01\", source: \"registro\" }) { measurement { id } } }".into(),
        "Mutation.measurementConfirm" => format!(
            "mutation($w: String!) {{ measurementConfirm(input: {{ write: $w, measurement: \"{nobody}\" }}) {{ measurement {{ id }} }} }}"
        ),
        "Subscription.measurementChanges" => "subscription { measurementChanges(after: 999999) { revision } }".into(),
        "Query.events" => "{ events(first: 1) { nodes { title } totalCount } }".into(),
        "Query.event" => "{ event(id: \"RXZlbnQ6MDE5OGYyYTAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw\") { title } }".into(),
        "Query.eventsRevision" => "{ eventsRevision }".into(),
        "Query.actEvents" => "{ actEvents(status: PAST) { code } }".into(),
        "Query.eventRequirements" => "{ eventRequirements(year: 2027) { revision } }".into(),
        "Query.patronDays" => "{ patronDays { cpi } }".into(),
        "Query.facilitators" => "{ facilitators { code } }".into(),
        "Query.eventClashes" => format!("{{ eventClashes(event: {EVENT}) {{ kind }} }}"),
        "Query.programmeProposal" => "{ programmeProposal(input: { from: \"2027-01-11\", to: \"2027-01-15\" }) { leastDays } }".into(),
        // A proposal: whoever may plan may propose too, and partners may no more than that.
        "Query.eventContribution" => format!("{{ eventContribution(event: {EVENT}) {{ lines {{ code }} }} }}"),
        "Query.calendarAddresses" => "{ calendarAddresses { id } }".into(),
        // A province without a code, so that nothing is made.
        "Mutation.calendarAddressCreate" => "mutation { calendarAddressCreate(input: { kind: PROVINCE }) { url } }".into(),
        "Mutation.calendarAddressRenew" => "mutation { calendarAddressRenew(address: \"x\") { url } }".into(),
        "Query.savedViews" => "{ savedViews(page: BOARD) { id } }".into(),
        // Without a name, so that nothing is kept.
        "Mutation.viewSave" => "mutation { viewSave(input: { page: BOARD, name: \"\", query: \"\" }) { view { id } } }".into(),
        "Mutation.viewRemove" => "mutation { viewRemove(view: \"x\") { removed } }".into(),
        "Mutation.calendarAddressEnd" => "mutation { calendarAddressEnd(address: \"x\") { ended } }".into(),
        "Mutation.eventCreate" => format!("mutation($w: String!) {{ eventCreate(input: {{ write: $w, event: {EVENT}, propose: true }}) {{ event {{ id }} }} }}"),
        "Mutation.eventsCreate" => format!("mutation($w: String!) {{ eventsCreate(input: {{ write: $w, events: [{EVENT}] }}) {{ events {{ id }} }} }}"),
        // An event that is none, so that nothing changes.
        "Mutation.eventUpdate" => format!("mutation($w: String!) {{ eventUpdate(input: {{ write: $w, id: \"x\", seen: 0, event: {EVENT} }}) {{ event {{ id }} }} }}"),
        "Mutation.eventRegister" => "mutation($w: String!) { eventRegister(input: { write: $w, id: \"x\", organisation: \"ORG-001\", people: 1 }) { event { id } } }".into(),
        "Mutation.eventWithdraw" => "mutation($w: String!) { eventWithdraw(input: { write: $w, id: \"x\", organisation: \"ORG-001\" }) { event { id } } }".into(),
        "Mutation.eventStep" => "mutation($w: String!) { eventStep(input: { write: $w, id: \"x\", step: CONFIRM }) { event { id } } }".into(),
        "Mutation.eventAttendanceSet" => "mutation($w: String!) { eventAttendanceSet(input: { write: $w, id: \"x\", seen: 0, actual: {} }) { event { id } } }".into(),
        // Without a name, so that nothing is set.
        "Mutation.facilitatorSet" => "mutation($w: String!) { facilitatorSet(input: { write: $w, code: \"FAC-FG-1\", name: \"\", province: \"FG\", weeklyLimit: 4 }) { facilitator { code } } }".into(),
        "Subscription.eventChanges" => "subscription { eventChanges(after: 999999) { revision } }".into(),
        "Query.organisations" => "{ organisations(first: 1) { nodes { code } } }".into(),
        "Query.organisation" => format!("{{ organisation(id: \"{organisation}\") {{ code }} }}"),
        "Query.partnerships" => "{ partnerships(first: 1) { nodes { title } } }".into(),
        "Query.partnership" => format!("{{ partnership(id: \"{partnership}\") {{ title }} }}"),
        "Query.partnershipRequirements" => "{ partnershipRequirements { code } }".into(),
        // A province that does not exist, so that nothing is added, nor begun.
        "Mutation.organisationCreate" => "mutation($w: String!) { organisationCreate(input: { write: $w,
            details: { name: \"Ditta\", kind: COMPANY, level: PROVINCE, province: \"XX\" } }) { organisation { code } } }".into(),
        "Mutation.organisationUpdate" => format!("mutation($w: String!) {{ organisationUpdate(input: {{ write: $w, organisation: \"{organisation}\", seen: 999,
            details: {{ name: \"Regione\", kind: INSTITUTION, level: REGIONAL }} }}) {{ organisation {{ code }} }} }}"),
        "Mutation.partnershipCreate" => "mutation($w: String!) { partnershipCreate(input: { write: $w,
            outline: { title: \"Prova\", kind: TABLE, level: PROVINCE, province: \"XX\" } }) { partnership { id } } }".into(),
        "Mutation.partnershipUpdate" => format!("mutation($w: String!) {{ partnershipUpdate(input: {{ write: $w, partnership: \"{partnership}\", seen: 0,
            outline: {{ title: \"Prova\", kind: TABLE, level: REGIONAL }} }}) {{ partnership {{ id }} }} }}"),
        "Mutation.partnershipStep" => format!("mutation($w: String!) {{ partnershipStep(input: {{ write: $w, partnership: \"{partnership}\", to: ENDED }}) {{ partnership {{ id }} }} }}"),
        "Mutation.partnershipPartnerJoin" => format!("mutation($w: String!) {{ partnershipPartnerJoin(input: {{ write: $w, partnership: \"{partnership}\",
            partner: {{ organisation: \"ORG-001\" }} }}) {{ partnership {{ id }} }} }}"),
        "Mutation.partnershipPartnerLeave" => format!("mutation($w: String!) {{ partnershipPartnerLeave(input: {{ write: $w, partnership: \"{partnership}\",
            organisation: \"ORG-001\" }}) {{ partnership {{ id }} }} }}"),
        "Mutation.partnershipNote" => format!("mutation($w: String!) {{ partnershipNote(input: {{ write: $w, partnership: \"{partnership}\", text: \"x\" }}) {{ partnership {{ id }} }} }}"),
        "Subscription.partnershipChanges" => "subscription { partnershipChanges(after: 999999) { revision } }".into(),
        other => panic!("{other} has no request in this test: write one"),
    };
    let variables = if text.contains("$w") { json!({ "w": new_write() }) } else { json!({}) };
    (text, variables)
}

/// A mutation that names by its code what is not the part's own: another province, another organisation. None: it names nothing.
fn foreign(name: &str, part: Part) -> Option<String> {
    // What a partner proposes is proposed in its own name, wherever it is; what is done to oneself is done to nobody else.
    let is_partner = matches!(part, Part::Partner | Part::PartnerAdministrator);
    if matches!(name, "sessionsEndOthers" | "passwordChange" | "calendarAddressCreate" | "viewSave")
        || (is_partner && matches!(name, "partnershipCreate" | "eventCreate"))
    {
        return None;
    }
    let scenario = Server::scenario();
    let event = "{ title: \"Loro\", kind: MEETING, cpi: \"LE01\", start: \"2027-03-22T08:30:00Z\", end: \"2027-03-22T11:30:00Z\" }";
    let text = match name {
        "scenarioCellsSet" => format!("scenarioCellsSet(input: {{ write: $w, scenario: \"{scenario}\", edits: [{{ cpi: \"LE01\", profile: \"OR\", operators: 1, locked: false, seen: 0 }}] }}) {{ revision }}"),
        "figuresSet" => "figuresSet(input: { write: $w, edits: [{ key: \"staff.LE01.OR\", value: 3, seen: 0 }] }) { revision }".into(),
        "measurementAdd" => "measurementAdd(input: { write: $w, indicator: \"I-RDC-02\", territory: \"LE01\", value: 1, day: \"2021-01-10\", source: \"registro\" }) { measurement { id } }".into(),
        "accountInvite" => "accountInvite(input: { email: \"loro@example.org\", name: \"Loro\", grants: [{ role: PARTNER, scope: \"ORG-002\" }] }) { link }".into(),
        "tokenCreate" => "tokenCreate(input: { name: \"Loro\", organisation: \"ORG-002\", scopes: [READ_PUBLIC] }) { secret }".into(),
        "organisationCreate" => "organisationCreate(input: { write: $w, details: { name: \"Loro\", kind: COMPANY, level: PROVINCE, province: \"LE\" } }) { organisation { code } }".into(),
        "partnershipCreate" => "partnershipCreate(input: { write: $w, outline: { title: \"Loro\", kind: TABLE, level: PROVINCE, province: \"LE\" } }) { partnership { id } }".into(),
        "eventCreate" => format!("eventCreate(input: {{ write: $w, event: {event} }}) {{ event {{ id }} }}"),
        "eventsCreate" => format!("eventsCreate(input: {{ write: $w, events: [{event}] }}) {{ events {{ id }} }}"),
        "facilitatorSet" => "facilitatorSet(input: { write: $w, code: \"FAC-LE-1\", name: \"Loro\", province: \"LE\", weeklyLimit: 4 }) { facilitator { code } }".into(),
        other => panic!("{other} reaches what is somebody's own and has no request in this test: write one"),
    };
    let variables = if text.contains("$w") { "($w: String!)" } else { "" };
    Some(format!("mutation{variables} {{ {text} }}"))
}

/// The fields that a request can begin with, by the schema itself.
async fn roots(anyone: &Person) -> BTreeSet<String> {
    let query = "{ __schema { queryType { name fields { name } } mutationType { name fields { name } } subscriptionType { name fields { name } } } }";
    let schema = anyone.ask(query, json!({})).await.accepted()["__schema"].clone();
    let mut found = BTreeSet::new();
    for root in ["queryType", "mutationType", "subscriptionType"] {
        let name = schema[root]["name"].as_str().expect("a root has a name");
        let fields = schema[root]["fields"].as_array().expect("a root has fields").iter();
        found.extend(fields.map(|field| format!("{name}.{}", field["name"].as_str().expect("a field has a name"))));
    }
    found
}

both_databases! {
    async fn every_field_of_the_schema_does_for_every_part_what_the_table_says(database: TestDatabase) {
        let server = Server::start(database).await;
        let fields = roots(&server.visitor()).await;
        let ruled: BTreeSet<String> = RULES.iter().map(|(field, _)| (*field).to_owned()).collect();
        assert_eq!(fields, ruled, "each field has a rule, and each rule a field");
        for (part, person) in people(&server) {
            for (field, actions) in RULES {
                let far = actions.iter().map(|action| reach(part, *action)).max_by_key(|reach| match reach {
                    Reach::Nothing => 0,
                    Reach::Own => 1,
                    Reach::All => 2,
                });
                let (query, variables) = request(field);
                let answer = person.ask(&query, variables).await.0;
                let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("DONE").to_owned();
                let refused = ["UNAUTHENTICATED", "FORBIDDEN"].contains(&code.as_str());
                match far {
                    Some(Reach::Nothing) | None => {
                        let expected = if part == Part::Visitor { "UNAUTHENTICATED" } else { "FORBIDDEN" };
                        assert_eq!(code, expected, "{field} by {part:?}: {answer}");
                        assert!(answer.get("data").is_none_or(Value::is_null), "{field} by {part:?} gives nothing");
                    }
                    Some(_) => {
                        // Over plain HTTP a subscription comes no further than its rights.
                        let understood = code != "BAD_REQUEST" || field.starts_with("Subscription.");
                        assert!(!refused && understood, "{field} by {part:?}: {answer}");
                    }
                }
            }
        }
    }

    async fn what_lies_elsewhere_is_refused_like_what_does_not_exist(database: TestDatabase) {
        let server = Server::start(database).await;
        let not_yours = |field: &str| Problem::invalid(field, Rule::NotYours);
        let foggia = server.person_as("Foggia", "COORDINATOR", Some("FG"));
        for cpi in ["LE01", "NOSUCH"] {
            let batch = json!([edit("FG01", "OR", 1, 0), edit(cpi, "OR", 1, 0)]);
            assert_eq!(foggia.set(batch).await.refused(), not_yours("edits.1.cpi"), "{cpi}");
        }
        foggia.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        let figure = |key: &str| json!([{ "key": key, "value": 2, "seen": 0 }]);
        for key in ["staff.LE01.OR", "staff.NOSUCH.OR", "service.A.minutes"] {
            assert_eq!(foggia.figures_set(figure(key)).await.refused(), not_yours("edits.0.key"), "{key}");
        }
        let seen = foggia.figure("staff.FG01.OR").await["revision"].as_i64().unwrap_or_default();
        foggia.figures_set(json!([{ "key": "staff.FG01.OR", "value": 2, "seen": seen }])).await.accepted();
        let head = server.person_as("Testa", "CPI_HEAD", Some("FG02"));
        assert_eq!(head.set(json!([edit("FG02", "OR", 1, 0)])).await.refused(), Problem::Forbidden);
        assert_eq!(head.figures_set(figure("staff.FG01.OR")).await.refused(), not_yours("edits.0.key"));

        // A scenario, for whoever may read none: by every way to it, there is none.
        let partner = server.person_as("Partner", "PARTNER", Some("ORG-001"));
        let (real, none) = (Server::scenario(), shared::id::GlobalId::new(shared::id::Kind::Scenario, uuid()).to_string());
        for id in [real, none] {
            let listed = partner.ask("{ scenarios { totalCount nodes { id } } }", json!({})).await.accepted();
            assert_eq!(listed["scenarios"], json!({ "totalCount": 0, "nodes": [] }));
            let found = partner.ask("query($id: ID!) { scenario(id: $id) { id } }", json!({ "id": id })).await.accepted();
            assert_eq!(found["scenario"], Value::Null);
            let node = partner.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await.accepted();
            assert_eq!(node["node"], Value::Null);
            let sized = partner.ask("query($id: ID!) { sizing(scenario: $id) { figuresRevision } }", json!({ "id": id })).await;
            assert_eq!(sized.refused(), Problem::NotFound);
        }
    }

    async fn what_a_mutation_names_by_a_code_is_refused_elsewhere_and_nothing_is_written(database: TestDatabase) {
        let server = Server::start(database).await;
        let everybody = people(&server);
        for (_, person) in &everybody {
            person.cookie().await;
        }
        let by_id = crate::swapped::taking_ids(&server.person("Piano")).await;
        let anna = server.person("Piano");
        let written = async || anna.ask("{ audit(first: 0) { totalCount } }", json!({})).await.accepted()["audit"]["totalCount"].clone();
        for (field, actions) in RULES {
            let Some(name) = field.strip_prefix("Mutation.").filter(|name| *name == "scenarioCellsSet" || *name == "measurementAdd" || !by_id.contains(*name)) else { continue };
            for (part, person) in &everybody {
                if !actions.iter().any(|action| reach(*part, *action) == Reach::Own) {
                    continue;
                }
                let Some(text) = foreign(name, *part) else { continue };
                let variables = if text.contains("$w") { json!({ "w": new_write() }) } else { json!({}) };
                let before = written().await;
                let refused = person.ask(&text, variables).await.refused();
                let elsewhere = match &refused {
                    Problem::Invalid { fields } => fields.iter().any(|problem| problem.rule == Rule::NotYours),
                    other => matches!(other, Problem::NotFound | Problem::Forbidden),
                };
                assert!(elsewhere, "{field} by {part:?}: {refused:?}");
                assert_eq!(written().await, before, "{field} by {part:?}");
            }
        }
    }

    async fn a_partners_administrator_manages_the_own_organisation_and_no_other(database: TestDatabase) {
        let server = Server::start(database).await;
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let (own, foreign) = (server.person_as("Pino", "PARTNER", Some("ORG-001")), server.person_as("Nino", "PARTNER", Some("ORG-002")));
        own.cookie().await;
        foreign.cookie().await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let accounts = ada.ask("{ accounts(first: 500) { nodes { id email } } }", json!({})).await.accepted();
        let id = |person: &Person| {
            let nodes = accounts["accounts"]["nodes"].as_array().expect("accounts").iter();
            nodes.clone().find(|node| node["email"] == person.email()).expect("it is there")["id"].clone()
        };
        let listed = rita.ask("{ accounts(first: 500) { nodes { email } } }", json!({})).await.accepted().to_string();
        assert!(listed.contains(&own.email()) && !listed.contains(&foreign.email()) && !listed.contains(&ada.email()));
        let nobody = json!(shared::id::GlobalId::new(shared::id::Kind::Account, uuid()).to_string());
        for account in [id(&foreign), id(&ada), nobody] {
            for (query, variables) in [
                ("query($account: ID!) { accountSessions(account: $account) { id } }", json!({ "account": account })),
                ("query($account: ID!) { accountIdentities(account: $account) { id } }", json!({ "account": account })),
                ("mutation($account: ID!) { accountIdentityUnlink(account: $account, identity: \"x\") { unlinked } }", json!({ "account": account })),
                ("mutation($account: ID!) { accountLink(account: $account) { link } }", json!({ "account": account })),
                ("mutation($account: ID!) { accountSessionsEnd(account: $account) { ended } }", json!({ "account": account })),
                ("mutation($account: ID!) { accountUpdate(input: { account: $account, active: false }) { account { id } } }", json!({ "account": account })),
            ] {
                assert_eq!(rita.ask(query, variables).await.refused(), Problem::NotFound, "{query}");
            }
        }
        let sessions = rita.ask("query($account: ID!) { accountSessions(account: $account) { browser } }", json!({ "account": id(&own) }));
        assert_eq!(sessions.await.accepted()["accountSessions"].as_array().map(Vec::len), Some(1));
        // Nobody gives more than they manage.
        let update = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { grants { role scope } } } }";
        for grants in [json!([{ "role": "PLANNER" }]), json!([{ "role": "PARTNER", "scope": "ORG-002" }]), json!([])] {
            let answer = rita.ask(update, json!({ "input": { "account": id(&own), "grants": grants } })).await;
            assert_eq!(answer.refused(), Problem::invalid("grants", Rule::NotYours), "{grants}");
        }
        let grants = json!([{ "role": "ADMINISTRATOR", "scope": "ORG-001" }]);
        rita.ask(update, json!({ "input": { "account": id(&own), "grants": grants } })).await.accepted();
    }

    async fn whoever_administers_two_organisations_manages_both(database: TestDatabase) {
        let server = Server::start(database).await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let rita = server.person_as("Rita", "ADMINISTRATOR", Some("ORG-001"));
        let (pino, nino) = (server.person_as("Pino", "PARTNER", Some("ORG-002")), server.person_as("Nino", "PARTNER", Some("ORG-003")));
        for person in [&rita, &pino, &nino] {
            person.cookie().await;
        }
        let accounts = ada.ask("{ accounts(first: 500) { nodes { id email } } }", json!({})).await.accepted();
        let id = |person: &Person| {
            let nodes = accounts["accounts"]["nodes"].as_array().expect("accounts").iter();
            nodes.clone().find(|node| node["email"] == person.email()).expect("it is there")["id"].clone()
        };
        let update = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { id } } }";
        let give = |person: &Person, grants: Value| json!({ "input": { "account": id(person), "grants": grants } });
        let both = json!([{ "role": "ADMINISTRATOR", "scope": "ORG-001" }, { "role": "ADMINISTRATOR", "scope": "ORG-002" }]);
        ada.ask(update, give(&rita, both)).await.accepted();

        let people = rita.ask("{ accounts(first: 500) { nodes { email } } }", json!({})).await.accepted().to_string();
        assert!(people.contains(&rita.email()) && people.contains(&pino.email()) && !people.contains(&nino.email()), "{people}");
        // Somebody may come to work for both, and stays hers; nobody comes to work where she has no say.
        let parts = json!([{ "role": "PARTNER", "scope": "ORG-001" }, { "role": "PARTNER", "scope": "ORG-002" }]);
        rita.ask(update, give(&pino, parts.clone())).await.accepted();
        rita.ask(update, give(&pino, parts)).await.accepted();
        let foreign = json!([{ "role": "PARTNER", "scope": "ORG-001" }, { "role": "PARTNER", "scope": "ORG-003" }]);
        assert_eq!(rita.ask(update, give(&pino, foreign)).await.refused(), Problem::invalid("grants", Rule::NotYours));

        for organisation in ["ORG-001", "ORG-002"] {
            rita.token(organisation).await;
        }
        ada.token("ORG-003").await;
        let tokens = rita.ask("{ tokens { organisation } }", json!({})).await.accepted();
        assert_eq!(tokens["tokens"], json!([{ "organisation": "ORG-002" }, { "organisation": "ORG-001" }]));
    }
}

fn uuid() -> String {
    backend::clock::new_id().to_string()
}
