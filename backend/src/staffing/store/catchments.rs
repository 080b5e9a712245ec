//! Municipalities that go to another job centre from a day on. The map is a part of the base: it has the figures' topic and revision.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::{
    Problem, Rule,
    code::{CpiCode, MunicipalityCode},
    identity::{Permit, policy::act::EditFigures},
    problem::Fields,
    staffing::catchment::{Change, Refusal},
};

use crate::{
    audit::{Record, append},
    changes::{FIGURES, Topic, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Error, Result},
    rome::{day_in_rome, day_of},
    staffing::body::FiguresBody,
    territory::{
        Borders, ChangeRow, CpiRow, Moment, borders_read_whole, catchment_change_delete, catchment_change_put,
        cpi_list_all,
    },
};

/// What the register calls them.
const RECORD: &str = "catchment";

/// Puts moves in force from a day on, all or none. Gives the revision of the figures that it made.
#[derive(Debug)]
pub(crate) struct CatchmentsSet {
    pub(crate) from: NaiveDate,
    /// The act, or a note.
    pub(crate) note: String,
    /// Each municipality once, in the order in which they were named.
    pub(crate) moves: Vec<(MunicipalityCode, CpiCode)>,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditFigures>,
    pub(crate) stamp: WriteStamp,
}

impl Write for CatchmentsSet {
    type Done = i64;

    async fn run(&self, tx: &Tx) -> Result<i64> {
        let topic = topic_lock(tx, FIGURES).await?.ok_or_else(|| Error::fault("moving borders", "never seeded"))?;
        if let Some(before) = seen_write(tx, Some(FIGURES), &self.stamp).await? {
            return Ok(before.revision);
        }
        let today = day_in_rome(self.stamp.at);
        if self.from < today {
            return Err(Error::invalid("validFrom", Rule::TooEarly { earliest: today.to_string() }));
        }
        let (cpis, borders) = (cpi_list_all(tx).await?, borders_read_whole(tx).await?);
        self.check(&cpis, &borders, topic.next())?;
        let (was, then) = (self.was(&borders), Moment { day: self.from, known: None });
        let rows: Vec<ChangeRow> = self
            .moves
            .iter()
            // Whoever is there already is not moved, unless by what is still to come: that may be withdrawn.
            .filter(|(town, cpi)| {
                let is_there = was.get(town.as_str()).is_some_and(|was| was == cpi.as_str());
                !is_there || borders.change_of(town.as_str(), &then).is_some_and(|change| change.valid_from > today)
            })
            .map(|(town, cpi)| self.row(town, cpi, topic.next()))
            .collect();
        if rows.is_empty() {
            return Err(Error::invalid("moves", Rule::Required));
        }
        catchment_change_put(tx, &rows).await?;
        let record = Record::new(RECORD, topic.next().to_string(), None::<&()>, Some(&told(&rows, &was)))?;
        append(tx, &self.stamp, vec![record]).await?;
        logged(tx, topic, &self.stamp).await
    }
}

impl CatchmentsSet {
    /// The job centre of each municipality on that day, as long as nothing is moved.
    fn was(&self, borders: &Borders) -> BTreeMap<String, String> {
        let at = Moment { day: self.from, known: None };
        borders.towns.iter().map(|town| (town.istat.clone(), borders.cpi_of(town, &at).to_owned())).collect()
    }

    /// The map of that day, and of every day after it on which something changes, must be one.
    fn check(&self, cpis: &[CpiRow], borders: &Borders, made: i64) -> Result<()> {
        let day = day_of(self.from)?;
        let made = made.unsigned_abs();
        let new = self.moves.iter().map(|(town, cpi)| Change { town: town.clone(), cpi: cpi.clone(), from: day, made });
        let changes: Vec<Change> = borders.changes().iter().cloned().chain(new).collect();
        let refused = borders.catchments(cpis)?.refused_from(&changes, day);
        if refused.is_empty() {
            return Ok(());
        }
        let mut fields = Fields::default();
        let mut is_named = false;
        for (index, (town, cpi)) in self.moves.iter().enumerate() {
            let Some(why) = refused.get(town) else { continue };
            let is_cpi = cpis.iter().any(|row| row.code == cpi.as_str());
            let field = if *why == Refusal::Unknown && !is_cpi { "cpi" } else { "municipality" };
            fields.push(format!("moves.{index}.{field}"), rule_of(*why));
            is_named = true;
        }
        // A centre may be left with nobody though those who go came from elsewhere: then it is all of them together.
        let of_all = refused.values().next().filter(|_| !is_named).map(|why| rule_of(*why));
        fields.check("moves", of_all);
        Ok(fields.finish()?)
    }

    fn row(&self, town: &MunicipalityCode, cpi: &CpiCode, made: i64) -> ChangeRow {
        ChangeRow {
            made,
            municipality: town.to_string(),
            cpi: cpi.to_string(),
            valid_from: self.from,
            note: self.note.clone(),
            by: self.stamp.by.clone(),
            at: self.stamp.at,
        }
    }
}

/// Takes back what is to come. Gives the revision of the figures that it made.
#[derive(Debug)]
pub(crate) struct CatchmentsWithdraw {
    /// The revision that the change made, by which it is named.
    pub(crate) made: i64,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditFigures>,
    pub(crate) stamp: WriteStamp,
}

impl Write for CatchmentsWithdraw {
    type Done = i64;

    async fn run(&self, tx: &Tx) -> Result<i64> {
        let topic = topic_lock(tx, FIGURES).await?.ok_or_else(|| Error::fault("moving borders", "never seeded"))?;
        if let Some(before) = seen_write(tx, Some(FIGURES), &self.stamp).await? {
            return Ok(before.revision);
        }
        let (cpis, borders) = (cpi_list_all(tx).await?, borders_read_whole(tx).await?);
        let rows: Vec<ChangeRow> = borders.rows.iter().filter(|row| row.made == self.made).cloned().collect();
        let from = rows.first().map(|row| row.valid_from);
        let from = from.ok_or_else(|| Error::invalid("revision", Rule::Unknown))?;
        // Somebody may have been sized, or approved, by what is in force.
        if from <= day_in_rome(self.stamp.at) {
            return Err(Error::invalid("revision", Rule::NotNow));
        }
        let made = self.made.unsigned_abs();
        let left: Vec<Change> = borders.changes().iter().filter(|change| change.made != made).cloned().collect();
        if !borders.catchments(&cpis)?.refused_from(&left, day_of(from)?).is_empty() {
            // What was decided after it rests on it.
            return Err(Problem::invalid("revision", Rule::Last).into());
        }
        catchment_change_delete(tx, self.made).await?;
        let record = Record::new(RECORD, self.made.to_string(), Some(&told(&rows, &BTreeMap::new())), None::<&()>)?;
        append(tx, &self.stamp, vec![record]).await?;
        logged(tx, topic, &self.stamp).await
    }
}

async fn logged(tx: &Tx, topic: Topic, stamp: &WriteStamp) -> Result<i64> {
    change_append(tx, topic, stamp, &FiguresBody { figures: Vec::new(), catchments: true }).await
}

/// The rule that a move breaks.
fn rule_of(why: Refusal) -> Rule {
    match why {
        Refusal::Unknown => Rule::Unknown,
        // The centre would have to go along.
        Refusal::Seat => Rule::NotNow,
        Refusal::Last => Rule::Last,
    }
}

/// What the register keeps of a change.
fn told(rows: &[ChangeRow], was: &BTreeMap<String, String>) -> Value {
    let one = |row: &ChangeRow| json!({ "municipality": row.municipality, "from": was.get(&row.municipality), "to": row.cpi });
    let first = rows.first();
    json!({
        "validFrom": first.map(|row| row.valid_from),
        "note": first.map(|row| &row.note),
        "moves": rows.iter().map(one).collect::<Vec<Value>>(),
    })
}
