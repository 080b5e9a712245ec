//! The built-in data: loaded again without a trace, updated without a duplicate, never over a planner's number.

use std::process::Output;

use backend::seed::Files;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Program, Server, TestDatabase, both_databases, edit};

/// The built-in files with one piece of text replaced. It must be there.
fn changed(file: impl Fn(&mut Files) -> &mut String, from: &str, to: &str) -> Files {
    let mut files = Files::default();
    let text = file(&mut files);
    assert!(text.contains(from), "{from} is not in the file");
    *text = text.replacen(from, to, 1);
    files
}

fn defaults(from: &str, to: &str) -> Files {
    changed(|files| &mut files.staffing_defaults, from, to)
}

/// The built-in files with other residents of Accadia, and its centre's sum with them.
fn accadia(residents: &str) -> Files {
    let mut files = changed(
        |files| &mut files.municipalities,
        "071001,Accadia,FG,FG01,2219",
        &format!("071001,Accadia Nuova,FG,FG01,{residents}"),
    );
    let sum = 36_433 - 2_219 + residents.parse::<i64>().expect("a number");
    files.cpis = changed(|files| &mut files.cpis, "36433", &sum.to_string()).cpis;
    files
}

/// Hands every source in an answer, with the Italian one, to `look`.
fn walk(answer: &Value, look: &mut impl FnMut(&str, Option<&str>)) {
    if let Some(source) = answer["source"].as_str() {
        look(source, answer["sourceItalian"].as_str());
    }
    answer.as_array().into_iter().flatten().for_each(|one| walk(one, look));
    answer.as_object().into_iter().flatten().for_each(|(_, one)| walk(one, look));
}

async fn everything(server: &Server) -> Value {
    let query = "{ provinces { code residents } cpis(first: 500) { totalCount nodes { code workingAge } }
        municipalities(first: 500) { totalCount nodes { istat residents } } profiles { code nameIt } services { code nameIt }
        figures { revision figures { key value revision } } scenarios { nodes { name revision editedAt } } }";
    server.person("Anna").ask(query, json!({})).await.accepted()
}

both_databases! {
    async fn a_second_seed_changes_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let before = everything(&server).await;
        assert_eq!(server.seed(&Files::default()).await, 0);
        assert_eq!(everything(&server).await, before);
    }

    async fn a_changed_row_updates_and_never_duplicates(database: TestDatabase) {
        let server = Server::start(database).await;
        let files = accadia("3000");
        server.seed(&files).await;
        let after = everything(&server).await;
        assert_eq!(after["municipalities"]["totalCount"], 257);
        assert_eq!(after["municipalities"]["nodes"][0], json!({ "istat": "071001", "residents": 3000 }));
    }

    async fn files_that_contradict_each_other_or_lose_a_centre_are_refused(database: TestDatabase) {
        let server = Server::start(database).await;
        let before = everything(&server).await;
        let alone = changed(|files| &mut files.municipalities, "071001,Accadia,FG,FG01,2219", "071001,Accadia,FG,FG01,3000");
        let negative = accadia("-1");
        let mut lost = Files::default();
        lost.municipalities = lost.municipalities.lines().filter(|line| !line.starts_with("071001,")).collect::<Vec<_>>().join("\n");
        lost.cpis = changed(|files| &mut files.cpis, "36433", "34214").cpis.replacen("22977", "21634", 1);
        for (files, said) in [(alone, "FG01"), (negative, "071001"), (lost, "071001")] {
            let refused = server.try_seed(&files).await.expect_err("it is refused");
            let cause = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
            assert!(cause.contains(said), "{refused}: {cause}");
        }
        assert_eq!(everything(&server).await, before);
    }

    async fn a_share_that_a_newer_file_leaves_out_is_nobodys(database: TestDatabase) {
        let server = Server::start(database).await;
        let one = defaults("\"FO\": 0.8,\n    \"OR\": 0.2", "\"FO\": 1.0");
        let one = Files { staffing_defaults: one.staffing_defaults.replacen("\"volume\": 300000", "\"volume\": 310000", 1), ..one };
        server.seed(&one).await;
        let anna = server.person("Anna");
        for (key, value) in [("service.B.share.FO", 1.0), ("service.B.share.OR", 0.0), ("service.A.volume", 310_000.0)] {
            assert_eq!(anna.figure(key).await["value"], value, "{key}");
        }
    }

    async fn every_number_of_the_territory_says_where_it_comes_from(database: TestDatabase) {
        let server = Server::start(database).await;
        let query = "{ cpis(first: 500) { nodes { code registeredUnemployed peopleProvenance { origin source }
            registeredUnemployedProvenance { origin source } catchmentProvenance { origin } municipalities { provenance { origin }
            peopleProvenance { origin source } pointProvenance { source } } } } }";
        let answer = server.person("Anna").ask(query, json!({})).await.accepted();
        for cpi in answer["cpis"]["nodes"].as_array().expect("a list") {
            assert_eq!(cpi["peopleProvenance"]["origin"], "DERIVED");
            assert_eq!(cpi["registeredUnemployed"].is_null(), cpi["registeredUnemployedProvenance"].is_null(), "{cpi}");
            for town in cpi["municipalities"].as_array().expect("a list") {
                assert_eq!(town["peopleProvenance"]["origin"], "SOURCED");
                assert!(town["pointProvenance"]["source"].as_str().is_some_and(|source| source.contains("GeoNames")));
                // A catchment is not firmer than the loosest place in it that is assumed.
                let assumed = town["provenance"]["origin"] == "ASSUMPTION";
                assert!(!assumed || cpi["catchmentProvenance"]["origin"] == "ASSUMPTION", "{cpi}");
            }
        }
    }

    async fn the_sources_of_the_built_in_data_are_told_in_italian_too(database: TestDatabase) {
        let server = Server::start(database).await;
        let told = "{ source sourceItalian }";
        let query = format!(
            "{{ cpis(first: 500) {{ nodes {{ seatProvenance {told} peopleProvenance {told} catchmentProvenance {told}
                registeredUnemployedProvenance {told} municipalities {{ provenance {told} peopleProvenance {told} pointProvenance {told} }} }} }}
              provinces {{ provenance {told} }} figures {{ figures {{ provenance {told} }} }} scenarios {{ nodes {{ provenance {told} }} }}
              facilitators {{ provenance {told} }} patronDays {{ provenance {told} }}
              sizing {{ cpis {{ cells {{ haveProvenance {told} explanation {{ provenance {told} }} }} }} }} }}"
        );
        let anna = server.person("Anna");
        let answer = anna.ask(&query, json!({})).await.accepted();
        let mut untold = Vec::new();
        let mut count = 0;
        walk(&answer, &mut |source, italian| {
            count += 1;
            if italian.is_none_or(|italian| italian == source) {
                untold.push(source.to_owned());
            }
        });
        assert_eq!(untold, Vec::<String>::new());
        assert!(count > 43 * 4 + 257 * 3 + 69, "{count}");
        // A planner's name is a planner's name in every language.
        anna.figures_set(json!([{ "key": "service.A.volume", "value": 1_000, "seen": 0 }])).await.accepted();
        let query = "{ figures { figures { key provenance { source sourceItalian } } } }";
        let answer = anna.ask(query, json!({})).await.accepted();
        let figures = answer["figures"]["figures"].as_array().expect("a list");
        let typed = figures.iter().find(|figure| figure["key"] == "service.A.volume").expect("the figure");
        assert_eq!(typed["provenance"], json!({ "source": "Anna", "sourceItalian": null }));
    }

    async fn a_changed_figure_is_a_change_of_the_log(database: TestDatabase) {
        let server = Server::start(database).await;
        let mut socket = server.socket().await;
        let query = "subscription { figureChanges(after: 0) { revision by figures { key value builtIn revision provenance { origin } } } }";
        socket.subscribe("figures", query, json!({})).await;
        assert_eq!(server.seed(&defaults("\"volume\": 300000", "\"volume\": 310000")).await, 1);
        let change = socket.hear().await["payload"]["data"]["figureChanges"].clone();
        assert_eq!(change, json!({ "revision": 1, "by": "tavoliere", "figures": [{
            "key": "service.A.volume", "value": 310_000.0, "builtIn": 310_000.0, "revision": 1,
            "provenance": { "origin": "ASSUMPTION" },
        }] }));
        // The data goes back, and so does the figure.
        assert_eq!(server.seed(&Files::default()).await, 1);
        assert_eq!(server.person("Anna").figure("service.A.volume").await["value"], 300_000.0);
    }

    async fn a_planners_number_stays_and_learns_the_newer_built_in_one(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.figures_set(json!([{ "key": "service.A.volume", "value": 1_000, "seen": 0 }])).await.accepted();
        server.seed(&defaults("\"volume\": 300000", "\"volume\": 310000")).await;
        let figure = anna.figure("service.A.volume").await;
        assert_eq!((&figure["value"], &figure["builtIn"]), (&json!(1000.0), &json!(310_000.0)));
        assert_eq!((&figure["revision"], &figure["editedBy"]), (&json!(1), &json!("Anna")), "Anna's edit still stands");
        assert_eq!(figure["provenance"]["origin"], "PLANNER");
        anna.figures_set(json!([{ "key": "service.A.volume", "value": null, "seen": 1 }])).await.accepted();
        assert_eq!(anna.figure("service.A.volume").await["value"], 310_000.0, "taken back, the newer one stands");
    }

    async fn shares_that_a_planner_moved_still_add_up_after_a_newer_seed(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let edits = json!([
            { "key": "service.B.share.FO", "value": 0.5, "seen": 0 }, { "key": "service.B.share.OR", "value": 0.5, "seen": 0 },
        ]);
        anna.figures_set(edits).await.accepted();
        let one = defaults("\"FO\": 0.8,\n    \"OR\": 0.2", "\"FO\": 0.7,\n    \"OR\": 0.2,\n    \"NV\": 0.1");
        server.seed(&one).await;
        for (key, value) in [("service.B.share.FO", 0.5), ("service.B.share.OR", 0.5), ("service.B.share.NV", 0.0)] {
            assert_eq!(anna.figure(key).await["value"], value, "{key}");
        }
        anna.ask("{ sizing { load { required } } }", json!({})).await.accepted();
    }

    async fn newer_figures_that_contradict_a_planners_leave_every_value_as_it_is(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.figures_set(json!([{ "key": "working_time.leave_days", "value": 200, "seen": 0 }])).await.accepted();
        server.seed(&defaults("\"value\": 262", "\"value\": 150")).await;
        let weekdays = anna.figure("working_time.weekdays").await;
        assert_eq!((&weekdays["value"], &weekdays["builtIn"]), (&json!(262.0), &json!(150.0)));
        anna.ask("{ sizing { load { required } } }", json!({})).await.accepted();
    }

    async fn the_first_scenario_is_updated_until_someone_changes_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let more = defaults("\"operators_to_place\": 236", "\"operators_to_place\": 240");
        server.seed(&more).await;
        assert_eq!(anna.scenario().await["headCount"], 240);
        anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
        server.seed(&Files::default()).await;
        let kept = anna.scenario().await;
        assert_eq!((&kept["headCount"], &kept["revision"]), (&json!(240), &json!(1)));
        assert_eq!(kept["cells"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn a_folder_takes_the_place_of_the_files_that_it_holds() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let refused = Files::of_folder(folder.path()).expect_err("a slip of the pen is not silent");
    assert!(format!("{refused:?}").contains("holds no file"), "{refused:?}");
    std::fs::write(folder.path().join("provinces.csv"), "made up").expect("the file is written");
    let (files, own) = (Files::of_folder(folder.path()).expect("one file is there"), Files::default());
    assert_eq!((files.provinces.as_str(), files.cpis), ("made up", own.cpis));
}

both_databases! {
    async fn another_regions_folder_is_loaded_and_its_database_refuses_puglias(db: TestDatabase) {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let files = [
            ("provinces.csv", "code,istat,name,residents_2023,working_age_2023,area_km2\nXX,999,Altrove,10,6,1.5\n"),
            (
                "cpi.csv",
                "code,name,province,seat_istat,lat,lon,residents_2023,working_age_2023,registered_unemployed_2014_08,\
                 seat_provenance,area_km2,catchment_provenance,seat_source\n\
                 XX01,Qui,XX,999001,40,16,10,6,,assumption,1.5,assumption,assumption\n",
            ),
            (
                "municipalities.csv",
                "istat,name,cpi,residents_2023,working_age_2023,area_km2,lat,lon,cpi_provenance,cpi_source\n\
                 999001,Qui,XX01,10,6,1.5,40,16,assumption,assumption\n",
            ),
        ];
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("the file is written");
        }
        let own = Files::default();
        for (name, text) in [
            ("events.csv", own.events),
            ("facilitators.csv", own.facilitators),
            ("patrons.csv", own.patrons),
            ("organisations.csv", own.organisations),
            ("partnerships.csv", own.partnerships),
        ] {
            // What the act says of Puglia's own places is not elsewhere: the columns are left.
            let head = text.lines().next().expect("a head");
            std::fs::write(folder.path().join(name), format!("{head}\n")).expect("the file is written");
        }
        let folder = folder.path().display().to_string();
        assert!(seeded(&db, &["--built-in", &folder]).await.status.success());
        assert!(seeded(&db, &["--built-in", &folder]).await.status.success(), "again changes nothing");
        let refused = seeded(&db, &[]).await;
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("not in the files any more"));
    }
}

async fn seeded(db: &TestDatabase, more: &[&str]) -> Output {
    let mut arguments = vec!["seed", "--database-url", db.url.as_str()];
    arguments.extend(more);
    Program::run(&arguments).await
}
