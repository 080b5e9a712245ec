//! What is typed stays what was typed: no statement, no header, no line of a log, no formula, no request to elsewhere.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::FutureExt as _;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};
use tokio::net::TcpListener;

use crate::support::{Person, Program, Server, TestDatabase, both_databases, new_write};

/// What ends a text, a statement, a comment, a format or a shell, where one is put together.
const TEXTS: [&str; 5] = [
    "' OR '1'='1",
    "x'); DROP TABLE account; --",
    "\\\" OR 1=1 /* % _ ? $1 */ \u{0} \u{1b}[2J",
    "1 UNION SELECT password FROM account",
    "{{7*7}} ${jndi:ldap://127.0.0.1/a} $(id) `id` ../../etc/passwd",
];

/// Types of the schema by name.
struct Types(Vec<Value>);

impl Types {
    async fn of(person: &Person) -> Self {
        let of = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query = format!(
            "{{ __schema {{ types {{ kind name fields {{ name args {{ name defaultValue type {{ {of} }} }} type {{ {of} }} }}
                inputFields {{ name type {{ {of} }} }} enumValues {{ name }} }} }} }}"
        );
        let schema = person.ask(&query, json!({})).await.accepted();
        Self(schema["__schema"]["types"].as_array().expect("types").clone())
    }

    fn find(&self, name: &str) -> &Value {
        self.0.iter().find(|kind| kind["name"] == name).unwrap_or_else(|| panic!("no type {name}"))
    }

    /// A value of a type in which every text is this one, as GraphQL writes it.
    fn value(&self, kind: &Value, name: &str, text: &str) -> String {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text");
        match kind["kind"].as_str().unwrap_or_default() {
            "NON_NULL" => self.value(&kind["ofType"], name, text),
            "LIST" => format!("[{}]", self.value(&kind["ofType"], name, text)),
            "ENUM" => {
                let known = self.find(kind["name"].as_str().unwrap_or_default());
                known["enumValues"][0]["name"].as_str().unwrap_or_default().to_owned()
            }
            "INPUT_OBJECT" => {
                let known = self.find(kind["name"].as_str().unwrap_or_default());
                let fields = known["inputFields"].as_array().expect("fields").iter();
                let fields = fields.map(|field| {
                    let name = field["name"].as_str().unwrap_or_default();
                    format!("{name}: {}", self.value(&field["type"], name, text))
                });
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            _ => match (kind["name"].as_str().unwrap_or_default(), name) {
                ("Int" | "Float", _) => "1".to_owned(),
                ("Boolean", _) => "true".to_owned(),
                ("DateTime", _) => "\"2027-03-22T08:30:00Z\"".to_owned(),
                ("Date", _) => "\"2027-03-22\"".to_owned(),
                // A write is known by a UUID, and is refused before anything else when it has none.
                (_, "write") => quoted(&new_write()),
                ("ID", _) => quoted(&GlobalId::new(kind_of(name), text).to_string()),
                _ => quoted(text),
            },
        }
    }

    /// A request for each field of a root that takes anything.
    fn requests(&self, root: &str, operation: &str, text: &str) -> Vec<(String, String)> {
        let fields = self.find(root)["fields"].as_array().expect("fields").iter();
        let asked = fields.filter(|field| field["args"].as_array().is_some_and(|args| !args.is_empty()));
        let request = |field: &Value| {
            let args = field["args"].as_array().expect("arguments").iter();
            // A cursor is a text of its own, and is tried apart.
            let args = args.filter(|arg| arg["name"] != "after").map(|arg| {
                let name = arg["name"].as_str().unwrap_or_default();
                format!("{name}: {}", self.value(&arg["type"], name, text))
            });
            let mut kind = &field["type"];
            while kind["name"].is_null() {
                kind = &kind["ofType"];
            }
            let inner = if matches!(kind["kind"].as_str(), Some("SCALAR" | "ENUM")) { "" } else { " { __typename }" };
            let name = field["name"].as_str().unwrap_or_default().to_owned();
            let text = format!("{operation} {{ {name}({}){inner} }}", args.collect::<Vec<_>>().join(", "));
            (name, text)
        };
        asked.map(request).collect()
    }
}

/// The kind of id that an argument or a field takes.
fn kind_of(name: &str) -> Kind {
    match name {
        "province" => Kind::Province,
        "cpi" => Kind::Cpi,
        "account" => Kind::Account,
        "session" => Kind::Session,
        "token" => Kind::Token,
        "address" => Kind::CalendarAddress,
        "identity" => Kind::Identity,
        "organisation" => Kind::Organisation,
        "partnership" => Kind::Partnership,
        "measurement" | "corrects" => Kind::Measurement,
        "event" => Kind::Event,
        "scenario" | "scenarios" => Kind::Scenario,
        _ => Kind::Figure,
    }
}

both_databases! {
    async fn what_is_sql_is_a_text_like_any_other(database: TestDatabase) {
        let server = Server::start(database).await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let types = Types::of(&server.visitor()).await;
        for (number, text) in TEXTS.into_iter().enumerate() {
            // Each text has a caller of its own, because each caller has only so many points.
            let anna = server.person(&format!("Anna{number}"));
            for (root, operation) in [("Query", "query"), ("Mutation", "mutation")] {
                let requests = types.requests(root, operation, text);
                assert!(requests.len() > 15, "{root} has fields that take something");
                for (name, query) in requests {
                    let person = if name.starts_with("account") || name.starts_with("token") { &ada } else { &anna };
                    let answer = person.ask(&query, json!({})).await;
                    let code = &answer.0["errors"][0]["extensions"]["code"];
                    assert!(!matches!(code.as_str(), Some("INTERNAL" | "UNAVAILABLE")), "{query}: {}", answer.0);
                }
            }
            for kind in ["Province", "Cpi", "Municipality", "Profile", "Service", "Figure", "Scenario", "Event", "Measurement", "Organisation", "Partnership"] {
                let id = base64(&format!("{kind}:{text}"));
                let found = ada.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await.accepted();
                assert_eq!(found["node"], Value::Null, "{kind}: {text}");
            }
            // A search for it finds nothing, where one that was put together would find all.
            let found = "query($text: String!) { accounts(text: $text) { totalCount } audit(filter: { record: $text }) { totalCount }
                organisations(filter: { text: $text, province: $text }) { totalCount } }";
            let found = ada.ask(found, json!({ "text": text })).await.accepted();
            for list in ["accounts", "audit", "organisations"] {
                assert_eq!(found[list]["totalCount"], 0, "{list}: {text}");
            }
            let cursor = base64(&format!("cpis 5 FG03{} {text}", text.replace(' ', "")));
            let page = ada.ask("query($after: String) { cpis(after: $after) { nodes { code } } }", json!({ "after": cursor })).await;
            assert_ne!(page.0["errors"][0]["extensions"]["code"], "INTERNAL", "{text}: {}", page.0);
        }
        // Everything is still there, and what was kept is kept letter by letter.
        let there = ada.ask("{ accounts { totalCount } cpis { totalCount } provinces { code } }", json!({})).await.accepted();
        assert_eq!((&there["cpis"]["totalCount"], there["provinces"].as_array().map(Vec::len)), (&json!(43), Some(6)));
        assert!(there["accounts"]["totalCount"].as_u64() > Some(TEXTS.len() as u64), "{there}");
        let anna = server.person("Anna");
        let name = "Ditta '); DROP TABLE organisation; -- \\ % _";
        let create = "mutation($input: OrganisationCreateInput!) { organisationCreate(input: $input) { organisation { name } } }";
        let details = json!({ "name": name, "kind": "COMPANY", "level": "PROVINCE", "province": "FG" });
        let made = anna.ask(create, json!({ "input": { "write": new_write(), "details": details } })).await.accepted();
        assert_eq!(made["organisationCreate"]["organisation"]["name"], name);
    }

    async fn no_text_makes_a_header_or_a_line_of_a_letter(database: TestDatabase) {
        let server = Server::start(database).await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let invite = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link } }";
        for (field, email, name, rule) in [
            ("email", "nuova@example.org\r\nbcc: tutti@example.org", "Nuova", Rule::NotAnEmail),
            ("email", "nuova@example.org,tutti@example.org", "Nuova", Rule::NotAnEmail),
            ("name", "nuova@example.org", "Nuova\r\nbcc: tutti@example.org", Rule::Unknown),
        ] {
            let input = json!({ "email": email, "name": name, "grants": [{ "role": "READER" }] });
            let refused = ada.ask(invite, json!({ "input": input })).await.refused();
            assert_eq!(refused, Problem::invalid(field, rule), "{email} {name}");
        }
        // What a request says of itself is not said again.
        let said = "an-id-of-mine";
        let request = ada.post("/graphql", json!({ "query": "{ __typename }", "operationName": "a\r\nset-cookie: b=c" }).to_string(), "");
        let answer = request.header("x-request-id", said).header("x-forwarded-host", "evil.example").send().await.expect("an answer");
        assert_ne!(answer.headers()["x-request-id"], said);
        assert!(answer.headers().get("set-cookie").is_none());
        let headers = format!("{:?}", answer.headers());
        assert!(!headers.contains("evil.example") && !headers.contains("b=c"), "{headers}");
    }

    async fn a_name_that_is_a_formula_is_a_name_in_the_registers_file(database: TestDatabase) {
        let server = Server::start(database).await;
        let formula = "=HYPERLINK(\"http://evil.example\",\"a\")";
        let person = server.person(formula);
        person.set(json!([crate::support::edit("FG01", "OR", 3, 0)])).await.accepted();
        let url = format!("http://{}/registro.csv?kind=scenario", server.running.address);
        let request = reqwest::Client::new().get(url).header("cookie", person.cookie().await);
        let file = request.send().await.expect("an answer").text().await.expect("text");
        let mut rows = csv::Reader::from_reader(file.as_bytes());
        let names: Vec<String> = rows.records().map(|row| row.expect("a row")[3].to_owned()).collect();
        assert_eq!(names, [format!("'{formula}")]);
    }

    async fn a_field_that_an_input_does_not_have_refuses_all_of_it(database: TestDatabase) {
        let server = Server::start(database).await;
        let ada = server.person_as("Ada", "ADMINISTRATOR", None);
        let invite = "mutation($input: AccountInviteInput!) { accountInvite(input: $input) { link } }";
        for more in ["demo", "password", "id", "active", "elsewhere", "createdAt", "__proto__"] {
            let mut input = json!({ "email": "nuova@example.org", "name": "Nuova", "grants": [{ "role": "READER" }] });
            input[more] = json!("x");
            let refused = ada.ask(invite, json!({ "input": input })).await.refused();
            assert!(matches!(refused, Problem::BadRequest { .. }), "{more}: {refused:?}");
        }
        let found = ada.ask("{ accounts(text: \"nuova@example.org\") { totalCount } }", json!({})).await.accepted();
        assert_eq!(found["accounts"]["totalCount"], 0);
    }

    async fn an_address_that_is_told_is_never_asked(database: TestDatabase) {
        let inside = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = format!("http://{}/latest/meta-data", inside.local_addr().expect("it has an address"));
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let create = "mutation($input: OrganisationCreateInput!) { organisationCreate(input: $input) { organisation { id website } } }";
        let details = json!({ "name": "Una ditta", "kind": "COMPANY", "level": "PROVINCE", "province": "FG", "website": address });
        let made = anna.ask(create, json!({ "input": { "write": new_write(), "details": details } })).await.accepted();
        assert_eq!(made["organisationCreate"]["organisation"]["website"], address);
        let outline = json!({ "title": "Tavolo", "kind": "TABLE", "level": "PROVINCE", "province": "FG", "description": address });
        let begin = "mutation($input: PartnershipCreateInput!) { partnershipCreate(input: $input) { partnership { id } } }";
        anna.ask(begin, json!({ "input": { "write": new_write(), "outline": outline } })).await.accepted();
        let request = anna.post("/graphql", json!({ "query": "{ __typename }" }).to_string(), "");
        let request = request.header("referer", &address).header("x-forwarded-for", "127.0.0.1").header("x-forwarded-host", "127.0.0.1");
        assert_eq!(request.send().await.expect("an answer").status(), 200);
        for _ in 0..20 {
            anna.ask("{ organisations(first: 500) { nodes { website } } }", json!({})).await.accepted();
        }
        assert!(inside.accept().now_or_never().is_none(), "nobody came");
    }
}

#[tokio::test]
async fn no_text_makes_a_line_of_the_log() {
    let database = TestDatabase::sqlite();
    let mut program = Program::serve(&database).await;
    let forged = "\n1999-01-01T00:00:00Z ERROR forged";
    let anna = program.person("Anna");
    let text = format!("x{forged}\u{1b}[31m");
    anna.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": text })).await.accepted();
    anna.ask(&format!("{{ nope # {forged}\n }}"), json!({})).await.refused();
    assert_eq!(anna.sign_in(&text, &text).await.expect("an answer").status(), 400);
    let root = format!("http://{}", program.address);
    for path in ["/%0A1999-01-01T00:00:00Z%20ERROR%20forged", "/api/rest/v1/cpis/%0Aforged%1b[31m"] {
        reqwest::get(format!("{root}{path}")).await.expect("an answer");
    }
    program.terminate().await;
    let log = program.said().await;
    assert!(log.iter().filter(|line| line.contains("answered")).count() >= 5, "{log:?}");
    for line in &log {
        assert!(!line.starts_with("1999") && !line.contains('\u{1b}'), "{line}");
        assert!(!line.contains("forged") || line.contains("path="), "{line}");
    }
}

/// As ids and cursors are written.
fn base64(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}
