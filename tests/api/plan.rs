//! The act as data, its indicators against pace, and what is measured by hand.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, edit, new_write};

/// Agreements of partnership, of each province one and one of the region: counted from those that are signed.
const AGREEMENTS: &str = "I-IMP-01";
/// Personalised plans for beneficiaries: nothing here counts them, so they are measured by hand, by job centre at the finest.
const PLANS: &str = "I-RDC-02";
/// Job centres in which the solutions of the plan are carried out: counted from the allocation in force.
const CARRIED_OUT: &str = "I-POT-02";

async fn indicator(person: &Person, code: &str, territory: &str, on: &str) -> Value {
    let query = "query($code: String, $territory: String, $on: NaiveDate) { indicators(code: $code, territory: $territory, on: $on) {
        code certainty byHand derived targets { year value certainty } baselines { code value } sentence { lines printed }
        ambiguities { code choice { it en } } condition { it }
        standing { target expected actual share status origin measuredOn confirmed parts } } }";
    let asked = json!({ "code": code, "territory": territory, "on": on });
    let found = person.ask(query, asked).await.accepted()["indicators"].clone();
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{code}");
    found[0].clone()
}

async fn standing(person: &Person, code: &str, territory: &str, on: &str) -> Value {
    indicator(person, code, territory, on).await["standing"].clone()
}

const ADD: &str = "mutation($input: MeasurementAddInput!) { measurementAdd(input: $input) {
    measurement { id indicator territory value day source note corrects standing madeBy confirmedBy } } }";

fn measured(indicator: &str, territory: &str, value: f64, day: &str) -> Value {
    json!({ "write": new_write(), "indicator": indicator, "territory": territory, "value": value, "day": day, "source": "registro" })
}

async fn add(person: &Person, input: Value) -> Value {
    person.ask(ADD, json!({ "input": input })).await.accepted()["measurementAdd"]["measurement"].clone()
}

async fn confirm(person: &Person, measurement: &Value) -> Value {
    let query = "mutation($input: MeasurementConfirmInput!) { measurementConfirm(input: $input) { measurement { confirmedBy value } } }";
    let input = json!({ "write": new_write(), "measurement": measurement["id"] });
    person.ask(query, json!({ "input": input })).await.accepted()["measurementConfirm"]["measurement"].clone()
}

async fn history(person: &Person, indicator: &str) -> Vec<Value> {
    let query = "query($indicator: String!) { measurements(indicator: $indicator) { totalCount nodes { value standing territory } } }";
    let told = person.ask(query, json!({ "indicator": indicator })).await.accepted()["measurements"].clone();
    let nodes = told["nodes"].as_array().expect("a list").clone();
    assert_eq!(told["totalCount"], json!(nodes.len()));
    nodes
}

/// The fields that a refusal names, with their rules.
fn fields(problem: Problem) -> Vec<(String, Rule)> {
    let Problem::Invalid { fields } = problem else { panic!("{problem:?}") };
    fields.into_iter().map(|problem| (problem.field, problem.rule)).collect()
}

both_databases! {
    async fn the_tree_of_the_act_leads_from_an_area_to_the_sentence_and_the_indicator(database: TestDatabase) {
        let server = Server::start(database).await;
        let query = "{ plan { act start end areas { code children { code children { code kind text { it en } quantity unit { it } perUnit units
            frequency sentence { lines printed } ambiguities { code } indicators children { code quantity } } } } } }";
        let plan = server.visitor().ask(query, json!({})).await.accepted()["plan"].clone();
        assert_eq!((&plan["start"], &plan["end"]), (&json!("2020-03-02"), &json!("2021-12-31")));
        let codes = |rows: &Value| -> Vec<String> {
            rows.as_array().expect("a list").iter().map(|row| row["code"].as_str().expect("a code").to_owned()).collect()
        };
        assert_eq!(codes(&plan["areas"]), ["RSL", "TSL", "CRI", "IMP", "DSM"]);
        let objective = |code: &str| {
            let areas = plan["areas"].as_array().expect("areas").iter();
            areas.flat_map(|area| area["children"].as_array().expect("objectives")).find(|row| row["code"] == code).expect("there").clone()
        };
        let scouting = objective("4.4");
        let sessions = &scouting["children"][0];
        assert_eq!(sessions["code"], "4.4-A1");
        assert_eq!((&sessions["quantity"], &sessions["perUnit"], &sessions["units"], &sessions["frequency"]), (&json!(86.0), &json!(2.0), &json!(43), &json!("ANNUAL")));
        assert_eq!(sessions["sentence"]["lines"], json!([496]));
        assert!(sessions["sentence"]["printed"].as_str().is_some_and(|text| text.starts_with("Organizzazione e gestione presso ciascuno CPI di almeno 2")));
        assert_eq!(codes(&sessions["ambiguities"]), ["AMB-11"]);
        let agreements = objective("IMP.1");
        let table = agreements["children"].as_array().expect("rows").iter().find(|row| row["code"] == "IMP.1-A2").expect("there");
        assert_eq!(table["indicators"], json!([AGREEMENTS]));
        // The whole: each kind as often as the act has it.
        let items = server.visitor().ask("{ plan { items { kind } ambiguities { code } } baselines { code } indicators { code } }", json!({})).await.accepted();
        let of = |kind: &str| items["plan"]["items"].as_array().expect("rows").iter().filter(|row| row["kind"] == kind).count();
        assert_eq!(["AREA", "OBJECTIVE", "ACTIVITY", "RESULT", "PART"].map(of), [5, 29, 73, 90, 20]);
        assert_eq!([&items["plan"]["ambiguities"], &items["baselines"], &items["indicators"]].map(|list| list.as_array().map_or(0, Vec::len)), [61, 102, 42]);
    }

    async fn what_nobody_measured_is_no_nought_and_a_guess_is_shown_and_not_scored(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let plans = indicator(&anna, PLANS, "", "2021-02-01").await;
        assert_eq!(plans["standing"], json!({ "target": 37_500.0, "expected": 18_861.0, "actual": null, "share": null, "status": "NOT_MEASURED",
            "origin": null, "measuredOn": null, "confirmed": null, "parts": 0 }));
        assert_eq!((&plans["byHand"], &plans["derived"]), (&json!(true), &Value::Null));
        let agreements = indicator(&anna, AGREEMENTS, "", "2021-02-01").await;
        assert_eq!((&agreements["byHand"], &agreements["derived"]), (&json!(false), &json!("partnerships_signed")));
        assert_eq!(agreements["baselines"], json!([{ "code": "ACH-TSL-005", "value": 7.0 }]));
        assert_eq!(standing(&anna, "I-RDC-05", "", "2021-12-31").await["status"], "NOT_OPEN");
        let guess = indicator(&anna, "S-05", "", "2021-06-01").await;
        assert_eq!((&guess["certainty"], &guess["standing"]["status"], &guess["standing"]["target"]), (&json!("LOW"), &json!("TO_CONFIRM"), &Value::Null));
        assert_eq!(guess["targets"][0], json!({ "year": 2019, "value": 30.0, "certainty": "LOW" }));
        add(&anna, measured("S-05", "", 1.0, "2021-01-01")).await;
        assert_eq!(standing(&anna, "S-05", "", "2021-12-31").await["status"], "TO_CONFIRM");
        // The act's own years, and no line over them.
        let rate = standing(&anna, "S-01", "", "2020-12-31").await;
        assert_eq!((&rate["expected"], &rate["target"]), (&json!(3.7), &json!(6.2)));
        assert_eq!(standing(&anna, "S-02", "", "2020-12-31").await["expected"], 30_003.0, "60 % of 50,006, whole pacts");
    }

    async fn a_measurement_is_kept_corrected_by_a_newer_one_and_confirmed(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, visitor) = (server.person("Anna"), server.visitor());
        let first = add(&anna, measured(PLANS, "", 20_000.0, "2020-11-30")).await;
        assert_eq!((&first["madeBy"], &first["standing"], &first["confirmedBy"]), (&json!("Anna"), &json!(true), &Value::Null));
        let told = standing(&anna, PLANS, "", "2021-02-01").await;
        assert_eq!((&told["actual"], &told["status"], &told["origin"], &told["confirmed"]), (&json!(20_000.0), &json!("ON_PACE"), &json!("MEASURED"), &json!(false)));
        assert_eq!(standing(&anna, PLANS, "", "2020-11-29").await["actual"], Value::Null, "the day before");
        assert_eq!(standing(&visitor, PLANS, "", "2021-02-01").await["actual"], Value::Null, "not confirmed yet");
        let mut correction = measured(PLANS, "", 2.0, "2020-11-30");
        correction["corrects"] = first["id"].clone();
        let second = add(&anna, correction.clone()).await;
        assert_eq!(second["corrects"], first["id"]);
        assert_eq!(standing(&anna, PLANS, "", "2021-02-01").await["status"], "BEHIND");
        assert_eq!(history(&anna, PLANS).await.iter().map(|row| (row["value"].as_f64(), row["standing"].as_bool())).collect::<Vec<_>>(),
            [(Some(2.0), Some(true)), (Some(20_000.0), Some(false))], "nothing is overwritten");
        // Sent again it is answered; another correction of the same is refused.
        assert_eq!(add(&anna, correction.clone()).await, second);
        correction["write"] = json!(new_write());
        let refused = anna.ask(ADD, json!({ "input": correction })).await.refused();
        assert_eq!(refused, Problem::invalid("corrects", Rule::Duplicate));
        assert_eq!(confirm(&anna, &second).await, json!({ "confirmedBy": "Anna", "value": 2.0 }));
        assert_eq!(standing(&visitor, PLANS, "", "2021-02-01").await["actual"], 2.0);
        let row = anna.ask("{ audit(filter: { kind: \"measurement\" }) { nodes { action before after } } }", json!({})).await.accepted();
        let actions: Vec<&str> = row["audit"]["nodes"].as_array().expect("rows").iter().filter_map(|row| row["action"].as_str()).collect();
        assert_eq!(actions, ["measurementConfirm", "measurementAdd", "measurementAdd"]);
        assert!(row["audit"]["nodes"][1]["before"].as_str().is_some_and(|before| before.contains("20000.0")));
    }

    async fn provinces_add_up_until_the_region_is_measured_as_a_whole(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, foggia) = (server.person("Anna"), server.person_as("Foggia", "COORDINATOR", Some("FG")));
        add(&foggia, measured(PLANS, "FG", 1.0, "2021-01-10")).await;
        add(&anna, measured(PLANS, "LE", 1.0, "2021-01-20")).await;
        let region = standing(&anna, PLANS, "", "2021-02-01").await;
        assert_eq!((&region["actual"], &region["parts"], &region["measuredOn"]), (&json!(2.0), &json!(2), &json!("2021-01-20")));
        let own = standing(&anna, PLANS, "FG", "2021-12-31").await;
        assert_eq!((&own["target"], &own["actual"], &own["status"]), (&Value::Null, &json!(1.0), &json!("NO_TARGET")));
        assert_eq!(standing(&anna, PLANS, "BA", "2021-12-31").await["actual"], Value::Null);
        add(&anna, measured(PLANS, "", 4.0, "2021-01-31")).await;
        assert_eq!(standing(&anna, PLANS, "", "2021-02-01").await["parts"], 0);
        // Elsewhere, and for the region, a coordinator measures nothing.
        for territory in ["LE", "LE01", ""] {
            let refused = foggia.ask(ADD, json!({ "input": measured(PLANS, territory, 1.0, "2021-01-10") })).await.refused();
            assert_eq!(refused, Problem::invalid("territory", Rule::NotYours), "{territory}");
        }
    }

    async fn what_is_wrong_is_told_at_its_field(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let refused = async |input: Value| fields(anna.ask(ADD, json!({ "input": input })).await.refused());
        let mut input = measured(PLANS, "", 1.5, "2999-01-01");
        input["source"] = json!("  ");
        let told = refused(input).await;
        assert_eq!(told.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["value", "day", "source"]);
        assert!(matches!(told[1].1, Rule::TooLate { .. }), "{told:?}");
        let unknown = |field: &str| vec![(field.to_owned(), Rule::Unknown)];
        assert_eq!(refused(measured("I-NO", "", 1.0, "2021-01-01")).await, unknown("indicator"));
        for counted in [CARRIED_OUT, AGREEMENTS] {
            assert_eq!(refused(measured(counted, "", 1.0, "2021-01-01")).await, unknown("indicator"), "it is counted");
        }
        for territory in ["ZZ", "ZZ01", "nowhere"] {
            assert_eq!(refused(measured(PLANS, territory, 1.0, "2021-01-01")).await, unknown("territory"), "{territory}");
        }
        assert_eq!(refused(measured("I-POT-01", "FG", 1.0, "2021-01-01")).await, unknown("territory"), "the plan is the region's");
        let early = refused(measured("I-POT-01", "", 1.0, "2017-12-31")).await;
        assert_eq!(early, [("day".to_owned(), Rule::TooEarly { earliest: "2018-01-01".into() })]);
        assert!(history(&anna, PLANS).await.is_empty());
        for (asked, field) in [("territory: \"ZZ\"", "territory"), ("on: \"-0005-01-01\"", "on")] {
            let query = format!("{{ indicators({asked}) {{ code }} }}");
            assert_eq!(anna.ask(&query, json!({})).await.refused(), Problem::invalid(field, Rule::Unknown));
        }
    }

    async fn job_centres_are_counted_from_the_allocation_in_force(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let now = "2999-01-01";
        let before = standing(&anna, CARRIED_OUT, "", now).await;
        assert_eq!((&before["actual"], &before["origin"], &before["target"]), (&json!(0.0), &json!("DERIVED"), &json!(43.0)));
        let edits = json!([edit("FG01", "OR", 3, 0), edit("FG01", "FO", 1, 0), edit("FG02", "OR", 2, 0), edit("LE01", "OR", 1, 0), edit("LE02", "OR", 0, 0)]);
        anna.set(edits).await.accepted();
        let step = "mutation($w: String!, $id: ID!, $step: ScenarioStep!) { scenarioStep(input: { write: $w, scenario: $id, step: $step }) { scenario { standing { state } } } }";
        for name in ["PROPOSE", "APPROVE", "PUT_IN_FORCE"] {
            assert_eq!(standing(&anna, CARRIED_OUT, "", now).await["actual"], 0.0, "before {name}");
            anna.ask(step, json!({ "w": new_write(), "id": Server::scenario(), "step": name })).await.accepted();
        }
        // The same count, done by the database alone.
        let count = async |province: &str| {
            let text = format!("SELECT COUNT(DISTINCT c.cpi) AS counted FROM scenario_cell c JOIN scenario s ON s.id = c.scenario_id
                WHERE s.state = 'IN_FORCE' AND c.operators > 0 AND c.cpi LIKE '{province}%'");
            let backend = if server.database.url.starts_with("postgres") { DbBackend::Postgres } else { DbBackend::Sqlite };
            let row = server.db().read().query_one_raw(Statement::from_string(backend, text)).await.expect("it answers").expect("a row");
            row.try_get::<i64>("", "counted").expect("a count")
        };
        for (territory, expected) in [("", 3), ("FG", 2), ("LE", 1), ("BA", 0)] {
            assert_eq!(count(territory).await, expected);
            assert_eq!(standing(&anna, CARRIED_OUT, territory, now).await["actual"], json!(expected as f64), "{territory}");
        }
        assert_eq!(standing(&anna, CARRIED_OUT, "FG01", now).await["status"], "REACHED");
        assert_eq!(standing(&anna, CARRIED_OUT, "", "2021-06-01").await["actual"], 0.0, "it was not in force then");
    }

    async fn an_agreement_counts_from_its_signature_and_the_number_opens_into_the_very_records(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, visitor) = (server.person("Anna"), server.visitor());
        let done = async |mutation: &str, input: Value| {
            let (kind, mut asked) = (format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]), input);
            asked["write"] = json!(new_write());
            let query = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ partnership {{ id }} }} }}");
            anna.ask(&query, json!({ "input": asked })).await.accepted()[mutation]["partnership"]["id"].clone()
        };
        let step = async |id: &Value, to: &str, more: Value| {
            let mut input = json!({ "partnership": id, "to": to });
            input.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
            done("partnershipStep", input).await
        };
        let begun = async |title: &str, kind: &str, level: &str, province: Option<&str>| {
            let outline = json!({ "title": title, "kind": kind, "level": level, "province": province, "serves": [AGREEMENTS] });
            let id = done("partnershipCreate", json!({ "outline": outline })).await;
            for organisation in ["ORG-001", "ORG-002"] {
                done("partnershipPartnerJoin", json!({ "partnership": id, "partner": { "organisation": organisation } })).await;
            }
            id
        };
        let evidence = async |person: &Person, territory: &str| {
            let query = "query($code: String, $territory: String) { indicators(code: $code, territory: $territory, on: \"2021-06-30\") {
                standing { actual status } evidence { id kind title territory day quantity } } }";
            let told = person.ask(query, json!({ "code": AGREEMENTS, "territory": territory })).await.accepted()["indicators"][0].clone();
            let records = told["evidence"].as_array().expect("a list").clone();
            let sum: f64 = records.iter().filter_map(|record| record["quantity"].as_f64()).sum();
            assert_eq!(told["standing"]["actual"], json!(sum), "the number is the sum of its records");
            records
        };
        assert!(evidence(&anna, "").await.is_empty());
        let foggia = begun("Accordo di Foggia", "AGREEMENT", "PROVINCE", Some("FG")).await;
        let region = begun("Accordo regionale", "PROTOCOL", "REGIONAL", None).await;
        // Of these none is what the act asks for: a table is no agreement, and a national one is nobody's of the seven.
        for id in [begun("Tavolo di Lecce", "TABLE", "PROVINCE", Some("LE")).await, begun("Nazionale", "PROTOCOL", "NATIONAL", None).await] {
            step(&id, "SIGNED", json!({ "signedOn": "2021-02-01" })).await;
        }
        assert!(evidence(&anna, "").await.is_empty(), "nothing is signed that counts");
        step(&foggia, "SIGNED", json!({ "signedOn": "2021-03-01" })).await;
        step(&region, "SIGNED", json!({ "signedOn": "2021-02-15" })).await;
        let own = |title: Value| json!({ "id": foggia, "kind": "PARTNERSHIP", "title": title, "territory": "FG", "day": "2021-03-01", "quantity": 1 });
        let all = json!({ "id": region, "kind": "PARTNERSHIP", "title": "Accordo regionale", "territory": "", "day": "2021-02-15", "quantity": 1 });
        assert_eq!(evidence(&visitor, "").await, [all.clone(), own(json!("Accordo di Foggia"))], "by day");
        assert_eq!(evidence(&visitor, "FG").await, [own(json!("Accordo di Foggia"))]);
        assert!(evidence(&visitor, "LE").await.is_empty());
        assert_eq!(standing(&anna, AGREEMENTS, "FG", "2021-06-30").await["status"], "REACHED");
        assert_eq!(standing(&anna, AGREEMENTS, "", "2021-02-28").await["actual"], 1.0, "the day before its signature");
        // The same count, done by the database alone.
        let text = "SELECT COUNT(*) AS counted FROM partnership WHERE state IN ('SIGNED', 'ACTIVE', 'ENDED') AND signed_on <= '2021-06-30'
            AND serves LIKE '% I-IMP-01 %' AND level IN ('REGIONAL', 'PROVINCE') AND kind IN ('AGREEMENT', 'PARTNERSHIP', 'PROTOCOL', 'CONVENTION')";
        let backend = if server.database.url.starts_with("postgres") { DbBackend::Postgres } else { DbBackend::Sqlite };
        let row = server.db().read().query_one_raw(Statement::from_string(backend, text)).await.expect("it answers").expect("a row");
        assert_eq!(row.try_get::<i64>("", "counted").expect("a count"), 2);
        // What is over was signed all the same; whoever may not see it any more is told that it counts, and no more.
        step(&foggia, "ENDED", json!({ "note": "Concluso" })).await;
        assert_eq!(evidence(&anna, "FG").await, [own(json!("Accordo di Foggia"))]);
        assert_eq!(evidence(&visitor, "FG").await, [own(Value::Null)]);
        // What goes back before its signature counts no more.
        step(&region, "READY_TO_SIGN", json!({ "note": "Manca una firma" })).await;
        assert_eq!(evidence(&anna, "").await, [own(json!("Accordo di Foggia"))]);
    }

    async fn whoever_listens_hears_of_each_measurement(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let mut socket = server.socket().await;
        let made = add(&anna, measured(PLANS, "", 20_000.0, "2020-11-30")).await;
        socket.subscribe("measured", "subscription { measurementChanges(after: 0) { revision indicator measurement by } }", json!({})).await;
        let heard = socket.hear().await["payload"]["data"]["measurementChanges"].clone();
        assert_eq!(heard, json!({ "revision": 1, "indicator": PLANS, "measurement": made["id"], "by": "Anna" }), "what was missed");
        confirm(&anna, &made).await;
        assert_eq!(socket.hear().await["payload"]["data"]["measurementChanges"]["revision"], 2);
    }

    async fn a_second_seed_leaves_measurements_and_an_indicator_that_was_measured_is_not_taken_away(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        add(&anna, measured(PLANS, "", 20_000.0, "2020-11-30")).await;
        let files = backend::seed::Files::default();
        server.seed(&files).await;
        assert_eq!(history(&anna, PLANS).await.len(), 1);
        let without = |text: &str| text.lines().filter(|line| !line.contains(PLANS)).collect::<Vec<_>>().join("\n");
        let mut lost = files.clone();
        for text in [&mut lost.plan_indicators, &mut lost.plan_targets, &mut lost.plan_ambiguities, &mut lost.plan_baselines] {
            *text = without(text);
        }
        server.try_seed(&lost).await.expect_err("its measurements would hang in the air");
        let mut strange = files.clone();
        strange.plan_targets.push_str("I-NO,,1,,,,high,,1,\n");
        let refused = server.try_seed(&strange).await.expect_err("no such indicator");
        let cause = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
        assert!(cause.contains("I-NO"), "{refused}: {cause}");
        assert_eq!(standing(&anna, PLANS, "", "2021-02-01").await["actual"], 20_000.0);
    }
}
