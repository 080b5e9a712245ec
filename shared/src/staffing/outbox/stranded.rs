//! Edits that came too late: the scenario was no draft any more. They are kept until their writer says what becomes of them.

use super::{CellEdit, CellKey, CellValue, Outbox};

impl Outbox {
    /// The write under way was refused, because the scenario is no draft any more. Its edits, those that tabs left or that
    /// wait behind it, and those in dispute have nowhere to go: all of them are kept apart. An answer to another write is
    /// ignored.
    pub fn strand(&mut self, id: &str) {
        let Some(write) = self.sending.take_if(|write| write.id == id) else { return };
        // What a tab that is gone typed is not lost behind what was typed here without knowing of it.
        let left: Vec<CellEdit> =
            std::mem::take(&mut self.left).into_iter().flat_map(|left| left.write.edits).collect();
        let of_gone = if self.sending_left { write.edits.as_slice() } else { &[] };
        for edit in of_gone.iter().chain(&left) {
            if self.waiting.get(&edit.cell).is_some_and(|waiting| waiting.value != edit.value) {
                self.set_aside(edit.clone());
            }
        }
        self.stranded.extend(write.edits.into_iter().chain(left).map(|edit| (edit.cell, edit.value)));
        let disputes = std::mem::take(&mut self.disputes).into_iter();
        self.stranded.extend(disputes.map(|(cell, dispute)| (cell, dispute.mine)));
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        self.stranded.extend(waiting.map(|(cell, waiting)| (cell, waiting.value)));
    }

    /// Keeps values apart that were typed when the scenario was no draft any more.
    pub fn strand_typed(&mut self, values: impl IntoIterator<Item = (CellKey, CellValue)>) {
        self.stranded.extend(values);
    }

    /// The edits that came too late, by cell.
    pub fn stranded(&self) -> impl Iterator<Item = (&CellKey, CellValue)> {
        self.stranded.iter().map(|(cell, value)| (cell, *value))
    }

    /// Gives the edits that came too late away: they are written elsewhere, or dropped.
    pub fn take_stranded(&mut self) -> Vec<(CellKey, CellValue)> {
        std::mem::take(&mut self.stranded).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        code::{CpiCode, ProfileCode},
        problem::CellConflict,
    };

    fn cell(cpi: &str) -> CellKey {
        CellKey { cpi: CpiCode::new(cpi).expect("a code"), profile: ProfileCode::new("OR").expect("a code") }
    }

    fn value(operators: u32) -> CellValue {
        CellValue { operators, locked: false }
    }

    fn stranded(outbox: &Outbox) -> Vec<(CellKey, CellValue)> {
        outbox.stranded().map(|(cell, value)| (cell.clone(), value)).collect()
    }

    #[test]
    fn nothing_that_was_typed_before_the_freeze_is_lost_and_nothing_more_is_sent() {
        let mut outbox = Outbox::default();
        outbox.push(cell("FG03"), value(9), 2);
        let theirs = CellConflict {
            cell: cell("FG03"),
            seen: 0,
            revision: 3,
            operators: 1,
            locked: false,
            by: "Bruno".into(),
            at: String::new(),
        };
        outbox.overtaken(&theirs);
        outbox.push(cell("FG01"), value(1), 0);
        outbox.push(cell("FG02"), value(2), 0);
        assert!(outbox.next(|| "one".into()).is_some());
        outbox.push(cell("FG02"), value(3), 0);
        outbox.strand("another");
        assert_eq!(stranded(&outbox), [], "an answer to another write says nothing of this one");
        outbox.strand("one");
        let kept = [(cell("FG01"), value(1)), (cell("FG02"), value(3)), (cell("FG03"), value(9))];
        assert_eq!(stranded(&outbox), kept, "of a cell the newest number");
        assert!(outbox.next(|| "two".into()).is_none());
        assert!(!outbox.is_empty(), "they are still to be decided upon");
        let mut other = Outbox::default();
        other.merge(outbox.clone(), || "of a tab that is gone".into());
        assert_eq!(stranded(&other), kept, "they survive their tab");
        let mut own = Outbox::default();
        own.strand_typed([(cell("FG01"), value(4))]);
        own.merge(outbox.clone(), || "of a tab that is gone".into());
        assert_eq!(stranded(&own)[0], (cell("FG01"), value(4)), "one's own stays");
        assert_eq!((own.aside().len(), own.aside()[0].value), (1, value(1)), "and the other number is not lost");
        let text = serde_json::to_string(&outbox).expect("plain data");
        assert_eq!(serde_json::from_str::<Outbox>(&text).expect("it reads back"), outbox);
        outbox.strand_typed([(cell("FG01"), value(5))]);
        assert_eq!(outbox.take_stranded()[0], (cell("FG01"), value(5)));
        assert!(outbox.is_empty());
    }

    #[test]
    fn an_outbox_that_was_kept_before_there_were_such_edits_reads() {
        let text = r#"{"sending":null,"waiting":[],"disputes":[],"order":3}"#;
        assert!(serde_json::from_str::<Outbox>(text).is_ok_and(|outbox| outbox.is_empty()));
    }
}
