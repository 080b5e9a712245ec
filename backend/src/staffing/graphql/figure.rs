//! Figures, as partners see them.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{
    id::{GlobalId, Kind},
    staffing::{FigureKey, figure},
};

use crate::{
    changes::Accepted,
    cx::Cx,
    error::{Context as _, Result},
    graphql::{int, provenance::Provenance},
    staffing::{
        body::{FigureBody, FiguresBody},
        entity, store,
    },
};

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "figure::Unit")]
pub(crate) enum Unit {
    HoursPerWeek,
    HoursPerYear,
    Days,
    Minutes,
    UnitsPerYear,
    Share,
    EuroPerYear,
    Fte,
    Flag,
}

/// One number that the sizing rests on.
pub(crate) struct Figure(FigureBody);

impl Figure {
    /// A figure from its row.
    pub(crate) fn of(row: &entity::figure::Model) -> Result<Self> {
        let key: FigureKey = row.key.parse().context("reading a figure's key")?;
        Ok(Self(FigureBody::of(key, row)))
    }

    /// A figure as a change of the log tells it.
    pub(super) fn told(body: FigureBody) -> Self {
        Self(body)
    }
}

#[Object]
impl Figure {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Figure, self.0.key.to_string()).to_string().into()
    }

    /// Its name: `service.F3.minutes`, `working_time.leave_days`, `staff.FG03.OR`. Two kinds are there only once somebody has
    /// set them: a profile's own term of the working time, `working_time.leave_days.OR`, and a province's own volume,
    /// `service.F3.volume.FG`, which is a part of the region's; what it leaves is split over the other provinces.
    async fn key(&self) -> String {
        self.0.key.to_string()
    }

    /// Null when a planner took back a number, and the derived or common one stands.
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    async fn unit(&self) -> Unit {
        self.0.key.unit().into()
    }

    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.origin, &self.0.source)
    }

    /// The value that came with the plan's data; null when none did.
    async fn built_in(&self) -> Option<f64> {
        self.0.built_in
    }

    /// The revision of the set at which it last changed; 0 when it never did.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// Who changed it last; null when nobody did.
    async fn edited_by(&self) -> Option<&str> {
        self.0.edited_by.as_deref()
    }

    /// When it was changed last; null when nobody did.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.edited_at
    }
}

/// The figures that the sizing rests on, with their revision.
pub(crate) struct FigureSet {
    revision: i64,
    figures: Vec<Figure>,
}

impl FigureSet {
    /// Reads the set. The revision is read first, so the figures are never older than it says.
    pub(crate) async fn read(ctx: &Context<'_>) -> Result<Self> {
        let db = Cx::of(ctx)?.db().read();
        let revision = crate::changes::topic_revision(db, crate::changes::FIGURES).await?;
        let figures = store::figure_list(db).await?.iter().map(Figure::of).collect::<Result<_>>()?;
        Ok(Self { revision, figures })
    }
}

#[Object]
impl FigureSet {
    /// Grows by one with each accepted change.
    async fn revision(&self) -> i32 {
        int(self.revision)
    }

    /// All figures, by key.
    #[graphql(complexity = "1 + 500 * child_complexity")]
    async fn figures(&self) -> &[Figure] {
        &self.figures
    }
}

/// One accepted change of the figures, or of the catchments, which are counted with them: both are what everything is sized by.
#[derive(SimpleObject)]
pub(crate) struct FigureChange {
    /// The revision of the figures that it made; the one before is one less.
    revision: i32,
    /// The write that made it.
    write: String,
    by: String,
    at: DateTime<Utc>,
    /// The figures that changed, as they are after it.
    figures: Vec<Figure>,
    /// Whether the catchments changed: municipalities went to another job centre, are to go, or are not to any more.
    catchments: bool,
}

impl FigureChange {
    /// A change from the log.
    pub(crate) fn of(accepted: Accepted) -> Result<Self> {
        let body: FiguresBody = serde_json::from_value(accepted.body).context("reading a change of the figures")?;
        Ok(Self {
            revision: int(accepted.revision),
            write: accepted.write.to_string(),
            by: accepted.by,
            at: accepted.at,
            catchments: body.catchments,
            figures: body.figures.into_iter().map(Figure::told).collect(),
        })
    }
}
