//! The act is held as data, whole: every number of its annex stands in a row of `data/plan/`, or is none of the plan's, with the reason.
//!
//! `data/plan/numbers.csv` lists them. A number is a group of digits, a word for one (`due`, `entrambe`, `un`), a word for how often
//! (`annuale`, `semestrale`), or a Roman figure before `livello` or `anno`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::files::{files, nothing_found};

/// Why a number of the annex is held by no row.
const REASONS: [&str; 15] = [
    // Numbers of the annex's own pages, and of its lists and columns.
    "page_number",
    "list_number",
    "column_head",
    "text_structure",
    "stamp",
    // Numbers and dates of laws, acts, programmes and objectives.
    "legal_reference",
    "programme",
    "objective_code",
    // Levels of apprenticeship, years of school, names of things: `Industria 4.0`, `Mercatone Uno`.
    "level",
    "school_year",
    "name",
    // `il primo colloquio`; `un` and `una` where nothing is counted; `secondo` and `prima` as adverbs.
    "ordinal",
    "article",
    "adverb",
    // A date of what is told, with no figure of its own.
    "narration_date",
];

const WORDS: [&str; 61] = [
    "un",
    "uno",
    "una",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "venti",
    "trenta",
    "cento",
    "mille",
    "prima",
    "prime",
    "primo",
    "primi",
    "seconda",
    "seconde",
    "secondo",
    "secondi",
    "terza",
    "terze",
    "terzo",
    "terzi",
    "quarta",
    "quarto",
    "quinta",
    "quinte",
    "quinto",
    "entrambe",
    "entrambi",
    "ambedue",
    "doppio",
    "metà",
    "triennio",
    "triennali",
    "triennale",
    "biennio",
    "annuale",
    "annuali",
    "annue",
    "annua",
    "anno",
    "anni",
    "semestrale",
    "semestrali",
    "semestre",
    "mensile",
    "mensili",
    "mese",
    "mesi",
    "trimestrale",
    "trimestrali",
    "trimestralmente",
    "bimestrale",
    "settimanale",
    "quindicinale",
];

/// A number of the annex: its line, how many of the same stand there before it and with it, and how it is printed.
type Number = (usize, usize, String);

fn in_folder(folder: &str, name: &str) -> String {
    let file = files(folder, &[name]).pop();
    file.unwrap_or_else(|| panic!("{folder}/{name} is not there")).text
}

fn text(name: &str) -> String {
    in_folder("data/plan", name)
}

fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().map(|row| row.unwrap_or_else(|why| panic!("{name}: {why}")));
    rows.collect()
}

/// The numbers of a line, in order.
fn numbers(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let of_word = |letter: char| letter.is_alphabetic();
        let length = if first.is_ascii_digit() {
            digits(rest)
        } else if of_word(first) {
            rest.find(|letter| !of_word(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(length);
        if first.is_ascii_digit() || is_number_word(part, after) {
            found.push(part.to_owned());
        }
        rest = after;
    }
    found
}

/// How far a group of digits reaches: `13.440.000,00`, `10/10/2019`. A mark that no digit follows is none of it.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || (bytes.get(end).is_some_and(|mark| b".,/".contains(mark)) && is_digit(end + 1)) {
        end += 1;
    }
    end
}

fn is_number_word(word: &str, after: &str) -> bool {
    let after = after.trim_start().to_lowercase();
    match word {
        // `I` is an article, too.
        "I" => ["livello", "anno", "e iii"].iter().any(|next| after.starts_with(next)),
        "II" | "III" | "IV" | "IX" => true,
        word => WORDS.contains(&word.to_lowercase().as_str()),
    }
}

/// Every number of the annex.
fn annex() -> Vec<Number> {
    let plan: Value = serde_json::from_str(&text("plan.json")).expect("plan.json is JSON");
    let bound = |name: &str| plan[name].as_u64().and_then(|line| usize::try_from(line).ok()).expect("a line");
    let (begins, ends) = (bound("annex_begins"), bound("annex_ends"));
    let act = in_folder("data", "dgr-269-2020.txt");
    let mut found = Vec::new();
    for (line, text) in (1..).zip(act.lines()).filter(|(line, _)| (begins..=ends).contains(line)) {
        let mut seen = BTreeMap::<String, usize>::new();
        for number in numbers(text) {
            let nth = seen.entry(number.clone()).or_default();
            *nth += 1;
            found.push((line, *nth, number));
        }
    }
    found
}

/// What a printed number is worth. `None` for what is no count: a date, a word for how often.
fn worth(printed: &str) -> Option<f64> {
    match printed.to_lowercase().as_str() {
        "un" | "uno" | "una" | "prima" => return Some(1.0),
        "due" | "entrambe" | "entrambi" => return Some(2.0),
        _ => {}
    }
    let (whole, cents) = printed.split_once(',').unwrap_or((printed, ""));
    let groups: Vec<&str> = whole.split('.').collect();
    let grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    let whole = if grouped { groups.concat() } else { whole.to_owned() };
    format!("{whole}.{cents}0").parse().ok()
}

fn how_often(printed: &str) -> Option<&'static str> {
    Some(match printed.to_lowercase().as_str() {
        "annuale" | "annuali" | "annue" | "annua" | "anno" => "annual",
        "semestrale" => "semiannual",
        "trimestralmente" => "quarterly",
        "mensile" => "monthly",
        "triennio" => "years",
        _ => return None,
    })
}

/// The rows of one file by code, with their lines.
struct Held {
    rows: BTreeMap<String, BTreeMap<String, String>>,
    targets: Vec<BTreeMap<String, String>>,
}

impl Held {
    fn read() -> Self {
        let files = ["items.csv", "indicators.csv", "baselines.csv"].map(rows);
        let mut held = BTreeMap::new();
        for row in files.into_iter().flatten() {
            let code = row["code"].clone();
            assert!(held.insert(code.clone(), row).is_none(), "{code} stands twice in data/plan");
        }
        Self { rows: held, targets: rows("targets.csv") }
    }

    /// What is wrong with saying that a row holds a number in a field of its own.
    fn wrong(&self, (line, _, printed): &Number, code: &str, field: &str) -> Option<String> {
        let Some(row) = self.rows.get(code) else { return Some(format!("{code} is no row")) };
        let targets: Vec<_> = self.targets.iter().filter(|target| target["indicator"] == code).collect();
        let lines = row["lines"].split(' ').chain(targets.iter().flat_map(|target| target["lines"].split(' ')));
        if !lines.into_iter().any(|own| own == line.to_string()) {
            return Some(format!("{code} does not name the line"));
        }
        let number = |text: &str| text.parse::<f64>().ok();
        let same = |text: &str| number(text).is_some() && number(text) == worth(printed);
        let parts = |text: &str, mark: char| text.split(mark).map(|part| part.trim().to_owned()).collect::<Vec<_>>();
        let column = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
        let holds = match field {
            "quantity" | "per_unit" | "units" | "value" => same(column(field)),
            "frequency" => how_often(printed) == Some(column("frequency")),
            "target" => targets.iter().any(|target| same(&target["value"]) || same(&target["share"])),
            "year" => targets.iter().any(|target| same(&target["year"])),
            "breakdown" => {
                parts(column(field), ';').iter().any(|part| part.split_once('=').is_some_and(|(_, of)| same(of)))
            }
            "result" => parts(column("result_figures"), ';')
                .iter()
                .any(|part| part.split_once('=').is_some_and(|(of, _)| same(of))),
            "date" => dated(column("date"), printed),
            "period" => column("period").split(|letter: char| !letter.is_ascii_digit()).any(|part| part == printed),
            "text" => column("quote").contains(printed.as_str()) || column("text_it").contains(printed.as_str()),
            _ => false,
        };
        (!holds).then(|| format!("{code} holds no such {field}: {row:?}"))
    }
}

/// Whether a day holds what is printed: a year, a day of the month, or `10/10/2019` whole.
fn dated(date: &str, printed: &str) -> bool {
    let parts: Vec<f64> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    printed.split('/').all(|part| part.parse().is_ok_and(|part: f64| parts.contains(&part)))
}

#[test]
fn every_number_of_the_annex_has_a_row_or_a_reason() {
    let listed = rows("numbers.csv");
    let key = |row: &BTreeMap<String, String>| -> Number {
        (row["line"].parse().expect("a line"), row["nth"].parse().expect("a place"), row["printed"].clone())
    };
    let by_number: BTreeMap<Number, &BTreeMap<String, String>> = listed.iter().map(|row| (key(row), row)).collect();
    assert_eq!(by_number.len(), listed.len(), "a number is listed once");
    let annex = annex();
    assert!(annex.len() > 500, "the annex was read: {} numbers", annex.len());
    let held = Held::read();
    let mut found = Vec::new();
    for number in &annex {
        let (line, nth, printed) = number;
        let wrong = match by_number.get(number) {
            None => Some("is not in numbers.csv".to_owned()),
            Some(row) => match (row["row"].as_str(), row["field"].as_str(), row["reason"].as_str()) {
                ("", "", reason) => (!REASONS.contains(&reason)).then(|| format!("{reason:?} is no reason")),
                (code, field, "") => held.wrong(number, code, field),
                _ => Some("has both a row and a reason".to_owned()),
            },
        };
        found.extend(wrong.map(|wrong| format!("data/dgr-269-2020.txt:{line}: {printed} ({nth}): {wrong}")));
    }
    let known: BTreeSet<&Number> = annex.iter().collect();
    let strange = by_number.keys().filter(|number| !known.contains(number));
    found.extend(
        strange.map(|(line, _, printed)| format!("numbers.csv names {printed} at line {line}, where it is not")),
    );
    nothing_found("A number of the annex that nobody holds:", &found);
}

#[test]
fn every_figure_of_the_plan_is_printed_where_its_row_says() {
    let listed = rows("numbers.csv");
    let holds = |code: &str, fields: &[&str]| {
        listed.iter().any(|row| row["row"] == code && fields.contains(&row["field"].as_str()))
    };
    let mut found = Vec::new();
    for (name, column, fields) in [
        ("items.csv", "quantity", ["quantity", "per_unit", "units"].as_slice()),
        ("baselines.csv", "value", &["value"]),
    ] {
        for row in rows(name).into_iter().filter(|row| !row[column].is_empty()) {
            let code = &row["code"];
            // What is named, listed or printed with another row has a note that says so.
            let told = holds(code, fields) || !row["note"].is_empty();
            found.extend((!told).then(|| format!("data/plan/{name}: {code}: {}", row[column])));
        }
    }
    nothing_found("A number of the plan that no line of the act holds, and no note explains:", &found);
}

#[test]
fn numbers_are_found_as_they_are_printed() {
    let line = "Euro 13.440.000,00, n° 2 sessioni annuali (I livello, 10/10/2019) di un Piano. I profili, art. 9.";
    assert_eq!(numbers(line), ["13.440.000,00", "2", "annuali", "I", "10/10/2019", "un", "9"]);
    assert_eq!(
        [worth("13.440.000,00"), worth("1,2"), worth("50.006"), worth("10/10/2019")],
        [Some(13_440_000.0), Some(1.2), Some(50_006.0), None]
    );
}
