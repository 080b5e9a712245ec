//! Changes of the catchments with their days, as partners see them.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject, connection::Connection};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use shared::{
    Rule,
    code::{CpiCode, MunicipalityCode},
    identity::Resource,
    problem::Fields,
    staffing::{catchment::MAX_MOVES, scenario::checked_note},
};

use crate::{
    changes::FIGURES,
    cx::Cx,
    error::Result,
    graphql::{
        int,
        page::{Cursor, Position, connect, cost},
    },
    page::Page,
    rome::{day_in_rome, day_of},
    staffing::store::{CatchmentsSet, CatchmentsWithdraw},
    territory::{
        Borders, ChangeRow,
        graphql::{Cpi, Municipality, borders, cpi_get},
    },
};

/// Municipalities that were put under other job centres by one act, from one day on.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CatchmentChange {
    /// The revision of the figures that it made, by which it is named.
    revision: i32,
    /// The first day on which it holds.
    valid_from: NaiveDate,
    /// On what it rests: the act, or a note.
    note: String,
    by: String,
    at: DateTime<Utc>,
    /// Whether its day is still to come: then it can be withdrawn.
    is_to_come: bool,
    #[graphql(skip)]
    rows: Vec<ChangeRow>,
}

#[ComplexObject]
impl CatchmentChange {
    /// The municipalities that it moves, by ISTAT code.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn moves(&self, ctx: &Context<'_>) -> Result<Vec<CatchmentMove>> {
        let borders = borders(ctx).await?;
        let mut moves = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let Some(town) = borders.towns.iter().find(|town| town.istat == row.municipality) else { continue };
            moves.push(CatchmentMove {
                municipality: Municipality(town.clone()),
                from: cpi_get(ctx, before(&borders, row).unwrap_or(&town.cpi)).await?,
                to: cpi_get(ctx, &row.cpi).await?,
            });
        }
        Ok(moves)
    }
}

/// The job centre to which a municipality was moved before this.
fn before<'a>(borders: &'a Borders, row: &ChangeRow) -> Option<&'a str> {
    let place = |of: &ChangeRow| (of.valid_from, of.made);
    let earlier = borders.rows.iter().filter(|of| of.municipality == row.municipality && place(of) < place(row));
    earlier.max_by_key(|of| place(of)).map(|of| &*of.cpi)
}

/// A municipality that goes from one job centre to another.
#[derive(SimpleObject)]
pub(crate) struct CatchmentMove {
    municipality: Municipality,
    /// The one that serves it until then.
    from: Cpi,
    /// The one that serves it from then on.
    to: Cpi,
}

/// The changes, those that were decided last first.
fn grouped(borders: &Borders, today: NaiveDate) -> Vec<CatchmentChange> {
    let groups = borders.rows.chunk_by(|one, other| one.made == other.made);
    let told = groups.filter_map(|rows| {
        let first = rows.first()?;
        Some(CatchmentChange {
            revision: int(first.made),
            valid_from: first.valid_from,
            note: first.note.clone(),
            by: first.by.clone(),
            at: first.at,
            is_to_come: first.valid_from > today,
            rows: rows.to_vec(),
        })
    });
    told.rev().collect()
}

/// Moves to put in force.
#[derive(InputObject, Serialize)]
pub(crate) struct CatchmentsSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// The first day, today in Rome or later.
    valid_from: NaiveDate,
    /// On what it rests: the act, or a note; at most 500 characters.
    note: String,
    moves: Vec<CatchmentMoveInput>,
}

/// A municipality that is to go to another job centre.
#[derive(InputObject, Serialize)]
pub(crate) struct CatchmentMoveInput {
    /// Its ISTAT code.
    municipality: String,
    /// Code of the CPI that is to serve it.
    cpi: String,
}

impl CatchmentsSetInput {
    fn parse(&self) -> Result<(String, Vec<(MunicipalityCode, CpiCode)>)> {
        let mut fields = Fields::default();
        fields.check("validFrom", day_of(self.valid_from).is_err().then_some(Rule::Unknown));
        let note = checked_note(&self.note).and_then(|note| note.ok_or(Rule::Required));
        fields.check("note", note.as_ref().err().cloned());
        fields.check("moves", self.moves.is_empty().then_some(Rule::Required));
        let most = Rule::TooLong { max: MAX_MOVES as u32 };
        fields.check("moves", (self.moves.len() > MAX_MOVES).then_some(most));
        let mut moves: Vec<(MunicipalityCode, CpiCode)> = Vec::new();
        for (index, of) in self.moves.iter().take(MAX_MOVES).enumerate() {
            let (town, cpi) = (MunicipalityCode::new(&*of.municipality), CpiCode::new(&*of.cpi));
            fields.check(format!("moves.{index}.municipality"), town.is_err().then_some(Rule::Unknown));
            fields.check(format!("moves.{index}.cpi"), cpi.is_err().then_some(Rule::Unknown));
            let (Ok(town), Ok(cpi)) = (town, cpi) else { continue };
            let is_twice = moves.iter().any(|(earlier, _)| *earlier == town);
            fields.check(format!("moves.{index}.municipality"), is_twice.then_some(Rule::Duplicate));
            moves.push((town, cpi));
        }
        fields.finish()?;
        Ok((note.unwrap_or_default(), moves))
    }
}

/// What putting moves in force came to.
#[derive(SimpleObject)]
pub(crate) struct CatchmentsSetPayload {
    /// The revision of the figures that this write made: it names the change.
    revision: i32,
}

/// A change to take back before its day.
#[derive(InputObject, Serialize)]
pub(crate) struct CatchmentsWithdrawInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// The change, as of `CatchmentChange.revision`.
    revision: i32,
}

/// What withdrawing a change came to.
#[derive(SimpleObject)]
pub(crate) struct CatchmentsWithdrawPayload {
    /// The revision of the figures that this write made.
    revision: i32,
}

/// The mutations of the catchments.
#[derive(Debug, Default)]
pub(crate) struct CatchmentMutation;

#[Object]
impl CatchmentMutation {
    /// Puts municipalities under other job centres from a day on, all or none. Drafts follow the map of the day; what is approved keeps
    /// that of its approval. A day before today is `TOO_EARLY`; the seat of a job centre stays (`NOT_NOW`), and none loses the last
    /// municipality (`LAST`), on that day and on every later one for which something is decided.
    async fn catchments_set(&self, ctx: &Context<'_>, input: CatchmentsSetInput) -> Result<CatchmentsSetPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let (note, moves) = input.parse()?;
        let stamp = cx.stamp(&input.write, "catchmentsSet", &input)?;
        let revision = cx.write(FIGURES, &CatchmentsSet { from: input.valid_from, note, moves, permit, stamp }).await?;
        Ok(CatchmentsSetPayload { revision: int(revision) })
    }

    /// Takes back a change of the catchments before its day. One that is in force stays (`NOT_NOW`): another one comes after it. One on
    /// which a later change rests stays, too (`LAST`).
    async fn catchments_withdraw(
        &self,
        ctx: &Context<'_>,
        input: CatchmentsWithdrawInput,
    ) -> Result<CatchmentsWithdrawPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let stamp = cx.stamp(&input.write, "catchmentsWithdraw", &input)?;
        let made = i64::from(input.revision);
        let revision = cx.write(FIGURES, &CatchmentsWithdraw { made, permit, stamp }).await?;
        Ok(CatchmentsWithdrawPayload { revision: int(revision) })
    }
}

/// A position in the list of changes: the revision that each made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatchmentPosition(i32);

impl Position for CatchmentPosition {
    const LIST: &'static str = "catchmentChanges";

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// How many changes there are in all, counted when asked.
pub(crate) struct CatchmentTotal;

#[Object]
impl CatchmentTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let borders = borders(ctx).await?;
        let count = borders.rows.chunk_by(|one, other| one.made == other.made).count();
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// The query of the catchments' changes.
#[derive(Debug, Default)]
pub(crate) struct CatchmentQuery;

#[Object]
impl CatchmentQuery {
    /// What was changed of the catchments, and what is to be, those changes first that were decided last.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn catchment_changes(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<CatchmentPosition>, CatchmentChange, CatchmentTotal>> {
        let page: Page<CatchmentPosition> = Page::parse(first, after.as_deref())?;
        let at = page.after(|at| at.0);
        let today = day_in_rome(Cx::of(ctx)?.now());
        let all = grouped(&*borders(ctx).await?, today).into_iter();
        let behind = all.filter(|change| at.after.is_none_or(|after| change.revision < after));
        let most = usize::try_from(at.first).unwrap_or(usize::MAX).saturating_add(1);
        let rows: Vec<CatchmentChange> = behind.take(most).collect();
        let node = |change: CatchmentChange| (CatchmentPosition(change.revision), change);
        Ok(connect(&page, rows, CatchmentTotal, node))
    }
}
