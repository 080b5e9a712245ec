//! The figures that a scenario changes for itself: what the board knows of them, and the window in which they are set.

mod api;
mod form;
mod list;
mod open;
mod window;

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    identity::Action,
    staffing::{
        FigureKey,
        own_figures::{Moved, moved, over},
    },
    territory::Catchment,
};

use api::BaseCatchment;
pub(super) use api::{Base, OwnFigure};
pub(super) use open::{BaseDay, OpenFigures};
pub(super) use window::FiguresWindow;

use super::{api::Scenario, board::Board, past::Then, plan::Plan};
use crate::{
    demand::Named,
    i18n::{Words, either},
    live::pause,
};

/// How long a base that could not be read is waited for, milliseconds.
const AGAIN_MS: u32 = 4_000;

/// A figure of the scenario's own, as the server holds it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Own {
    pub(super) value: f64,
    pub(super) note: Option<String>,
    /// The scenario's revision at which it last changed.
    pub(super) revision: u64,
    pub(super) by: String,
    /// When, RFC 3339 in UTC.
    pub(super) at: String,
}

/// The base that was kept when the scenario was approved.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// When, RFC 3339 in UTC.
    pub(super) at: String,
    pub(super) revision: i32,
    pub(super) figures: BTreeMap<FigureKey, f64>,
    /// The map of that day.
    catchments: Vec<BaseCatchment>,
}

impl Kept {
    /// Whom each CPI serves on the map that was kept, in the order of today's.
    pub(super) fn map(&self, today: &[Catchment]) -> Vec<Catchment> {
        let kept = |own: &Catchment| self.catchments.iter().find_map(|kept| kept.of(own));
        today.iter().map(|own| kept(own).unwrap_or_else(|| own.clone())).collect()
    }
}

/// What a board knows of its scenario's figures: cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct OwnFigures {
    /// Those that the scenario changes for itself.
    pub(super) own: RwSignal<BTreeMap<FigureKey, Own>>,
    /// The base that was kept with it; none while it moves with today's.
    pub(super) kept: RwSignal<Option<Kept>>,
    /// Today's base.
    today: RwSignal<BTreeMap<FigureKey, f64>>,
    /// The figures that the scenario is sized by.
    pub(super) all: Memo<BTreeMap<FigureKey, f64>>,
}

impl OwnFigures {
    pub(super) fn new(
        scenario: &Scenario,
        today: RwSignal<BTreeMap<FigureKey, f64>>,
        past: RwSignal<Option<Arc<Then>>>,
    ) -> Self {
        let own = scenario.own_figures.iter().filter_map(|figure| Some((figure.key()?, figure.read()?)));
        let own = RwSignal::new(own.collect::<BTreeMap<FigureKey, Own>>());
        let kept = RwSignal::new(scenario.base.as_ref().map(Base::read));
        let all = Memo::new(move |_| {
            let now =
                || own.with(|own| own.iter().map(|(key, figure)| (key.clone(), figure.value)).collect::<Vec<_>>());
            let then = past.with(|past| past.as_ref().map(|then| then.moment.figures.clone().into_iter().collect()));
            let own = then.unwrap_or_else(now);
            kept.with(|kept| match kept {
                Some(kept) => over(&kept.figures, own),
                None => today.with(|today| over(today, own)),
            })
        });
        Self { own, kept, today, all }
    }

    /// What the base says of a figure: the one that was kept, or today's.
    pub(super) fn base(&self, key: &FigureKey) -> Option<f64> {
        self.kept.with(|kept| match kept {
            Some(kept) => kept.figures.get(key).copied(),
            None => self.today.with(|today| today.get(key).copied()),
        })
    }

    /// What has changed in the base since it was kept.
    pub(super) fn moved(&self) -> Vec<Moved> {
        self.kept.with(|kept| match kept {
            Some(kept) => self.today.with(|today| moved(&kept.figures, today)),
            None => Vec::new(),
        })
    }

    /// Learns what became of a figure, unless something newer is known.
    pub(super) fn learn(&self, figure: &OwnFigure) {
        let Some(key) = figure.key() else { return };
        let revision = u64::try_from(figure.revision).unwrap_or_default();
        self.own.try_update(|own| {
            if own.get(&key).is_some_and(|known| known.revision > revision) {
                return;
            }
            match figure.read() {
                Some(figure) => own.insert(key, figure),
                None => own.remove(&key),
            };
        });
    }

    /// Reads the base that is kept with the scenario, as soon as it is approved.
    pub(super) fn follow(self, board: Board) {
        let wanted = Memo::new(move |_| {
            use shared::staffing::scenario::State::{Approved, InForce};
            self.kept.with(Option::is_none) && board.standing.with(|it| matches!(it.state, Approved | InForce))
        });
        Effect::new(move |_| {
            if !wanted.get() {
                return;
            }
            let uuid = board.plan.with_value(|plan| plan.uuid.clone());
            leptos::task::spawn_local(async move {
                while wanted.try_get_untracked() == Some(true) {
                    match api::base(&uuid).await {
                        Ok(Some(base)) => drop(self.kept.try_set(Some(base.read()))),
                        Ok(None) | Err(_) => pause(AGAIN_MS).await,
                    }
                }
            });
        });
    }
}

/// The figures that a scenario is sized by, as an answer tells it: its own over the base that was kept with it, or over today's.
pub(super) fn sized_by(scenario: &Scenario, today: &BTreeMap<FigureKey, f64>) -> BTreeMap<FigureKey, f64> {
    let own = scenario.own_figures.iter().filter_map(|figure| Some((figure.key()?, figure.read()?.value)));
    match scenario.base.as_ref().map(Base::read) {
        Some(kept) => over(&kept.figures, own),
        None => over(today, own),
    }
}

/// Whether the reader may change the scenario's figures now.
fn may_change(board: Board) -> bool {
    board.session.may_at_all(Action::EditScenarios) && !board.is_frozen()
}

impl Named for Plan {
    fn cpi_name(&self, code: &CpiCode) -> String {
        self.cpis.iter().find(|cpi| cpi.code == *code).map(|cpi| cpi.name.clone()).unwrap_or_default()
    }

    fn province_name(&self, code: &ProvinceCode) -> String {
        let known = self.provinces.iter().find(|province| province.code == code.as_str());
        known.map(|province| province.name.clone()).unwrap_or_default()
    }

    fn profile_name(&self, words: Words, code: &ProfileCode) -> String {
        let known = self.profiles.iter().find(|(known, _)| known == code);
        known.map(|(_, name)| either(words, &name.it, &name.en).to_owned()).unwrap_or_default()
    }

    fn service_name(&self, words: Words, code: &ServiceCode) -> String {
        self.services.get(code).map(|name| either(words, &name.it, &name.en).to_owned()).unwrap_or_default()
    }
}
