//! Setting cells: revisions, conflicts, batches, writes that are sent twice.

use serde_json::json;
use shared::{Problem, Rule};

use crate::support::{Person, Server, TestDatabase, both_databases, edit};

both_databases! {
    async fn an_edit_is_kept_with_its_writer_and_revision(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna Bè");
        let made = anna.set(json!([edit("FG01", "OR", 3, 0), edit("FG02", "DO", 1, 0)])).await.accepted();
        assert_eq!(made["scenarioCellsSet"]["revision"], 1);
        anna.set(json!([edit("FG01", "OR", 4, 1)])).await.accepted();
        let scenario = anna.scenario().await;
        assert_eq!(scenario["revision"], 2);
        let cell = |cpi, profile, operators, revision| json!({
            "cpi": cpi, "profile": profile, "operators": operators, "locked": false, "revision": revision, "editedBy": "Anna Bè"
        });
        assert_eq!(scenario["cells"], json!([cell("FG01", "OR", 4, 2), cell("FG02", "DO", 1, 1)]));
    }

    async fn an_older_edit_is_refused_and_told_the_newer_value(database: TestDatabase) {
        let server = Server::start(database).await;
        let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
        bruno.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let refused = anna.set(json!([edit("FG01", "OR", 2, 0)])).await.refused();
        let Problem::Conflict { cells, figures } = refused else { panic!("not a conflict: {refused:?}") };
        assert!(figures.is_empty());
        assert_eq!(cells.len(), 1);
        assert_eq!((cells[0].seen, cells[0].revision, cells[0].operators), (0, 1, 3));
        assert_eq!(cells[0].by, "Bruno");
        assert!(cells[0].at.ends_with('Z'), "{}", cells[0].at);
    }

    async fn nothing_of_a_batch_with_one_conflict_is_applied(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let before = anna.scenario().await;
        anna.set(json!([edit("FG02", "OR", 9, 0), edit("FG01", "OR", 9, 0)])).await.refused();
        assert_eq!(anna.scenario().await, before);
    }

    async fn a_write_that_is_sent_twice_is_applied_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let write = backend::clock::new_id().to_string();
        let first = anna.set_as(&write, json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        anna.set(json!([edit("FG01", "OR", 5, 1)])).await.accepted();
        let again = anna.set_as(&write, json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        assert_eq!(again, first, "the same answer");
        assert_eq!(anna.scenario().await["cells"][0]["operators"], 5, "not applied a second time");
        let other = anna.set_as(&write, json!([edit("FG01", "OR", 8, 2)])).await.refused();
        assert_eq!(other, Problem::invalid("write", Rule::Duplicate));
    }

    async fn of_two_who_write_one_cell_at_once_exactly_one_wins(database: TestDatabase) {
        let server = Server::start(database).await;
        for round in 0..10 {
            let writers = ["Anna", "Bruno", "Carla", "Dario"].map(|name| server.person(name));
            let cell = json!([edit("TA03", "NV", round + 1, round)]);
            let answers = futures::future::join_all(writers.iter().map(|writer| writer.set(cell.clone()))).await;
            let refused = answers.iter().filter(|answer| answer.0["errors"][0]["extensions"]["code"] == "CONFLICT");
            assert_eq!(refused.count(), 3, "{answers:?}");
        }
        assert_eq!(server.person("Anna").scenario().await["revision"], 10);
    }

    async fn one_write_sent_by_many_connections_at_once_is_applied_once(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let write = backend::clock::new_id().to_string();
        let sent = (0..8).map(|_| anna.set_as(&write, json!([edit("LE01", "FO", 7, 0)])));
        for answer in futures::future::join_all(sent).await {
            assert_eq!(answer.accepted()["scenarioCellsSet"]["revision"], 1);
        }
        assert_eq!(anna.scenario().await["revision"], 1);
    }

    async fn two_servers_on_one_database_take_turns(database: TestDatabase) {
        let server = Server::start(database).await;
        let db = backend::db::Db::open(&server.database.url).await.expect("the database opens");
        let other = Server::another(db).start().await.expect("it starts");
        let writers = ["FG01", "FG02", "BA01", "BA02"].into_iter().enumerate().map(|(index, cpi)| {
            let address = if index % 2 == 0 { server.running.address } else { other.address };
            let writer = Person::new(cpi, address);
            async move {
                let mut seen = 0;
                for operators in 1..=15 {
                    let made = writer.set(json!([edit(cpi, "OR", operators, seen)])).await.accepted();
                    seen = made["scenarioCellsSet"]["revision"].as_i64().expect("a revision");
                }
            }
        });
        futures::future::join_all(writers).await;
        let scenario = server.person("Anna").scenario().await;
        assert_eq!(scenario["revision"], 60, "every write is accepted, and each made one revision");
        assert!(scenario["cells"].as_array().expect("cells").iter().all(|cell| cell["operators"] == 15));
        other.stop().await.expect("it stops");
    }

    async fn every_number_that_breaks_a_rule_is_named_by_its_field(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let edits = json!([
            edit("FG01", "OR", 1, 0), edit("ZZ99", "OR", 1, 0), edit("FG01", "XX", 1, 0), edit("fg01", "OR", 1, 0),
        ]);
        let named = |problem: Problem| match problem {
            Problem::Invalid { fields } => fields.into_iter().map(|field| field.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        // What is no code at all is found first, what names nothing is found in the database.
        assert_eq!(named(anna.set(edits.clone()).await.refused()), ["edits.3.cpi"]);
        let known = json!([edits[0], edits[1], edits[2]]);
        assert_eq!(named(anna.set(known).await.refused()), ["edits.1.cpi", "edits.2.profile"]);
        let numbers = json!([edit("FG01", "OR", -1, 0), edit("FG02", "OR", 10_000, 0), edit("FG03", "OR", 1, -1)]);
        assert_eq!(named(anna.set(numbers).await.refused()), ["edits.0.operators", "edits.2.seen"]);
        assert_eq!(named(anna.set(json!([edit("FG02", "OR", 10_000, 0)])).await.refused()), ["edits.0.operators"]);
        assert_eq!(named(anna.set(json!([])).await.refused()), ["edits"]);
        let twice = json!([edit("FG01", "OR", 1, 0), edit("FG01", "OR", 2, 0)]);
        assert_eq!(named(anna.set(twice).await.refused()), ["edits.1"]);
        assert_eq!(anna.scenario().await["revision"], 0);
    }

    async fn all_cells_of_the_region_go_in_one_write(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let codes = anna.ask("{ cpis { nodes { code } } profiles { code } }", json!({})).await.accepted();
        let codes_of = |list: &serde_json::Value| -> Vec<String> {
            list.as_array().expect("a list").iter().map(|entry| entry["code"].as_str().expect("a code").to_owned()).collect()
        };
        let (cpis, profiles) = (codes_of(&codes["cpis"]["nodes"]), codes_of(&codes["profiles"]));
        let edits: Vec<_> =
            cpis.iter().flat_map(|cpi| profiles.iter().map(move |profile| edit(cpi, profile, 1, 0))).collect();
        assert_eq!(edits.len(), 215);
        anna.set(json!(edits)).await.accepted();
        assert_eq!(anna.scenario().await["cells"].as_array().map(Vec::len), Some(215));
    }
}
