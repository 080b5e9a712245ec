//! A scenario's table as a file, and back: what it shows, what an edited one would change, what is refused.

use std::io::{Cursor, Write as _};

use calamine::{Data, Range, Reader as _, Xlsx};
use reqwest::{Client, Response, header};
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::{Value, json};
use shared::{
    Problem,
    staffing::sheet::{MAX_BYTES, Reading, Why},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{
    FIRST_SCENARIO, Person, Server, Spreadsheet, TestDatabase, both_databases, edit, new_write, problem,
};

/// Asks for a scenario's file.
async fn fetch(server: &Server, person: &Person, file: &str) -> Response {
    let url = format!("http://{}/scenari/{FIRST_SCENARIO}/{file}", server.running.address);
    Client::new().get(url).header(header::COOKIE, person.cookie().await).send().await.expect("an answer")
}

async fn xlsx(server: &Server, person: &Person) -> Vec<u8> {
    let response = fetch(server, person, "tabella.xlsx").await;
    assert_eq!(response.status(), 200);
    response.bytes().await.expect("a file").to_vec()
}

/// Sends an edited file, as our page does.
async fn send(person: &Person, file: impl Into<reqwest::Body>) -> Response {
    let path = format!("/scenari/{FIRST_SCENARIO}/tabella");
    person.post(&path, file, &person.cookie().await).send().await.expect("an answer")
}

async fn reading(person: &Person, file: impl Into<reqwest::Body>) -> Reading {
    let response = send(person, file).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    response.json().await.expect("a reading")
}

async fn refused(person: &Person, file: impl Into<reqwest::Body>) -> (u16, Problem) {
    let response = send(person, file).await;
    let status = response.status().as_u16();
    let body: Value = response.json().await.expect("JSON");
    (status, problem(&body["errors"][0]))
}

fn sheet(file: &[u8], name: &str) -> Range<Data> {
    let mut book = Xlsx::new(Cursor::new(file.to_vec())).expect("it is a workbook");
    book.worksheet_range(name).expect("the sheet is there")
}

fn formulas(file: &[u8], name: &str) -> Range<String> {
    let mut book = Xlsx::new(Cursor::new(file.to_vec())).expect("it is a workbook");
    book.worksheet_formula(name).expect("the sheet is there")
}

/// The row of a CPI in the table, counted from 0.
fn row_of(table: &Range<Data>, cpi: &str) -> u32 {
    let row = table.rows().position(|row| row.get(1).is_some_and(|cell| *cell == cpi));
    row.expect("it is there") as u32
}

fn number(table: &Range<Data>, row: u32, column: u32) -> f64 {
    table.get_value((row, column)).and_then(calamine::DataType::as_f64).expect("a number")
}

/// What a reading would change: address, before, after.
fn changes(reading: &Reading) -> Vec<(&str, u32, u32)> {
    reading.changes.iter().map(|change| (&*change.address, change.before, change.after)).collect()
}

fn faults(reading: &Reading) -> Vec<(&str, &Why)> {
    reading.faults.iter().map(|fault| (fault.address.as_deref().unwrap_or("-"), &fault.why)).collect()
}

/// Need against staff in the region, as the API says it.
async fn load(person: &Person) -> Value {
    let query = "query($id: ID!) { sizing(scenario: $id) { load { required have placed pressure } } }";
    person.ask(query, json!({ "id": Server::scenario() })).await.accepted()["sizing"]["load"].clone()
}

/// Takes over what a reading would change, as the board does.
async fn accept(person: &Person, reading: &Reading) {
    let scenario = person.scenario().await;
    let seen = |cpi: &str, profile: &str| {
        let mut cells = scenario["cells"].as_array().expect("cells").iter();
        cells
            .find(|cell| cell["cpi"] == cpi && cell["profile"] == profile)
            .map_or(0, |cell| cell["revision"].as_i64().expect("a revision"))
    };
    let edits = reading.changes.iter().map(|change| {
        let (cpi, profile) = (change.cell.cpi.as_str(), change.cell.profile.as_str());
        edit(cpi, profile, i64::from(change.after), seen(cpi, profile))
    });
    person.set(json!(edits.collect::<Vec<_>>())).await.accepted();
}

/// The columns of added operators, by the profiles' codes.
fn column(table: &Range<Data>, profile: &str) -> u32 {
    let heads = table.rows().nth(5).expect("the headings");
    heads.iter().position(|cell| *cell == profile).expect("the profile is there") as u32
}

both_databases! {
    async fn the_file_has_the_table_with_formulas_its_parameters_and_its_sources(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0), edit("BA02", "OR", 2, 0)])).await.accepted();
        anna.set(json!([{ "cpi": "FG01", "profile": "OR", "operators": 3, "locked": true, "seen": 1 }])).await.accepted();
        let response = fetch(&server, &anna, "tabella.xlsx").await;
        let saved = response.headers()[header::CONTENT_DISPOSITION].to_str().expect("text").to_owned();
        assert!(saved.starts_with("attachment; filename=\"") && saved.contains("-r2.xlsx"), "{saved}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let file = response.bytes().await.expect("a file").to_vec();
        let (table, formulas) = (sheet(&file, "Tabella"), formulas(&file, "Tabella"));
        let (row, or) = (row_of(&table, "FG01"), column(&table, "OR"));
        assert_eq!(number(&table, row, or), 3.0);
        let width = table.width() as u32;
        assert_eq!(table.get_value((row, width - 1)).map(ToString::to_string).as_deref(), Some("OR"), "it is locked");
        // The region's totals are formulas, with the numbers that the API tells.
        let told = load(&anna).await;
        let profiles = (width - 4) / 4 - 1;
        let all = |group: u32| 3 + group * (profiles + 1) + profiles;
        for (group, field) in [(0, "placed"), (1, "have"), (2, "required"), (3, "pressure")] {
            let (shown, told) = (number(&table, 3, all(group)), told[field].as_f64().expect("a number"));
            assert!((shown - told).abs() < 1e-9, "{field}: {shown} for {told}");
            assert!(formulas.get_value((3, all(group))).is_some_and(|text| !text.is_empty()), "{field}");
        }
        assert!(formulas.get_value((row, all(3) - profiles)).is_some_and(|text| text.starts_with("IF(")));
        let parameters = sheet(&file, "Parametri");
        let label = |text: &str| parameters.rows().find(|row| row[0] == text).map(|row| row[1].to_string());
        assert_eq!(label("Operatori aggiunti").as_deref(), Some("5"));
        assert_eq!(label("Stato").as_deref(), Some("Bozza"));
        let sources = sheet(&file, "Fonti");
        let minutes = sources.rows().find(|row| row[7] == "service.A.minutes").expect("every figure is there");
        assert!(!minutes[4].to_string().is_empty());
        let assumed = sources.rows().filter(|row| row[5] == "sì").count();
        assert!(assumed > 10 && assumed < sources.height() - 1, "{assumed}");
        let provinces = sheet(&file, "Province");
        assert_eq!(provinces.height(), 8);
        // In English everything is.
        let english = fetch(&server, &anna, "tabella.xlsx?lingua=en").await.bytes().await.expect("a file").to_vec();
        assert!(sheet(&english, "Sources").rows().any(|row| row[5] == "yes"));
        assert_eq!(changes(&reading(&anna, english).await), []);
    }

    async fn a_spreadsheet_program_changes_the_file_and_exactly_that_comes_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0), edit("BA02", "OR", 2, 0), edit("LE03", "OR", 1, 0)])).await.accepted();
        let file = xlsx(&server, &anna).await;
        let table = sheet(&file, "Tabella");
        let at = |cpi: &str, profile: &str| shared::staffing::sheet::address(row_of(&table, cpi), column(&table, profile));
        let (bari, foggia, lecce, broken) = (at("BA02", "OR"), at("FG01", "OR"), at("LE03", "OR"), at("TA01", "OR"));
        let office = Spreadsheet::open();
        // Saved unchanged by another program it changes nothing.
        let told = reading(&anna, office.edited(&file, &[(&*foggia, "3")])).await;
        assert_eq!((changes(&told), faults(&told), told.made_from), (vec![], vec![], Some(1)));
        // Meanwhile Bruno changes a cell that the file does not, and one that it does.
        server.person("Bruno").set(json!([edit("FG01", "OR", 9, 1), edit("LE03", "OR", 6, 1)])).await.accepted();
        let edited = office.edited(&file, &[(&*bari, "7"), (&*lecce, "=2+2"), (&*broken, "=1/0")]);
        let told = reading(&anna, edited.clone()).await;
        let mut expected = vec![(&*bari, 2, 7), (&*lecce, 6, 4)];
        expected.sort_by_key(|(at, ..)| at[1..].parse::<u32>().expect("a row"));
        assert_eq!(changes(&told), expected);
        assert_eq!(faults(&told), [(&*broken, &Why::Broken)]);
        let since = told.changes.iter().find(|change| change.address == lecce).and_then(|change| change.since.clone());
        assert_eq!(since.map(|since| (since.was, since.by)), Some((1, "Bruno".to_owned())));
        // Nothing is written until it is accepted; then it is what the program computed.
        let before = anna.scenario().await;
        assert_eq!((&before["revision"], told.revision), (&json!(2), 2));
        accept(&anna, &told).await;
        let after = reading(&anna, edited.clone()).await;
        assert_eq!(changes(&after), [], "it is there");
        let cells = anna.scenario().await["cells"].clone();
        let operators = |cpi: &str| {
            let mut cells = cells.as_array().expect("cells").iter();
            cells.find(|cell| cell["cpi"] == cpi).map(|cell| cell["operators"].clone())
        };
        assert_eq!((operators("BA02"), operators("LE03"), operators("FG01")), (Some(json!(7)), Some(json!(4)), Some(json!(9))));
        // The program's own arithmetic agrees with ours.
        anna.set(json!([edit("FG01", "OR", 3, 2)])).await.accepted();
        let fine = office.edited(&file, &[(&*bari, "7"), (&*lecce, "4")]);
        let (computed, told) = (sheet(&fine, "Tabella"), load(&anna).await);
        let pressure = number(&computed, 3, computed.width() as u32 - 2);
        assert!((pressure - told["pressure"].as_f64().expect("a number")).abs() < 1e-9, "{pressure} for {told}");
        assert_eq!(number(&sheet(&fine, "Province"), 7, 1), 14.0);
    }

    async fn a_csv_file_opens_in_an_italian_program_and_comes_back(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([edit("FG01", "OR", 3, 0)])).await.accepted();
        let response = fetch(&server, &anna, "tabella.csv").await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        let text = String::from_utf8(response.bytes().await.expect("a file").to_vec()).expect("UTF-8");
        assert!(text.starts_with('\u{feff}'), "spreadsheet programs are told that it is UTF-8");
        let english = fetch(&server, &anna, "tabella.csv?lingua=en").await.text().await.expect("text");
        assert!(text.lines().nth(1).is_some_and(|line| line.matches(';').count() > 20 && line.contains(',')), "{text}");
        assert!(english.lines().next().is_some_and(|line| line.contains("Province,CPI code,Seat,")), "{english}");
        let line = text.lines().position(|line| line.contains(";FG01;")).expect("it is there") + 1;
        for (text, separator) in [(text, ';'), (english, ',')] {
            let told = reading(&anna, text.clone()).await;
            assert_eq!((changes(&told), faults(&told), told.made_from), (vec![], vec![], Some(1)));
            let edited: Vec<String> = text.lines().map(|line| {
                let mut fields: Vec<&str> = line.split(separator).collect();
                if fields[1] == "FG01" { fields[3] = "8"; }
                if fields[1] == "FG02" { fields[3] = "-1"; }
                fields.join(&separator.to_string())
            }).collect();
            let told = reading(&anna, edited.join("\r\n")).await;
            assert_eq!(told.changes.len(), 1);
            assert_eq!(told.changes[0].address, format!("D{line}"));
            assert_eq!(faults(&told), [(&*format!("D{}", line + 1), &Why::Negative)]);
        }
    }

    async fn what_is_hostile_or_broken_is_told_and_changes_nothing(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let only = async |file: Vec<u8>| {
            let told = reading(&anna, file).await;
            assert!(told.changes.is_empty());
            told.faults.first().map(|fault| fault.why.clone())
        };
        let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
            bomb.start_file(part, SimpleFileOptions::default()).expect("a part");
            for _ in 0..20 {
                bomb.write_all(&vec![b' '; 1_000_000]).expect("it is written");
            }
        }
        assert_eq!(only(bomb.finish().expect("it ends").into_inner()).await, Some(Why::TooLarge));
        let mut empty = Workbook::new();
        empty.add_worksheet().write_string(0, 0, "Codice CPI").expect("it is written");
        assert_eq!(only(empty.save_to_buffer().expect("a file")).await, Some(Why::NoTable));
        let mut far = Workbook::new();
        let sheet = far.add_worksheet();
        for (row, column, text) in [(0, 0, "Codice CPI"), (0, 1, "OR"), (1, 0, "FG01"), (1_048_575, 16_383, "x")] {
            sheet.write_string(row, column, text).expect("it is written");
        }
        sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).expect("it is written");
        assert_eq!(only(far.save_to_buffer().expect("a file")).await, Some(Why::Broken));
        for (file, why) in [(&b"PK\x03\x04"[..], Why::Unreadable), (b"\x00\x01\x02", Why::Unreadable), (b"ciao", Why::NoTable), (b"", Why::NoTable)] {
            assert_eq!(only(file.to_vec()).await, Some(why));
        }
        let large = send(&anna, vec![b'x'; MAX_BYTES as usize + 1]).await;
        assert_eq!(large.headers()[header::CONNECTION], "close", "what was not read is no next request");
        let (status, body) = (large.status().as_u16(), large.json::<Value>().await.expect("JSON"));
        let problem = problem(&body["errors"][0]);
        assert_eq!((status, problem), (413, Problem::TooLarge { limit_bytes: MAX_BYTES }));
        assert_eq!(anna.scenario().await["revision"], 0);
    }

    async fn who_may_what_is_the_boards_rule(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let fiora = server.person_as("Fiora", "COORDINATOR", Some("FG"));
        let (reader, nobody) = (server.person_as("Lettore", "READER", None), server.visitor());
        anna.set(json!([{ "cpi": "FG02", "profile": "OR", "operators": 1, "locked": true, "seen": 0 }])).await.accepted();
        let file = "Codice CPI;OR\nFG01;4\nFG02;4\nBA01;4\n";
        let told = reading(&fiora, file).await;
        assert_eq!(changes(&told), [("B2", 0, 4)]);
        assert_eq!(faults(&told), [("B3", &Why::Locked), ("B4", &Why::NotYours)]);
        // Whoever reads scenarios has the file; who reads none learns nothing of them.
        assert_eq!(fetch(&server, &reader, "tabella.csv").await.status(), 200);
        assert_eq!(refused(&reader, file).await, (403, Problem::Forbidden));
        assert_eq!(fetch(&server, &nobody, "tabella.xlsx").await.status(), 404);
        assert_eq!(refused(&nobody, file).await, (404, Problem::NotFound));
        for path in ["0198f2a0-0000-7000-8000-00000000ffff", "x", "%00"] {
            let url = format!("http://{}/scenari/{path}/tabella.csv", server.running.address);
            let answer = Client::new().get(url).header(header::COOKIE, anna.cookie().await).send().await.expect("an answer");
            assert_eq!(answer.status(), 404, "{path}");
        }
        // A language that there is none of is refused; another site cannot send a file with somebody's cookie.
        assert_eq!(fetch(&server, &anna, "tabella.csv?lingua=de").await.status(), 400);
        let foreign = Client::new().post(format!("http://{}/scenari/{FIRST_SCENARIO}/tabella", server.running.address));
        let foreign = foreign.header(header::COOKIE, anna.cookie().await).body(file).send().await.expect("an answer");
        assert_eq!(foreign.status(), 404);
        // What is no draft any more is changed by no file.
        let step = "mutation($input: ScenarioStepInput!) { scenarioStep(input: $input) { scenario { revision } } }";
        let input = json!({ "write": new_write(), "scenario": Server::scenario(), "step": "PROPOSE" });
        anna.ask(step, json!({ "input": input })).await.accepted();
        let (status, problem) = refused(&anna, file).await;
        assert!(status == 409 && matches!(problem, Problem::WrongState(_)), "{problem:?}");
        assert_eq!(fetch(&server, &anna, "tabella.xlsx").await.status(), 200);
    }
}
