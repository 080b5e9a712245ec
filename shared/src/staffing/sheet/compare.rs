//! What a sheet that was read would change in a scenario.

use std::collections::BTreeMap;

use super::{
    super::{CellKey, CellValue},
    Change, Fault, MAX_FAULTS, Read, Reading, Since, Why,
};
use crate::code::CpiCode;

/// What a cell holds now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Its value.
    pub value: CellValue,
    /// Who set it last.
    pub by: String,
}

/// Compares the numbers of a sheet with a scenario's cells, as they are now and as they were when the sheet was made.
///
/// A number that is the one of that time was left alone by whoever edited the sheet: it takes back nothing that somebody changed
/// since. `made_from` is the revision and its cells; `None` when it is not known, and then what is there now stands for it.
/// A cell that is in neither table holds nothing. `may` says at which CPIs the reader may place operators.
pub fn compare(
    read: Read,
    revision: u64,
    now: &BTreeMap<CellKey, Held>,
    made_from: Option<(u64, &BTreeMap<CellKey, CellValue>)>,
    may: impl Fn(&CpiCode) -> bool,
) -> Reading {
    let mut told = Reading {
        sheet: read.sheet,
        revision,
        made_from: made_from.map(|(revision, _)| revision),
        read: u32::try_from(read.numbers.len()).unwrap_or(u32::MAX),
        faults: read.faults,
        ..Reading::default()
    };
    for typed in read.numbers {
        let nothing = Held::default();
        let held = now.get(&typed.cell).unwrap_or(&nothing);
        let before = held.value.operators;
        let was = made_from.map_or(before, |(_, then)| then.get(&typed.cell).copied().unwrap_or_default().operators);
        if typed.operators == was || typed.operators == before {
            continue;
        }
        let refused = if !may(&typed.cell.cpi) {
            Some(Why::NotYours)
        } else if held.value.locked {
            Some(Why::Locked)
        } else {
            None
        };
        match refused {
            Some(why) => told.faults.push(Fault::at(typed.address, &typed.operators.to_string(), why)),
            None => told.changes.push(Change {
                since: (was != before).then(|| Since { was, by: held.by.clone() }),
                cell: typed.cell,
                address: typed.address,
                before,
                after: typed.operators,
            }),
        }
    }
    told.more_faults = u32::try_from(told.faults.len().saturating_sub(MAX_FAULTS)).unwrap_or(u32::MAX);
    told.faults.truncate(MAX_FAULTS);
    told
}
