//! Every state with every step and every part: what is possible, for whom, and that nothing else is.

use super::*;
use crate::identity::{Grant, Role};

fn standing(state: State, archived: bool) -> Standing {
    Standing { state, archived, by: "Anna".into(), at: "2026-11-25T10:00:00.000Z".into() }
}

fn actors() -> Vec<(&'static str, Actor)> {
    let person = |role, scope| {
        let grant = Grant::new(role, scope).expect("it is a grant");
        Actor { account: Some("a".into()), grants: vec![grant], token: None }
    };
    vec![
        ("visitor", Actor::default()),
        ("reader", person(Role::Reader, None)),
        ("partner", person(Role::Partner, Some("ORG-001"))),
        ("partner's administrator", person(Role::Administrator, Some("ORG-001"))),
        ("head", person(Role::CpiHead, Some("FG01"))),
        ("coordinator", person(Role::Coordinator, Some("FG"))),
        ("planner", person(Role::Planner, None)),
        ("administrator", person(Role::Administrator, None)),
    ]
}

#[test]
fn the_way_has_these_steps_and_no_other() {
    let possible = [
        (State::Draft, Step::Propose, State::Proposed),
        (State::Proposed, Step::SendBack, State::Draft),
        (State::Proposed, Step::Approve, State::Approved),
        (State::Approved, Step::PutInForce, State::InForce),
        (State::InForce, Step::Supersede, State::Approved),
    ];
    for state in State::ALL {
        for step in Step::ALL {
            let expected = possible.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(.., to)| *to);
            let after = standing(state, false).after(step);
            match step {
                Step::Archive if state != State::InForce => assert_eq!(after, Ok((state, true))),
                _ => match expected {
                    Some(to) => assert_eq!(after, Ok((to, false)), "{state:?} {step:?}"),
                    None => {
                        assert_eq!(after, Err(Problem::WrongState(standing(state, false))), "{state:?} {step:?}");
                    }
                },
            }
            let archived = standing(state, true).after(step);
            match step {
                Step::Restore => assert_eq!(archived, Ok((state, false))),
                _ => assert_eq!(archived, Err(Problem::WrongState(standing(state, true))), "{state:?} {step:?}"),
            }
        }
    }
}

#[test]
fn only_a_draft_that_is_not_put_away_is_changed() {
    for state in State::ALL {
        for archived in [false, true] {
            let open = state == State::Draft && !archived;
            assert_eq!(standing(state, archived).is_open(), open, "{state:?} {archived}");
            assert_eq!(standing(state, archived).check_open().is_ok(), open, "{state:?} {archived}");
        }
    }
}

#[test]
fn from_approved_no_step_leads_back_to_what_can_be_changed() {
    let mut reached = vec![standing(State::Approved, false)];
    let mut next = 0;
    while let Some(from) = reached.get(next).cloned() {
        next += 1;
        assert!(!from.is_open(), "{from:?}");
        for (state, archived) in Step::ALL.into_iter().filter_map(|step| from.after(step).ok()) {
            let to = standing(state, archived);
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
    }
    assert_eq!(reached.len(), 3, "approved, put away, in force");
}

#[test]
fn a_coordinator_proposes_and_only_a_planner_does_the_rest() {
    for (name, actor) in actors() {
        for step in Step::ALL {
            let may = match step {
                Step::Supersede => false,
                Step::Propose => ["coordinator", "planner"].contains(&name),
                _ => name == "planner",
            };
            let asked = StepLeave::ask(&actor, step);
            assert_eq!(asked.is_ok(), may, "{name} {step:?}");
            match asked {
                Ok(leave) => assert_eq!(leave.step(), step),
                Err(Problem::SignedOut) => assert_eq!(name, "visitor"),
                Err(problem) => assert_eq!(problem, Problem::Forbidden, "{name} {step:?}"),
            }
        }
    }
}

#[test]
fn a_note_is_trimmed_and_sending_back_wants_one() {
    assert_eq!(Step::Approve.checked_note("  "), Ok(None));
    assert_eq!(Step::Approve.checked_note(" DGR 12\n del 3 marzo "), Ok(Some("DGR 12\n del 3 marzo".into())));
    assert_eq!(Step::SendBack.checked_note(" \n "), Err(Rule::Required));
    assert_eq!(Step::Approve.checked_note("a\u{0}b"), Err(Rule::Unknown));
    assert_eq!(Step::Approve.checked_note(&"x".repeat(MAX_NOTE + 1)), Err(Rule::TooLong { max: MAX_NOTE as u32 }));
}

#[test]
fn names_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_name(state.name()), Some(state));
        assert_eq!(serde_json::to_value(state).expect("plain data"), state.name());
    }
    for step in Step::ALL {
        assert_eq!(serde_json::to_value(step).expect("plain data"), step.name());
    }
    assert_eq!(State::from_name("APPROVATA"), None);
    let problem = serde_json::to_value(Problem::WrongState(standing(State::Approved, false))).expect("plain data");
    assert_eq!(
        (&problem["code"], &problem["state"], &problem["by"]),
        (&"WRONG_STATE".into(), &"APPROVED".into(), &"Anna".into())
    );
}
