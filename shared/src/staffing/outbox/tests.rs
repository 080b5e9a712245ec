//! The outbox against a server that is told everything, sometimes twice, and whose answers get lost.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::{
    code::{CpiCode, ProfileCode},
    problem::{Problem, Rule},
};

/// Few cells, so that people meet in them.
const CELLS: u32 = 4;

fn cell(number: u32) -> CellKey {
    CellKey {
        cpi: CpiCode::new(format!("FG{number:02}")).expect("a code"),
        profile: ProfileCode::new("OR").expect("a code"),
    }
}

fn value(operators: u32) -> CellValue {
    CellValue { operators, locked: false }
}

/// The server's rules: a batch whole or not at all, an older revision refused, a write id applied once.
#[derive(Default)]
struct Server {
    revision: u64,
    cells: BTreeMap<CellKey, (CellValue, u64, String)>,
    applied: BTreeMap<String, u64>,
    /// How often each cell took each number from me.
    taken: BTreeMap<(CellKey, u32), u32>,
}

impl Server {
    fn conflict(&self, cell: &CellKey, seen: u64) -> Option<CellConflict> {
        let (now, revision, by) = self.cells.get(cell)?;
        (*revision != seen).then(|| CellConflict {
            cell: cell.clone(),
            seen,
            revision: *revision,
            operators: now.operators,
            locked: now.locked,
            by: by.clone(),
            at: String::new(),
        })
    }

    fn write(&mut self, write: &Write) -> Result<u64, Vec<CellConflict>> {
        if let Some(&revision) = self.applied.get(&write.id) {
            return Ok(revision);
        }
        let conflicts: Vec<CellConflict> =
            write.edits.iter().filter_map(|edit| self.conflict(&edit.cell, edit.seen)).collect();
        if !conflicts.is_empty() {
            return Err(conflicts);
        }
        self.revision += 1;
        self.applied.insert(write.id.clone(), self.revision);
        for edit in &write.edits {
            *self.taken.entry((edit.cell.clone(), edit.value.operators)).or_default() += 1;
            self.cells.insert(edit.cell.clone(), (edit.value, self.revision, "me".into()));
        }
        Ok(self.revision)
    }

    fn other(&mut self, cell: &CellKey, operators: u32) -> CellConflict {
        self.revision += 1;
        self.cells.insert(cell.clone(), (value(operators), self.revision, "Bruno".into()));
        self.conflict(cell, u64::MAX).expect("it was just written")
    }
}

/// What may happen.
#[derive(Clone, Debug)]
enum Happening {
    /// I type into a cell.
    Type(u32),
    /// A write goes out; its answer arrives or is lost.
    Send { answered: bool },
    /// Someone else writes a cell; I hear of it or not.
    Other { cell: u32, heard: bool },
    /// The page is loaded again.
    Reload,
    /// The tab is closed, and another is opened.
    Close,
    /// What the tab that was closed first left is taken over.
    Adopt,
    /// I decide a dispute.
    Settle { cell: u32, mine: bool },
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0..CELLS).prop_map(Happening::Type),
        4 => any::<bool>().prop_map(|answered| Happening::Send { answered }),
        2 => (0..CELLS, any::<bool>()).prop_map(|(cell, heard)| Happening::Other { cell, heard }),
        1 => Just(Happening::Reload),
        1 => Just(Happening::Close),
        2 => Just(Happening::Adopt),
        2 => (0..CELLS, any::<bool>()).prop_map(|(cell, mine)| Happening::Settle { cell, mine }),
    ]
}

/// A browser and its server. Every number that is typed is another one, so that each can be followed.
#[derive(Default)]
struct World {
    server: Server,
    outbox: Outbox,
    /// What closed tabs left, the oldest first.
    closed: VecDeque<Outbox>,
    /// The revision of each cell that the page knows.
    known: BTreeMap<CellKey, u64>,
    /// The last number typed into each cell, unless it was given up for theirs.
    mine: BTreeMap<CellKey, u32>,
    typed: u32,
    ids: u32,
}

impl World {
    fn send(&mut self, answered: bool) {
        let ids = &mut self.ids;
        let Some(write) = self.outbox.next(|| {
            *ids += 1;
            format!("w{ids}")
        }) else {
            return;
        };
        let write = write.clone();
        let answer = self.server.write(&write);
        if !answered {
            return;
        }
        match answer {
            Ok(revision) => {
                self.outbox.accepted(&write.id, revision);
                for edit in &write.edits {
                    let known = self.known.entry(edit.cell.clone()).or_default();
                    *known = revision.max(*known);
                }
            }
            Err(conflicts) => {
                for conflict in &conflicts {
                    self.known.insert(conflict.cell.clone(), conflict.revision);
                }
                self.outbox.refused(&write.id, conflicts);
            }
        }
    }

    fn happen(&mut self, happening: &Happening) {
        match happening {
            Happening::Type(number) => {
                self.typed += 1;
                let seen = self.known.get(&cell(*number)).copied().unwrap_or_default();
                self.outbox.push(cell(*number), value(self.typed), seen);
                self.mine.insert(cell(*number), self.typed);
            }
            Happening::Send { answered } => self.send(*answered),
            Happening::Other { cell: number, heard } => {
                let theirs = self.server.other(&cell(*number), 1_000_000);
                if *heard {
                    self.known.insert(cell(*number), theirs.revision);
                    self.outbox.overtaken(&theirs);
                }
            }
            Happening::Reload => {
                let kept = serde_json::to_string(&self.outbox).expect("an outbox is plain data");
                self.outbox = serde_json::from_str(&kept).expect("it reads back");
            }
            Happening::Close => {
                self.closed.push_back(std::mem::take(&mut self.outbox));
                self.known = self.server.cells.iter().map(|(key, (_, revision, _))| (key.clone(), *revision)).collect();
            }
            Happening::Adopt => {
                if let Some(gone) = self.closed.pop_front() {
                    self.ids += 1;
                    self.outbox.merge(gone, || format!("w{}", self.ids));
                }
            }
            Happening::Settle { cell: number, mine } => {
                let disputed = self.outbox.disputes().find(|(key, _)| **key == cell(*number));
                let Some(disputed) = disputed.map(|(_, dispute)| dispute.mine.operators) else { return };
                self.outbox.settle(&cell(*number), *mine);
                // A decision is as good as typing.
                if *mine {
                    self.mine.insert(cell(*number), disputed);
                } else {
                    self.mine.remove(&cell(*number));
                }
            }
        }
    }

    /// Where my last number of a cell is: on the server, waiting, or in a dispute.
    fn is_somewhere(&self, key: &CellKey, operators: u32) -> bool {
        let kept = |outbox: &Outbox| {
            outbox.pending(key) == Some(value(operators))
                || outbox
                    .writes()
                    .flat_map(|write| &write.edits)
                    .any(|edit| edit.cell == *key && edit.value == value(operators))
                || outbox.disputes().any(|(at, dispute)| at == key && dispute.mine == value(operators))
                || outbox.aside().iter().any(|aside| aside.cell == *key && aside.value == value(operators))
        };
        kept(&self.outbox) || self.closed.iter().any(kept) || self.server.taken.contains_key(&(key.clone(), operators))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_typed_is_lost_or_applied_twice(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut world = World::default();
        for happening in &happenings {
            world.happen(happening);
            for (key, &operators) in &world.mine {
                prop_assert!(world.is_somewhere(key, operators), "{operators} of {key:?} after {happening:?}");
            }
            prop_assert!(world.server.taken.values().all(|&times| times == 1));
        }
        // The line is good again: everything goes out, and what was disputed is decided for me.
        while !world.closed.is_empty() {
            world.happen(&Happening::Adopt);
        }
        for _ in 0..80 {
            world.outbox.retry();
            for number in 0..CELLS {
                world.happen(&Happening::Settle { cell: number, mine: true });
            }
            world.send(true);
        }
        prop_assert!(world.outbox.is_empty());
        for (key, operators) in &world.mine {
            prop_assert!(world.server.taken.contains_key(&(key.clone(), *operators)), "{operators} of {key:?} never arrived");
        }
        prop_assert!(world.server.taken.values().all(|&times| times == 1));
    }
}

#[test]
fn a_batch_is_sent_again_under_the_same_id_until_it_is_answered() {
    let mut outbox = Outbox::default();
    outbox.push(cell(1), value(3), 0);
    let first = outbox.next(|| "a".into()).cloned();
    outbox.push(cell(1), value(4), 0);
    assert_eq!(outbox.next(|| "b".into()).cloned(), first, "the answer may only be lost");
    outbox.accepted("a", 7);
    let second = outbox.next(|| "b".into()).cloned().expect("the newer number waits");
    assert_eq!((second.edits[0].value, second.edits[0].seen), (value(4), 7), "it was typed over my own write");
    outbox.accepted("a", 7);
    assert!(outbox.pending(&cell(1)).is_some(), "an old answer is not this one's");
}

#[test]
fn a_number_set_aside_does_not_take_the_place_of_a_later_one_under_way() {
    let mut outbox = Outbox::default();
    outbox.push(cell(1), value(2), 0);
    let first = outbox.next(|| "a".into()).map(|write| write.id.clone());
    outbox.rejected("a", &Problem::invalid("edits.0", Rule::Unknown));
    assert_eq!((first.as_deref(), outbox.aside().len()), (Some("a"), 1));
    let mut other = Outbox::default();
    other.push(cell(1), value(4), 0);
    other.push(cell(2), value(5), 0);
    other.next(|| "b".into());
    other.merge(outbox, || "c".into());
    assert_eq!(other.aside().len(), 1);
    other.retry();
    let conflict = Server::default().other(&cell(2), 9);
    other.refused("b", vec![conflict]);
    assert_eq!(other.pending(&cell(1)), Some(value(4)), "the later number waits again");
    assert_eq!(other.aside().len(), 1, "the earlier one is still there");
}

#[test]
fn a_refused_batch_keeps_both_numbers_and_sends_the_rest() {
    let mut outbox = Outbox::default();
    outbox.push(cell(1), value(3), 0);
    outbox.push(cell(2), value(5), 0);
    outbox.next(|| "a".into());
    let theirs = CellConflict {
        cell: cell(1),
        seen: 0,
        revision: 9,
        operators: 8,
        locked: false,
        by: "Bruno".into(),
        at: String::new(),
    };
    outbox.refused("a", vec![theirs.clone()]);
    let disputes: Vec<_> = outbox.disputes().map(|(key, dispute)| (key.clone(), dispute.clone())).collect();
    assert_eq!(disputes, [(cell(1), Dispute { mine: value(3), theirs })]);
    let rest = outbox.next(|| "b".into()).cloned().expect("the other edit goes on");
    assert_eq!(rest.edits.iter().map(|edit| edit.cell.clone()).collect::<Vec<_>>(), [cell(2)]);
    outbox.accepted("b", 10);
    outbox.settle(&cell(1), true);
    let mine = outbox.next(|| "c".into()).cloned().expect("I kept mine");
    assert_eq!((mine.edits[0].value, mine.edits[0].seen), (value(3), 9), "over what I was shown");
}

fn theirs(number: u32, revision: u64, operators: u32) -> CellConflict {
    CellConflict {
        cell: cell(number),
        seen: 0,
        revision,
        operators,
        locked: false,
        by: "Bruno".into(),
        at: String::new(),
    }
}

#[test]
fn a_closed_tabs_edit_goes_out_over_what_its_writer_saw() {
    let mut gone = Outbox::default();
    gone.push(cell(1), value(5), 3);
    let mut here = Outbox::default();
    here.merge(gone, || "a".into());
    assert_eq!(here.pending(&cell(1)), Some(value(5)));
    let write = here.next(|| "b".into()).cloned().expect("it goes out");
    assert_eq!((write.id.as_str(), write.edits[0].seen), ("a", 3), "not over what is known now");
    here.refused("a", vec![theirs(1, 9, 8)]);
    assert_eq!(here.disputes().count(), 1, "Bruno's newer number is not overwritten unseen");
}

#[test]
fn a_closed_tabs_write_keeps_its_id_so_that_it_is_applied_once() {
    let mut gone = Outbox::default();
    gone.push(cell(1), value(5), 3);
    gone.next(|| "a".into());
    gone.push(cell(1), value(6), 3);
    let mut here = Outbox::default();
    here.push(cell(2), value(1), 0);
    here.merge(gone, || "b".into());
    assert_eq!(here.next(String::new).map(|write| write.id.clone()), Some("a".into()));
    here.accepted("a", 7);
    let second = here.next(String::new).cloned().expect("what waited there");
    assert_eq!((second.id.as_str(), second.edits[0].value, second.edits[0].seen), ("b", value(6), 7));
    here.accepted("b", 8);
    assert_eq!(here.next(|| "mine".into()).map(|write| write.id.clone()), Some("mine".into()));
}

#[test]
fn a_closed_tabs_dispute_stays_a_dispute() {
    let mut gone = Outbox::default();
    gone.push(cell(1), value(5), 3);
    gone.overtaken(&theirs(1, 9, 8));
    let mut here = Outbox::default();
    here.merge(gone, String::new);
    assert_eq!(here.disputes().map(|(_, dispute)| dispute.mine).collect::<Vec<_>>(), [value(5)]);
    assert_eq!(here.next(String::new), None, "nothing is decided unasked");
}

#[test]
fn a_refusal_that_names_cells_sets_those_aside_and_sends_the_rest() {
    let mut outbox = Outbox::default();
    for number in 1..=3 {
        outbox.push(cell(number), value(number), 0);
    }
    outbox.next(|| "a".into());
    let why = Problem::invalid("edits.1.cpi", Rule::NotYours);
    outbox.rejected("a", &why);
    assert_eq!(outbox.aside().iter().map(|aside| aside.cell.clone()).collect::<Vec<_>>(), [cell(2)]);
    let kept = serde_json::to_string(&outbox).expect("an outbox is plain data");
    let mut outbox: Outbox = serde_json::from_str(&kept).expect("it reads back");
    let rest = outbox.next(|| "b".into()).cloned().expect("the others go on");
    assert_eq!(rest.edits.iter().map(|edit| edit.cell.clone()).collect::<Vec<_>>(), [cell(1), cell(3)]);
    outbox.accepted("b", 4);
    assert!(!outbox.is_empty(), "the refused number is kept");
    outbox.retry();
    let again = outbox.next(|| "c".into()).cloned().expect("it is tried again");
    assert_eq!((again.edits[0].value, again.edits[0].seen), (value(2), 0));
    outbox.rejected("c", &Problem::Forbidden);
    assert_eq!(outbox.aside().len(), 1, "a refusal of the whole names no cell");
    outbox.drop_aside();
    assert!(outbox.is_empty());
}

#[test]
fn an_outbox_of_an_earlier_program_reads() {
    let old = r#"{"sending":null,"waiting":[],"disputes":[],"order":0}"#;
    assert_eq!(serde_json::from_str::<Outbox>(old).ok(), Some(Outbox::default()));
}

#[test]
fn a_lock_that_is_brought_back_goes_out_with_its_reason() {
    let locked = CellValue { operators: 3, locked: true };
    let mut outbox = Outbox::default();
    outbox.push(cell(1), locked, 7);
    outbox.explain(cell(1), "sede unica".into());
    let mut kept: Outbox = serde_json::from_str(&serde_json::to_string(&outbox).expect("JSON")).expect("an outbox");
    let reason = |write: Option<&Write>| write.and_then(|write| write.edits[0].reason.clone());
    assert_eq!(reason(kept.next(|| "a".into())).as_deref(), Some("sede unica"));
    // Refused for another cell's sake it waits again, and goes out whole.
    kept.refused("a", Vec::new());
    assert_eq!(reason(kept.next(|| "c".into())).as_deref(), Some("sede unica"));
    outbox.push(cell(1), value(4), 7);
    outbox.explain(cell(1), "aperta".into());
    assert_eq!(reason(outbox.next(|| "b".into())), None, "what is open has none");
}
