//! Which partnerships there are, for whoever asks: what one may not see is not there.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr},
};
use shared::partnerships::{Day, Kind, State};
use uuid::Uuid;

use crate::{
    error::{Context as _, Result},
    organisations::{OrganisationRow, organisation_list_by_code},
    page::Page,
    partnerships::{
        body::{PUBLIC, Sight, organisations_of},
        entity::{
            entry, partner,
            partnership::{Column, Entity, Model},
        },
    },
};

/// Days before its term from which a partnership is expiring.
const EXPIRES: u16 = 90;

/// A partnership with who takes part.
#[derive(Clone, Debug)]
pub(crate) struct Full {
    pub(crate) row: Model,
    /// Everybody who takes or took part, in the order of joining.
    pub(crate) partners: Vec<(partner::Model, OrganisationRow)>,
    /// Whether the caller sees what is to be done next, and the history.
    pub(crate) whole: bool,
}

/// Which partnerships are asked for. What is left out does not filter.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartnershipFilter {
    /// Part of the title, letters of either case.
    pub(crate) title: Option<String>,
    pub(crate) states: Vec<State>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) province: Option<String>,
    /// Those that serve this requirement.
    pub(crate) requirement: Option<String>,
    /// Those in which this organisation takes or took part.
    pub(crate) organisation: Option<String>,
    /// Those of which something is due: a next step with a day, or a term within ninety days.
    pub(crate) due: bool,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PartnershipOrder {
    #[default]
    Title,
    Changed,
}

/// A position in a list: the last row that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartnershipAt {
    pub(crate) id: Uuid,
    pub(crate) revision: i64,
    pub(crate) title: String,
}

/// Partnerships of an organisation.
fn of_organisations(codes: &[String]) -> Condition {
    let ids = partner::Entity::find()
        .select_only()
        .column(partner::Column::PartnershipId)
        .filter(partner::Column::Organisation.is_in(codes))
        .into_query();
    Condition::any().add(Column::Id.in_subquery(ids)).add(Column::ProposedBy.is_in(codes))
}

fn seen_by(sight: &Sight) -> Condition {
    let public = Column::State.is_in(PUBLIC.map(State::name));
    match sight {
        Sight::All => Condition::all(),
        Sight::Own(codes) => Condition::any().add(public).add(of_organisations(codes)),
        Sight::Public => Condition::all().add(public),
    }
}

impl PartnershipFilter {
    fn condition(&self, today: Day) -> Condition {
        let soon = today.plus(EXPIRES).to_string();
        let expiring = || Condition::all().add(Column::EndsOn.is_not_null()).add(Column::EndsOn.lte(soon.clone()));
        let of_states = self.states.iter().fold(Condition::any(), |any, state| match state {
            State::Expiring => {
                any.add(Condition::all().add(Column::State.is_in(PUBLIC.map(State::name))).add(expiring()))
            }
            State::Signed | State::Active => {
                any.add(Condition::all().add(Column::State.eq(state.name())).add(expiring().not()))
            }
            other => any.add(Column::State.eq(other.name())),
        });
        let over = [State::Ended, State::Dropped, State::Declined].map(State::name);
        let due = || {
            let term = Condition::all().add(Column::State.is_in(PUBLIC.map(State::name))).add(expiring());
            Condition::all()
                .add(Column::State.is_not_in(over))
                .add(Condition::any().add(Column::NextDue.is_not_null()).add(term))
        };
        let like = |text: &String| LikeExpr::new(format!("%{}%", escaped(text))).escape('\\');
        let title = |text: &String| Expr::expr(Func::lower(Expr::col(Column::Title))).like(like(&text.to_lowercase()));
        Condition::all()
            .add_option((!self.states.is_empty()).then_some(of_states))
            .add_option((!self.kinds.is_empty()).then(|| Column::Kind.is_in(self.kinds.iter().map(|kind| kind.name()))))
            .add_option(self.province.as_ref().map(|code| Column::Province.eq(code)))
            .add_option(
                self.requirement.as_ref().map(|code| Expr::col(Column::Serves).like(like(&format!(" {code} ")))),
            )
            .add_option(self.organisation.as_ref().map(|code| of_organisations(std::slice::from_ref(code))))
            .add_option(self.title.as_ref().map(title))
            .add_option(self.due.then(due))
    }
}

/// A text whose wildcards stand for themselves.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A page of partnerships and one more, if there is one.
pub(crate) async fn partnership_list(
    db: &impl ConnectionTrait,
    sight: &Sight,
    filter: &PartnershipFilter,
    today: Day,
    order: PartnershipOrder,
    page: &Page<PartnershipAt>,
) -> Result<Vec<Full>> {
    let query = Entity::find().filter(seen_by(sight)).filter(filter.condition(today));
    let query = query.apply_if(page.after.clone(), |query, at| {
        query.filter(match order {
            PartnershipOrder::Title => {
                let same = Condition::all().add(Column::Title.eq(&*at.title)).add(Column::Id.gt(at.id));
                Condition::any().add(Column::Title.gt(at.title)).add(same)
            }
            PartnershipOrder::Changed => {
                let same = Condition::all().add(Column::Revision.eq(at.revision)).add(Column::Id.gt(at.id));
                Condition::any().add(Column::Revision.lt(at.revision)).add(same)
            }
        })
    });
    let query = match order {
        PartnershipOrder::Title => query.order_by_asc(Column::Title).order_by_asc(Column::Id),
        PartnershipOrder::Changed => query.order_by_desc(Column::Revision).order_by_asc(Column::Id),
    };
    let rows = query.limit(page.first + 1).all(db).await.context("reading a page of partnerships")?;
    fulls(db, sight, rows).await
}

/// How many such partnerships there are.
pub(crate) async fn partnership_count(
    db: &impl ConnectionTrait,
    sight: &Sight,
    filter: &PartnershipFilter,
    today: Day,
) -> Result<u64> {
    let query = Entity::find().filter(seen_by(sight)).filter(filter.condition(today));
    query.count(db).await.context("counting the partnerships")
}

/// One partnership, if whoever asks may see it.
pub(crate) async fn partnership_find(db: &impl ConnectionTrait, sight: &Sight, id: Uuid) -> Result<Option<Full>> {
    let found = Entity::find_by_id(id).filter(seen_by(sight)).one(db).await.context("reading a partnership")?;
    Ok(fulls(db, sight, found.into_iter().collect()).await?.pop())
}

/// All partnerships that serve a requirement, whoever may see them: for counting.
pub(crate) async fn partnership_list_serving(db: &impl ConnectionTrait, sight: &Sight) -> Result<Vec<Full>> {
    let rows = Entity::find().filter(Column::Serves.ne("")).order_by_asc(Column::Title).order_by_asc(Column::Id);
    let rows = rows.all(db).await.context("reading the partnerships that are counted")?;
    fulls(db, sight, rows).await
}

/// Rows with their partners, in two statements more.
async fn fulls(db: &impl ConnectionTrait, sight: &Sight, rows: Vec<Model>) -> Result<Vec<Full>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let partners = partner_list(db, &ids).await?;
    let mut codes: Vec<String> = partners.iter().map(|partner| partner.organisation.clone()).collect();
    codes.sort();
    codes.dedup();
    let organisations = if codes.is_empty() { Vec::new() } else { organisation_list_by_code(db, &codes).await? };
    let organisations: BTreeMap<&str, &OrganisationRow> =
        organisations.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut of: BTreeMap<Uuid, Vec<partner::Model>> = BTreeMap::new();
    for partner in partners {
        of.entry(partner.partnership_id).or_default().push(partner);
    }
    let full = |row: Model| {
        let partners = of.remove(&row.id).unwrap_or_default();
        let whole = sight.is_full(&organisations_of(&row, &partners));
        let known = |partner: partner::Model| {
            let organisation = (*organisations.get(partner.organisation.as_str())?).clone();
            Some((partner, organisation))
        };
        Full { partners: partners.into_iter().filter_map(known).collect(), row, whole }
    };
    Ok(rows.into_iter().map(full).collect())
}

/// Who takes or took part in partnerships, in the order of joining.
pub(super) async fn partner_list(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<partner::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = partner::Entity::find().filter(partner::Column::PartnershipId.is_in(ids.iter().copied()));
    let mut rows = rows.all(db).await.context("reading the partners")?;
    // Here, because the databases sort what has no value at different ends.
    rows.sort_by(|one, other| {
        (&one.joined_on, &one.organisation, one.id).cmp(&(&other.joined_on, &other.organisation, other.id))
    });
    Ok(rows)
}

/// The histories of partnerships, the newest first.
pub(crate) async fn entry_list(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<entry::Model>> {
    entry::Entity::find()
        .filter(entry::Column::PartnershipId.is_in(ids.iter().copied()))
        .order_by_desc(entry::Column::Revision)
        .all(db)
        .await
        .context("reading the histories of partnerships")
}
