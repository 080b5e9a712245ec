//! The server's proposal beside the engine's own, from the same numbers asked through the API.

use std::ops::ControlFlow;

use serde_json::{Value, json};
use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{
            self, Answer, Basis, Budget, Constraints, Demand, Exchange, Level, Limit, Lock, Objective, Range, Reach,
            Request, Reroute, Room, Rule, Scarce, Scope, Shift, Told, Transfers, Weight,
        },
    },
    territory::Point,
};

use super::{lock, propose};
use crate::support::{Person, Server, TestDatabase, both_databases};

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn key(value: &Value) -> CellKey {
    CellKey {
        cpi: CpiCode::new(text(&value["cpi"])).expect("a code"),
        profile: ProfileCode::new(text(&value["profile"])).expect("a code"),
    }
}

fn operators(value: &Value) -> u32 {
    u32::try_from(value.as_u64().expect("a count")).expect("a small one")
}

/// What the engine is given, from what the API says: the sizing, the costs, the scenario. With the scenario's head-count.
async fn asked_for_the_first_scenario(person: &Person) -> (Demand, Request) {
    let query = "query($id: ID!) { scenario(id: $id) { headCount cells { cpi profile operators locked } }
        figures { figures { key value } } profiles { code }
        sizing { availableHours cpis { cpi { code latitude longitude province { code } } cells { profile { code } load { required have } } } } }";
    let all = person.ask(query, json!({ "id": Server::scenario() })).await.accepted();
    let figures = all["figures"]["figures"].as_array().expect("a list");
    let cost = |profile: &str| {
        let name = format!("profile.{profile}.yearly_cost");
        let figure = figures.iter().find(|figure| figure["key"] == name).expect("it is there");
        (figure["value"].as_f64().expect("a number") * 100.0).round() as u64
    };
    let profiles = all["profiles"].as_array().expect("a list").iter().map(|profile| text(&profile["code"]));
    let profiles: Vec<_> = profiles.map(|code| (ProfileCode::new(code).expect("a code"), cost(code))).collect();
    let rows = all["sizing"]["cpis"].as_array().expect("a list");
    let cpis: Vec<_> = rows
        .iter()
        .map(|row| {
            let province = ProvinceCode::new(text(&row["cpi"]["province"]["code"])).expect("a code");
            (CpiCode::new(text(&row["cpi"]["code"])).expect("a code"), province)
        })
        .collect();
    let degrees = |row: &Value, of: &str| row["cpi"][of].as_f64().expect("a number");
    let seat = |row| Point { latitude: degrees(row, "latitude"), longitude: degrees(row, "longitude") };
    let seats = rows.iter().map(seat).collect();
    let cells: Vec<&Value> = rows.iter().flat_map(|row| row["cells"].as_array().expect("a list")).collect();
    let load = |of: &str| cells.iter().map(|cell| cell["load"][of].as_f64().expect("a number")).collect();
    let mut present = vec![0; cells.len()];
    let mut request = Request::equity(operators(&all["scenario"]["headCount"]));
    for cell in all["scenario"]["cells"].as_array().expect("a list") {
        let at = key(cell);
        let row = cpis.iter().position(|(cpi, _)| *cpi == at.cpi).expect("it is there");
        let column = profiles.iter().position(|(profile, _)| *profile == at.profile).expect("it is there");
        present[row * profiles.len() + column] = operators(&cell["operators"]);
        if cell["locked"] == true {
            request.constraints.locked.push(Lock { cell: at, operators: operators(&cell["operators"]) });
        }
    }
    let available_hours = vec![all["sizing"]["availableHours"].as_f64().expect("a number"); profiles.len()];
    let (required, have) = (load("required"), load("have"));
    (Demand { profiles, cpis, seats, available_hours, required, have, present }, request)
}

fn told(demand: &Demand, request: &Request) -> Told {
    match Answer::of(demand, request, &mut |_| ControlFlow::Continue(())).expect("well posed") {
        Answer::Best(told) => *told,
        other => panic!("{other:?}"),
    }
}

fn assert_near(one: &Value, other: Option<f64>) {
    match (one.as_f64(), other) {
        (Some(one), Some(other)) => assert!((one - other).abs() <= 1e-9 * other.abs().max(1.0), "{one} and {other}"),
        (one, other) => assert_eq!(one, other),
    }
}

fn assert_same(best: &Value, told: &Told) {
    let cells = best["cells"].as_array().expect("a list");
    let placed: Vec<u32> = cells.iter().map(|cell| operators(&cell["operators"])).collect();
    assert_eq!(placed, told.operators);
    let moves = best["moves"].as_array().expect("a list").iter();
    let moves: Vec<_> =
        moves.map(|at| (key(&at["from"]), text(&at["to"]["cpi"]).to_owned(), operators(&at["people"]))).collect();
    let expected = told.moves.iter().map(|at| (at.from.clone(), at.to.cpi.to_string(), at.people));
    assert_eq!(moves, expected.collect::<Vec<_>>());
    let (measures, expected) = (&best["proposed"], &told.proposed);
    assert_eq!(operators(&measures["placed"]), expected.placed);
    assert_eq!(operators(&measures["unserved"]), expected.unserved);
    assert_eq!(operators(&measures["aboveOne"]), expected.above_one);
    assert_near(&measures["lowestPressure"], expected.lowest_pressure);
    assert_eq!(measures["yearlyCostCents"].as_f64(), Some(expected.yearly_cost_cents as f64));
    assert_near(&measures["worstPressure"], expected.worst_pressure);
    assert_near(&measures["unmetHours"], Some(expected.unmet_hours));
    assert_near(&measures["countedHours"], Some(expected.counted_hours));
    assert_near(&measures["proportional"], Some(expected.proportional));
    assert_near(&best["present"]["worstPressure"], told.present.worst_pressure);
    let placements = best["placements"].as_array().expect("a list");
    assert_eq!(placements.len(), told.placements.len().min(100), "the first hundred");
    for (placement, expected) in placements.iter().zip(&told.placements) {
        assert_eq!(key(&placement["cell"]), expected.cell);
        assert_near(&placement["before"], expected.before);
        assert_near(&placement["after"], expected.after);
        let next = expected.runner_up.as_ref();
        assert_eq!(
            placement["runnerUp"].as_object().map(|_| key(&placement["runnerUp"])),
            next.map(|next| next.cell.clone())
        );
        assert_near(&placement["runnerUpPressure"], next.and_then(|next| next.pressure));
    }
    assert_eq!(best["unfinished"], json!([]));
    assert!(told.unfinished.is_empty(), "{:?}", told.unfinished);
    let alternatives = best["alternatives"].as_array().expect("a list");
    assert_eq!(alternatives.len(), told.alternatives.len());
    for (said, expected) in alternatives.iter().zip(&told.alternatives) {
        assert_eq!(key(&said["cell"]), expected.cell);
        assert_changes(said, &expected.shifts, &expected.moves, expected.exchange.as_ref());
        assert_near(&said["worstPressure"], expected.worst_pressure);
        assert_near(&said["loss"], expected.loss);
    }
    let prices = best["prices"].as_array().expect("a list");
    assert_eq!(prices.len(), told.prices.len());
    for (said, expected) in prices.iter().zip(&told.prices) {
        assert_bound(&said["bound"], &expected.bound);
        assert_room(said, &expected.room);
    }
    let scarce = best["scarcePrices"].as_array().expect("a list");
    assert_eq!(scarce.len(), told.scarce.len());
    for (said, expected) in scarce.iter().zip(&told.scarce) {
        let kind = if expected.of == Scarce::Money { "MONEY" } else { "MOVES" };
        assert_eq!((text(&said["kind"]), said["more"].as_f64()), (kind, Some(expected.more as f64)));
        assert_room(said, &expected.room);
    }
}

fn assert_room(said: &Value, room: &Room) {
    assert_changes(said, &room.shifts, &room.moves, room.exchange.as_ref());
    assert_near(&said["worstPressure"], room.worst_pressure);
    assert_near(&said["gain"], room.gain);
}

fn assert_changes(said: &Value, shifts: &[Shift], moves: &[Reroute], exchange: Option<&Exchange>) {
    let list = |of: &str| said[of].as_array().expect("a list").clone();
    let by = |of: &Value| of["by"].as_i64().expect("a number");
    let said_shifts: Vec<Shift> =
        list("shifts").iter().map(|of| Shift { cell: key(&of["cell"]), by: by(of) }).collect();
    assert_eq!(said_shifts, shifts);
    let said_moves: Vec<Reroute> =
        list("moves").iter().map(|of| Reroute { from: key(&of["from"]), to: key(&of["to"]), by: by(of) }).collect();
    assert_eq!(said_moves, moves);
    assert_eq!(said["exchange"].is_null(), exchange.is_none());
    if let Some(exchange) = exchange {
        assert_near(&said["exchange"]["before"], exchange.before);
        assert_near(&said["exchange"]["after"], exchange.after);
    }
}

fn assert_bound(said: &Value, bound: &allocate::Bound) {
    assert_eq!(operators(&said["operators"]), bound.operators);
    let name = |of: &str| said[of].as_str().map(str::to_owned);
    let expected = match &bound.scope {
        Scope::HeadCount => ("HEAD_COUNT", None, None, None),
        Scope::Profile { profile } => ("PROFILE", None, None, Some(profile.to_string())),
        Scope::Province { province } => ("PROVINCE", Some(province.to_string()), None, None),
        Scope::Cpi { cpi } => ("CPI", None, Some(cpi.to_string()), None),
        Scope::Cell { cell } => ("CELL", None, Some(cell.cpi.to_string()), Some(cell.profile.to_string())),
        Scope::Lock { cell } => ("LOCK", None, Some(cell.cpi.to_string()), Some(cell.profile.to_string())),
    };
    assert_eq!((text(&said["scope"]), name("province"), name("cpi"), name("profile")), expected);
}

/// Constraints as the API takes them; locks are the scenario's own.
fn as_input(constraints: &Constraints) -> Value {
    let mut input = serde_json::to_value(constraints).expect("plain data");
    input["locked"] = json!([]);
    if let Some(Transfers { reach: Reach::Between { pairs }, cost, at_most }) = &constraints.transfers {
        let pairs: Vec<Value> = pairs.iter().map(|(one, other)| json!({ "one": one, "other": other })).collect();
        input["transfers"] = json!({ "pairs": pairs, "cost": cost, "atMost": at_most });
    } else if let Some(transfers) = &constraints.transfers {
        let km = if let Reach::Within { km } = transfers.reach { json!(km) } else { json!(null) };
        input["transfers"] = json!({ "withinKm": km, "cost": transfers.cost, "atMost": transfers.at_most });
    }
    input
}

fn cpi(code: &str) -> CpiCode {
    CpiCode::new(code).expect("a code")
}

/// Bounds of every kind with weights, and moves where the objective allows them; money that binds; few moves; and a contradiction.
fn asked(objective: Objective) -> [(Level, Constraints); 4] {
    let may_move = !matches!(objective, Objective::Apportionment { .. });
    let moves = |reach: Reach, at_most| may_move.then_some(Transfers { reach, cost: 0.25, at_most });
    let profile = |code: &str| ProfileCode::new(code).expect("a code");
    let province = |code: &str| ProvinceCode::new(code).expect("a code");
    let range = |at_least: u32, at_most: u32| Range { at_least, at_most: Some(at_most) };
    let pairs = || vec![(cpi("FG01"), cpi("FG03")), (cpi("LE01"), cpi("BR01"))];
    let bounds = Constraints {
        head_count: range(100, 180),
        profiles: vec![
            Limit { of: profile("OR"), range: range(40, 60) },
            Limit { of: profile("DO"), range: range(0, 9) },
        ],
        provinces: vec![
            Limit { of: province("FG"), range: range(20, 30) },
            Limit { of: province("LE"), range: range(0, 12) },
        ],
        cpis: vec![Limit { of: cpi("BA03"), range: range(2, 4) }],
        cells: vec![Limit { of: CellKey { cpi: cpi("TA01"), profile: profile("OR") }, range: range(1, 3) }],
        weights: vec![Weight { cpi: cpi("BR01"), weight: 2.5 }],
        transfers: moves(Reach::Within { km: 18.5 }, None),
        ..Constraints::default()
    };
    let money = Constraints {
        head_count: Range::at_most(20),
        provinces: vec![Limit { of: province("BR"), range: range(1, 4) }],
        transfers: moves(Reach::Between { pairs: pairs() }, None),
        budget: Some(Budget { cents: 30_000_000, months: 12 }),
        ..Constraints::default()
    };
    let few = Constraints {
        head_count: Range::at_most(20),
        transfers: moves(Reach::Between { pairs: pairs() }, Some(1)),
        ..Constraints::default()
    };
    let contradiction = Constraints {
        head_count: Range::at_most(30),
        provinces: vec![
            Limit { of: province("FG"), range: Range::at_least(20) },
            Limit { of: province("LE"), range: Range::at_least(25) },
        ],
        budget: Some(Budget { cents: 30_000_000, months: 12 }),
        ..Constraints::default()
    };
    [(Level::Cell, bounds), (Level::Cpi, money), (Level::Cpi, few), (Level::Province, contradiction)]
}

/// The objectives as the API names them.
fn objectives() -> Vec<(Value, Objective)> {
    let seats = |rule: Rule, basis: Basis| Objective::Apportionment { rule, basis };
    vec![
        (json!({ "kind": "EQUITY" }), Objective::Equity),
        (json!({ "kind": "LEAST_UNMET" }), Objective::LeastUnmet),
        (json!({ "kind": "PROPORTIONAL" }), Objective::Proportional),
        (
            json!({ "kind": "APPORTIONMENT", "rule": "HAMILTON", "basis": "REQUIRED" }),
            seats(Rule::Hamilton, Basis::Required),
        ),
        (
            json!({ "kind": "APPORTIONMENT", "rule": "SAINTE_LAGUE", "basis": "MISSING" }),
            seats(Rule::SainteLague, Basis::Missing),
        ),
    ]
}

both_databases! {
    async fn the_server_gives_what_the_engine_gives(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        let (demand, request) = asked_for_the_first_scenario(&anna).await;
        let answer = propose(&anna, json!({ "kind": "EQUITY" }), json!(null)).await;
        assert_eq!((&answer["infeasible"], &answer["best"]["proof"]["certified"]), (&json!(null), &json!(true)));
        assert_eq!((&answer["best"]["proof"]["complete"], &answer["best"]["proof"]["parts"]), (&json!(true), &json!(0)));
        assert_same(&answer["best"], &told(&demand, &request));
        anna.set(json!([lock("FG01", "OR", 7, 0), lock("BA03", "DO", 0, 0)])).await.accepted();
        let (demand, request) = asked_for_the_first_scenario(&anna).await;
        assert_eq!((demand.present.iter().sum::<u32>(), request.constraints.locked.len()), (7, 2));
        let objectives = [
            (json!({ "kind": "EQUITY" }), Objective::Equity),
            (json!({ "kind": "LEAST_UNMET" }), Objective::LeastUnmet),
            (json!({ "kind": "PROPORTIONAL" }), Objective::Proportional),
        ];
        for (asked, objective) in objectives {
            let answer = propose(&anna, asked, json!(null)).await;
            assert_eq!((&answer["scenarioRevision"], &answer["figuresRevision"]), (&json!(1), &json!(0)));
            assert_same(&answer["best"], &told(&demand, &Request { objective, ..request.clone() }));
        }
    }

    async fn the_server_gives_what_the_engine_gives_whatever_is_asked(database: TestDatabase) {
        let server = Server::start(database).await;
        let anna = server.person("Anna");
        anna.set(json!([lock("FG01", "OR", 3, 0), lock("BA03", "DO", 0, 0)])).await.accepted();
        let (demand, plain) = asked_for_the_first_scenario(&anna).await;
        for (kind, objective) in objectives() {
            for (level, constraints) in asked(objective) {
                let mut input = kind.clone();
                input["level"] = serde_json::to_value(level).expect("plain data");
                let answer = propose(&anna, input, as_input(&constraints)).await;
                let constraints = Constraints { locked: plain.constraints.locked.clone(), ..constraints };
                let request = Request { objective, level, constraints, ..plain.clone() };
                assert_eq!(answer["stopped"], false);
                match Answer::of(&demand, &request, &mut |_| ControlFlow::Continue(())).expect("well posed") {
                    Answer::Best(told) => {
                        let proof = &answer["best"]["proof"];
                        assert_eq!((&proof["complete"], told.proof.complete), (&json!(true), true), "{objective:?} {proof}");
                        assert_eq!(proof["parts"].as_u64(), Some(told.proof.parts));
                        assert_near(&proof["gap"], told.proof.gap);
                        assert_same(&answer["best"], &told);
                    }
                    Answer::Infeasible(reason) => {
                        let why = &answer["infeasible"];
                        let bounds = why["bounds"].as_array().expect("a list");
                        assert_eq!((bounds.len(), why["budget"].as_bool()), (reason.bounds.len(), Some(reason.budget)));
                        bounds.iter().zip(&reason.bounds).for_each(|(said, bound)| assert_bound(said, bound));
                        let repair = why["repair"].as_array().expect("a list");
                        assert_eq!(repair.len(), reason.repair.bounds.len());
                        for (said, relaxed) in repair.iter().zip(&reason.repair.bounds) {
                            assert_bound(&said["bound"], &relaxed.bound);
                            assert_eq!(operators(&said["operators"]), relaxed.operators);
                        }
                        let money = reason.repair.yearly_cost_cents.map(|cents| cents as f64);
                        assert_eq!(why["repairYearlyCostCents"].as_f64(), money);
                        assert_eq!(why["moves"].as_bool(), Some(reason.moves));
                        assert_eq!(why["repairMoves"].as_u64(), reason.repair.moves.map(u64::from));
                    }
                    Answer::Stopped => panic!("nobody stopped it"),
                }
            }
        }
    }
}
