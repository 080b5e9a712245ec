//! Cells and bounds in words.

use shared::staffing::{
    CellKey,
    allocate::{Bound, Reroute, Scope, Shift, Side},
};

use crate::{
    allocation::plan::Plan,
    i18n::{Words, either, fill, t_string},
};

/// `Foggia · Orientatore`.
pub(in super::super) fn cell_name(words: Words, plan: &Plan, key: &CellKey) -> String {
    let cpi = plan.cpis.iter().find(|cpi| cpi.code == key.cpi).map_or(key.cpi.as_str(), |cpi| &cpi.name);
    let profile = plan.profiles.iter().find(|(code, _)| *code == key.profile);
    let profile = profile.map_or(key.profile.as_str(), |(_, name)| either(words, &name.it, &name.en));
    format!("{cpi} · {profile}")
}

/// The cells that get operators: `Foggia · Orientatore, Lucera · Docente`.
pub(super) fn shifted_to(words: Words, plan: &Plan, shifts: &[Shift]) -> String {
    let gains = shifts.iter().filter(|shift| shift.by > 0);
    gains.map(|shift| cell_name(words, plan, &shift.cell)).collect::<Vec<_>>().join(", ")
}

/// Everything that a change does: `Foggia · Orientatore +1, Lucera · Orientatore -1, 1 da Bari · Docente a Molfetta · Docente`.
pub(super) fn changes(words: Words, plan: &Plan, shifts: &[Shift], rerouted: &[Reroute]) -> String {
    let cells = shifts.iter().map(|shift| format!("{} {:+}", cell_name(words, plan, &shift.cell), shift.by));
    let moved = Some(moves(words, plan, rerouted)).filter(|moved| !moved.is_empty());
    cells.chain(moved).collect::<Vec<_>>().join(", ")
}

/// People in service who would move more or fewer: `1 da Foggia · Orientatore a Lucera · Orientatore`.
pub(super) fn moves(words: Words, plan: &Plan, rerouted: &[Reroute]) -> String {
    let one = |of: &Reroute| {
        let text =
            if of.by < 0 { t_string!(words, proposal.moves_fewer) } else { t_string!(words, proposal.moves_one) };
        let (from, to) = (cell_name(words, plan, &of.from), cell_name(words, plan, &of.to));
        fill(text, &[("n", &of.by.unsigned_abs().to_string()), ("from", &from), ("to", &to)])
    };
    rerouted.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `Provincia di Foggia: almeno 12`.
pub(super) fn bound(words: Words, plan: &Plan, bound: &Bound) -> String {
    let of = match &bound.scope {
        Scope::HeadCount => t_string!(words, allocation.head_count).to_owned(),
        Scope::Profile { profile } => {
            let known = plan.profiles.iter().find(|(code, _)| code == profile);
            known.map_or(profile.as_str(), |(_, name)| either(words, &name.it, &name.en)).to_owned()
        }
        Scope::Province { province } => {
            let known = plan.provinces.iter().find(|known| known.code == province.as_str());
            let name = known.map_or(province.as_str(), |known| &known.name);
            fill(t_string!(words, proposal.of_province), &[("province", name)])
        }
        Scope::Cpi { cpi } => {
            plan.cpis.iter().find(|known| known.code == *cpi).map_or(cpi.as_str(), |known| &known.name).to_owned()
        }
        Scope::Cell { cell } => cell_name(words, plan, cell),
        Scope::Lock { cell } => {
            fill(t_string!(words, proposal.locked_cell), &[("cell", &cell_name(words, plan, cell))])
        }
    };
    let n = bound.operators.to_string();
    let side = match bound.side {
        Side::AtLeast => fill(t_string!(words, proposal.at_least), &[("n", &n)]),
        Side::AtMost => fill(t_string!(words, proposal.at_most), &[("n", &n)]),
    };
    format!("{of}: {side}")
}
