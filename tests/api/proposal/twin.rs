//! The server's proposal beside the engine's own, from the same numbers asked through the API.

use std::ops::ControlFlow;

use serde_json::{Value, json};
use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{Answer, Demand, Lock, Objective, Request, Told},
    },
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
        sizing { availableHours cpis { cpi { code province { code } } cells { profile { code } load { required have } } } } }";
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
    (Demand { profiles, cpis, available_hours, required, have, present }, request)
}

fn told(demand: &Demand, request: &Request) -> Told {
    match Answer::of(demand, request, &mut |_| ControlFlow::Continue(())).expect("well posed") {
        Answer::Best(told) => *told,
        Answer::Infeasible(reason) => panic!("{reason:?}"),
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
    assert_eq!(measures["yearlyCostCents"].as_f64(), Some(expected.yearly_cost_cents as f64));
    assert_near(&measures["worstPressure"], expected.worst_pressure);
    assert_near(&measures["unmetHours"], Some(expected.unmet_hours));
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
    assert_eq!(best["prices"].as_array().map(Vec::len), Some(told.prices.len()));
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
}
