//! The difference between two scenarios split by cause, as partners see it. The model splits; this reads and names.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use shared::staffing::comparison::causes::{Cause, Causes, Explained, Quantity, Split, Subject};

use super::{Profile, region::Region};
use crate::{
    error::Result,
    graphql::loaders::Loaders,
    staffing::engine,
    territory::{
        graphql::{Cpi, Province},
        loader::ProvinceKey,
    },
};

/// Why two scenarios differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Cause")]
pub(crate) enum DifferenceCause {
    /// How much work there is, and where: volumes of the region and of provinces, what they are split by, and the map of the catchments.
    Volume,
    /// How long one unit of a service takes.
    Standard,
    /// Which profile does which share of a service.
    Share,
    /// How long an operator is at work for the services: the working time with its absences, and both allowances.
    WorkingTime,
    /// Who is in service already.
    Staff,
    /// How many operators there are to place.
    HeadCount,
    /// Cells that are decided.
    Lock,
    /// What none of the others explains: numbers typed by hand, or taken from a proposal that was asked something else.
    ByHand,
}

/// One of the scenarios, with all that its causes are found from.
pub(super) struct Sided {
    pub(super) region: Arc<Region>,
    pub(super) head_count: u32,
    pub(super) placed: Vec<u32>,
    pub(super) locked: Vec<bool>,
}

impl Sided {
    fn subject(&self) -> Subject<'_> {
        let Self { region, head_count, placed, locked } = self;
        Subject { assumptions: &region.assumptions, head_count: *head_count, placed, locked }
    }
}

/// The difference between two scenarios, split by cause.
pub(crate) struct DifferenceCauses {
    region: Arc<Region>,
    told: Arc<Causes>,
}

impl DifferenceCauses {
    /// Splits `other - base` beside the server. `None` when the time is over before it is done.
    ///
    /// # Errors
    /// `INVALID`, when a requirement is beyond what the engine takes.
    pub(super) async fn of(base: Sided, other: Sided) -> Result<Option<Self>> {
        let region = Arc::clone(&base.region);
        let split = move |watch: &mut shared::staffing::allocate::Watch<'_>| {
            let maps: [&[_]; 2] = [&base.region.catchments, &other.region.catchments];
            Causes::between(&base.subject(), &other.subject(), maps, watch)
        };
        let told = engine::run(split).await?;
        Ok(told.map(|told| Self { region, told: Arc::new(told) }))
    }
}

/// The difference between two scenarios (`other - base`), split by cause: the parts add up to it, and hang on no order in which the
/// causes are looked at. Each cause has its Shapley value: the mean, over all orders in which the inputs of one scenario may be put in
/// place of the other's one by one, of what changes as its own are.
#[Object]
impl DifferenceCauses {
    /// The causes that differ at all; the hand is not among them. What differs may still change nothing.
    async fn differing(&self) -> Vec<DifferenceCause> {
        self.told.differing().iter().copied().map(DifferenceCause::from).collect()
    }

    /// The figures that differ, by key. Costs are not among them: neither a requirement nor the question of reference looks at them.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn figures(&self) -> Vec<DifferingFigure> {
        let moved = self.told.moved().iter();
        moved
            .filter_map(|of| {
                let cause = Cause::of(&of.key)?.into();
                Some(DifferingFigure { key: of.key.to_string(), cause, base: of.then, other: of.now })
            })
            .collect()
    }

    /// In the region.
    async fn region(&self) -> ExplainedDifference {
        ExplainedDifference::of(&self.told.region())
    }

    /// In each province, by code.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn provinces(&self) -> Vec<ProvinceCauses> {
        let codes: std::collections::BTreeSet<_> = self.region.sizing.provinces().iter().collect();
        let of = |code: &shared::code::ProvinceCode| ProvinceCauses {
            code: code.to_string(),
            explained: ExplainedDifference::of(&self.told.of_province(code)),
        };
        codes.into_iter().map(of).collect()
    }

    /// At each job centre, in the sizing's order.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn cpis(&self) -> Vec<CpiCauses> {
        let all = 0..self.region.cpis.len();
        all.map(|row| CpiCauses { region: Arc::clone(&self.region), told: Arc::clone(&self.told), row }).collect()
    }
}

/// A figure that is another one in the two scenarios.
#[derive(SimpleObject)]
pub(crate) struct DifferingFigure {
    /// Its name, as of `Figure.key`.
    key: String,
    /// The cause that it belongs to.
    cause: DifferenceCause,
    /// Its value in the first scenario. Null when it has none there.
    base: Option<f64>,
    /// Its value in the other one.
    other: Option<f64>,
}

/// What is told of a cell, a job centre, a province or the region.
#[derive(SimpleObject)]
pub(crate) struct ExplainedDifference {
    /// Operators placed. An input's part is what the engine would place otherwise with it, were it asked the question of reference: the
    /// same in both scenarios, equity by job centre for exactly the scenario's head-count around its locked cells, without a look at
    /// money. What the scenarios place otherwise than it would is by hand.
    placed: SplitDifference,
    /// Operators required, full-time equivalents, counted in millionths.
    required: SplitDifference,
    /// Operators required less those in service, counted in millionths.
    missing: SplitDifference,
}

impl ExplainedDifference {
    fn of(explained: &Explained) -> Self {
        let [placed, required, missing] =
            [Quantity::Placed, Quantity::Required, Quantity::Missing].map(|of| SplitDifference::of(explained.of(of)));
        Self { placed, required, missing }
    }
}

/// A difference, operators, and its parts.
#[derive(SimpleObject)]
pub(crate) struct SplitDifference {
    /// What the other scenario has more, or less.
    difference: f64,
    /// What each cause makes of it; those that make nothing are left out. They add up to the difference, and those of the job centres to
    /// those of their province.
    #[graphql(complexity = "1 + 8 * child_complexity")]
    parts: Vec<CausePart>,
}

/// What one cause makes of a difference.
#[derive(SimpleObject)]
pub(crate) struct CausePart {
    cause: DifferenceCause,
    /// Operators; a fraction where several causes make some together.
    operators: f64,
}

impl SplitDifference {
    fn of(split: &Split) -> Self {
        let parts = Cause::ALL.into_iter().map(|cause| (cause, split.part(cause))).filter(|(_, part)| *part != 0.0);
        let parts = parts.map(|(cause, operators)| CausePart { cause: cause.into(), operators }).collect();
        Self { difference: split.difference(), parts }
    }
}

/// One province.
pub(crate) struct ProvinceCauses {
    code: String,
    explained: ExplainedDifference,
}

#[Object]
impl ProvinceCauses {
    async fn province(&self, ctx: &Context<'_>) -> Result<Province> {
        Loaders::of(ctx)?.territory_get(ProvinceKey(self.code.clone())).await.map(Province)
    }

    async fn explained(&self) -> &ExplainedDifference {
        &self.explained
    }
}

/// One job centre.
pub(crate) struct CpiCauses {
    region: Arc<Region>,
    told: Arc<Causes>,
    row: usize,
}

#[Object]
impl CpiCauses {
    async fn cpi(&self) -> Cpi {
        Cpi(self.region.rows[self.row].clone())
    }

    async fn explained(&self) -> ExplainedDifference {
        ExplainedDifference::of(&self.told.of_cpi(self.row))
    }

    /// By profile, in the plan's order.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn cells(&self) -> Vec<CellCauses> {
        let profiles = self.region.profiles.iter();
        let cells = self.told.cells().iter().skip(self.row * profiles.len());
        profiles
            .zip(cells)
            .map(|(profile, of)| CellCauses {
                profile: Profile(profile.clone()),
                explained: ExplainedDifference::of(of),
            })
            .collect()
    }
}

/// One profile at one job centre.
pub(crate) struct CellCauses {
    profile: Profile,
    explained: ExplainedDifference,
}

#[Object]
impl CellCauses {
    async fn profile(&self) -> &Profile {
        &self.profile
    }

    async fn explained(&self) -> &ExplainedDifference {
        &self.explained
    }
}
