//! The tree of the act: areas, objectives, activities, results and their parts, each with its sentence and its ambiguities.

use std::sync::Arc;

use async_graphql::{Enum, Object, SimpleObject};
use shared::plan as model;

use crate::plan::entity::{ambiguity, indicator, item, plan};

/// All rows of the tree, held by each of its objects.
pub(crate) struct Rows {
    pub(super) plan: plan::Model,
    pub(super) items: Vec<item::Model>,
    pub(super) indicators: Vec<indicator::Model>,
    pub(super) ambiguities: Vec<ambiguity::Model>,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Frequency")]
pub(crate) enum PlanFrequency {
    /// Once in the plan.
    Once,
    /// Anew in each year.
    Annual,
    /// Anew in each half of a year.
    Semiannual,
    /// Anew in each quarter.
    Quarterly,
    /// Anew in each month.
    Monthly,
    /// At any time.
    Continuous,
    /// By the act's own years.
    Years,
    /// The act does not say.
    Unprinted,
}

/// The kind of a row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum PlanItemKind {
    Area,
    Objective,
    Activity,
    Result,
    /// A number of its own within an activity or a result.
    Part,
}

impl PlanItemKind {
    fn of(name: &str) -> Self {
        match name {
            "area" => Self::Area,
            "objective" => Self::Objective,
            "activity" => Self::Activity,
            "result" => Self::Result,
            _ => Self::Part,
        }
    }
}

/// A text in both languages. The Italian one is the act's; the English one is a gloss.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Bilingual {
    pub(crate) it: String,
    pub(crate) en: String,
}

impl Bilingual {
    pub(super) fn of(it: &str, en: &str) -> Self {
        Self { it: it.to_owned(), en: en.to_owned() }
    }

    /// Nothing when neither is said.
    pub(super) fn some(it: &str, en: &str) -> Option<Self> {
        (!it.is_empty()).then(|| Self::of(it, en))
    }
}

/// Where something stands in the act, and what is printed there.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ActPassage {
    /// Lines of `data/dgr-269-2020.txt`.
    lines: Vec<i32>,
    /// What is printed at them.
    printed: String,
}

impl ActPassage {
    pub(super) fn of(lines: &str, printed: &str) -> Self {
        let lines = lines.split_whitespace().filter_map(|line| line.parse().ok()).collect();
        Self { lines, printed: printed.to_owned() }
    }
}

/// Where the act can be read in several ways, and the way that was chosen.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PlanAmbiguity {
    code: String,
    topic: Bilingual,
    /// The ways to read it.
    readings: Vec<Bilingual>,
    /// The way that was chosen.
    choice: Bilingual,
    /// The words of the act.
    quotes: Vec<String>,
    /// Lines of the act where they stand.
    lines: Vec<i32>,
}

/// The ambiguities of a row.
pub(super) fn ambiguities_of(all: &[ambiguity::Model], code: &str) -> Vec<PlanAmbiguity> {
    all.iter().filter(|row| row.rows.split(' ').any(|named| named == code)).map(PlanAmbiguity::of).collect()
}

impl PlanAmbiguity {
    pub(super) fn of(row: &ambiguity::Model) -> Self {
        let parts =
            |text: &str| text.split(" | ").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let readings = parts(&row.readings_it).into_iter().zip(parts(&row.readings_en));
        Self {
            code: row.code.clone(),
            topic: Bilingual::of(&row.topic_it, &row.topic_en),
            readings: readings.map(|(it, en)| Bilingual { it, en }).collect(),
            choice: Bilingual::of(&row.choice_it, &row.choice_en),
            quotes: parts(&row.quotes),
            lines: row.lines.split_whitespace().filter_map(|line| line.parse().ok()).collect(),
        }
    }
}

/// The act, and all that it asks for.
pub(crate) struct Plan(pub(super) Arc<Rows>);

#[Object]
impl Plan {
    async fn code(&self) -> &str {
        &self.0.plan.code
    }

    async fn title(&self) -> Bilingual {
        Bilingual::of(&self.0.plan.title_it, &self.0.plan.title_en)
    }

    /// The act that it is annexed to.
    async fn act(&self) -> &str {
        &self.0.plan.act
    }

    /// The first day of the plan.
    async fn start(&self) -> chrono::NaiveDate {
        self.0.plan.start
    }

    /// The last day of the plan.
    async fn end(&self) -> chrono::NaiveDate {
        self.0.plan.end
    }

    /// The areas, with all that lies below them.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn areas(&self) -> Vec<PlanItem> {
        children(&self.0, |row| row.kind == "area")
    }

    /// All rows of the tree in the act's order, each with its parent's code.
    #[graphql(complexity = "1 + 220 * child_complexity")]
    async fn items(&self) -> Vec<PlanItem> {
        children(&self.0, |_| true)
    }

    /// All ambiguities of the act, of rows and of others.
    #[graphql(complexity = "1 + 61 * child_complexity")]
    async fn ambiguities(&self) -> Vec<PlanAmbiguity> {
        self.0.ambiguities.iter().map(PlanAmbiguity::of).collect()
    }
}

fn children(rows: &Arc<Rows>, wanted: impl Fn(&item::Model) -> bool) -> Vec<PlanItem> {
    let found = rows.items.iter().enumerate().filter(|(_, row)| wanted(row));
    found.map(|(index, _)| PlanItem { rows: Arc::clone(rows), index }).collect()
}

/// A row of the tree.
pub(crate) struct PlanItem {
    rows: Arc<Rows>,
    index: usize,
}

impl PlanItem {
    fn row(&self) -> &item::Model {
        // Made only by `children`, from a place in this very list.
        &self.rows.items[self.index]
    }
}

#[Object]
impl PlanItem {
    /// Its stable code: `4.4-A1`.
    async fn code(&self) -> &str {
        &self.row().code
    }

    /// The code of the row above it; null for an area.
    async fn parent(&self) -> Option<&str> {
        Some(self.row().parent.as_str()).filter(|parent| !parent.is_empty())
    }

    async fn kind(&self) -> PlanItemKind {
        PlanItemKind::of(&self.row().kind)
    }

    async fn text(&self) -> Bilingual {
        Bilingual::of(&self.row().text_it, &self.row().text_en)
    }

    /// How much is promised; null where no number is printed.
    async fn quantity(&self) -> Option<f64> {
        self.row().quantity
    }

    async fn unit(&self) -> Option<Bilingual> {
        Bilingual::some(&self.row().unit_it, &self.row().unit_en)
    }

    /// How the number is meant, as printed: `=`, `>=`, `<=`; empty without a number.
    async fn comparator(&self) -> &str {
        &self.row().comparator
    }

    async fn frequency(&self) -> PlanFrequency {
        model::Frequency::from_name(&self.row().frequency).unwrap_or(model::Frequency::Unprinted).into()
    }

    /// For what it is broken down: `region`, `province`, `cpi`, `school`, `cfp`, `crisis` and others.
    async fn breakdown(&self) -> &str {
        &self.row().territory
    }

    /// How many of these there are: 43 CPIs, 95 schools.
    async fn units(&self) -> Option<i32> {
        self.row().units
    }

    /// How much each of them gets.
    async fn per_unit(&self) -> Option<f64> {
        self.row().per_unit
    }

    /// What must be met before it begins.
    async fn condition(&self) -> Option<Bilingual> {
        Bilingual::some(&self.row().condition_it, &self.row().condition_en)
    }

    /// The activities that a result follows from. The links are ours: the act only puts them under one heading.
    async fn links(&self) -> Vec<&str> {
        self.row().links.split(' ').filter(|code| !code.is_empty()).collect()
    }

    async fn sentence(&self) -> ActPassage {
        ActPassage::of(&self.row().lines, &self.row().printed)
    }

    async fn ambiguities(&self) -> Vec<PlanAmbiguity> {
        ambiguities_of(&self.rows.ambiguities, &self.row().code)
    }

    /// Codes of the indicators that measure it.
    async fn indicators(&self) -> Vec<&str> {
        let code = &self.row().code;
        let measures = |row: &&indicator::Model| row.links.split(' ').any(|named| named == code);
        self.rows.indicators.iter().filter(measures).map(|row| row.code.as_str()).collect()
    }

    /// The rows below it, in the act's order.
    #[graphql(complexity = "1 + 6 * child_complexity")]
    async fn children(&self) -> Vec<PlanItem> {
        let code = &self.row().code;
        children(&self.rows, |row| row.parent == *code)
    }
}
