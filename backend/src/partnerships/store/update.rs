//! What is kept of a partnership is changed, it takes a step, somebody notes something.

use shared::{
    Rule,
    partnerships::{Day, Facts, Outline, State, check_step},
};
use uuid::Uuid;

use super::{
    rows::{outline_of, state_of, with_outline},
    write::{Happened, Leave, open},
};
use crate::{
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    partnerships::entity::partnership::Model,
};

/// Changes what is kept of a partnership.
#[derive(Debug)]
pub(crate) struct PartnershipUpdate {
    pub(crate) id: Uuid,
    /// The revision that the writer saw.
    pub(crate) seen: i64,
    pub(crate) outline: Outline,
    pub(crate) today: Day,
    pub(crate) leave: Leave,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnershipUpdate {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let Some(open) = open(tx, self.id, &self.leave, Some(self.seen), &self.stamp).await? else {
            return Ok(());
        };
        let signed_on = self.outline.term.signed_on;
        // What is signed keeps the day of its signature, if it had one.
        let had = outline_of(&open.before)?.term.signed_on;
        if state_of(&open.before)?.is_signed() && had.is_some() && signed_on.is_none() {
            return Err(Error::invalid("signedOn", Rule::Required));
        }
        if signed_on.is_some_and(|day| day > self.today) {
            return Err(Error::invalid("signedOn", Rule::Wrong));
        }
        let after = with_outline(open.before.clone(), &self.outline);
        open.close(tx, after, &Happened { what: "EDITED", state: None, text: "" }, &self.stamp).await
    }
}

/// Takes a step.
#[derive(Debug)]
pub(crate) struct PartnershipStep {
    pub(crate) id: Uuid,
    /// The revision that the writer saw, if it matters to them.
    pub(crate) seen: Option<i64>,
    pub(crate) to: State,
    /// The day of the signature, when the step is the signature.
    pub(crate) signed_on: Option<Day>,
    pub(crate) note: String,
    pub(crate) today: Day,
    pub(crate) leave: Leave,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnershipStep {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let Some(open) = open(tx, self.id, &self.leave, self.seen, &self.stamp).await? else { return Ok(()) };
        let (from, mut outline) = (state_of(&open.before)?, outline_of(&open.before)?);
        outline.term.signed_on = self.signed_on.or(outline.term.signed_on);
        let facts = Facts {
            signed_on: outline.term.signed_on,
            partners: open.take_part(self.today),
            today: self.today,
            note: &self.note,
        };
        check_step(from, self.to, &facts)?;
        let after = Model { state: self.to.name().to_owned(), ..with_outline(open.before.clone(), &outline.check()?) };
        let happened = Happened { what: "STEP", state: Some(self.to), text: &self.note };
        open.close(tx, after, &happened, &self.stamp).await
    }
}

/// Notes something.
#[derive(Debug)]
pub(crate) struct PartnershipNote {
    pub(crate) id: Uuid,
    pub(crate) text: String,
    pub(crate) leave: Leave,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnershipNote {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let Some(open) = open(tx, self.id, &self.leave, None, &self.stamp).await? else { return Ok(()) };
        let after = open.before.clone();
        open.close(tx, after, &Happened { what: "NOTE", state: None, text: &self.text }, &self.stamp).await
    }
}
