//! The scenario's signals: one a cell, totals as memos over the model that the server runs too.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::staffing::{
    Assumptions, CellEdit, CellKey, CellValue, FigureKey, Sizing, Tally, Totals,
    edit::{CellChange, History, Turned},
    outbox::{Dispute, Outbox},
    scenario::{Lock, Outline, Standing},
    tally::Sums,
};
use shared::{
    code::CpiCode,
    id::{GlobalId, Kind},
    identity::{Resource, policy::act::EditCells},
    territory::Catchment,
};

use super::{
    api::{self, CellLock, Provenance, ScenarioCell},
    keep::Keeper,
    meeting::Meetings,
    own_figures::OwnFigures,
    past::Then,
    plan::{Plan, figures},
    talk::Talk,
    together::Visitor,
};
use crate::{session::Session, ui::apart::Apart};

/// One cell as the page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// What the reader sees: my unsent value, else the server's.
    pub(super) shown: CellValue,
    /// What the server holds.
    pub(super) saved: CellValue,
    /// The scenario's revision at which the server's value last changed; 0 when it never did.
    pub(super) revision: u64,
    pub(super) by: String,
    /// When, RFC 3339 in UTC.
    pub(super) at: String,
    /// Who locked it, of what the server holds.
    pub(super) lock: Option<Lock<String>>,
    /// My value waits or is under way.
    pub(super) pending: bool,
    /// Mine and theirs, until I decide.
    pub(super) dispute: Option<Dispute>,
    /// Grows when someone else's change arrives, so that the cell can flash once.
    pub(super) flash: u32,
}

/// A board: cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub(super) plan: StoredValue<Arc<Plan>>,
    pub(super) keeper: StoredValue<Keeper>,
    cells: StoredValue<Arc<[RwSignal<Cell>]>>,
    /// The operators that each cell shows, side by side: whoever adds them up follows one signal and not thousands.
    numbers: RwSignal<Vec<u32>>,
    pub(super) outline: RwSignal<Outline>,
    /// Where head-count, budget and months come from.
    pub(super) source: RwSignal<Provenance>,
    /// Where the scenario stands, and what was said with the last step.
    pub(super) standing: RwSignal<Standing>,
    pub(super) note: RwSignal<Option<String>>,
    /// What it was copied from: the scenario, its name, the revision.
    pub(super) copied_from: StoredValue<Option<(String, String, i32)>>,
    /// The scenario's revision that the page has seen.
    pub(super) revision: RwSignal<u64>,
    /// Today's base.
    pub(super) figures: RwSignal<BTreeMap<FigureKey, f64>>,
    /// The figures that the scenario is sized by.
    pub(super) own_figures: OwnFigures,
    pub(super) figures_revision: RwSignal<u64>,
    pub(super) outbox: RwSignal<Outbox>,
    /// The browser has no room for what waits: it lives only as long as this page.
    pub(super) full: RwSignal<bool>,
    pub(super) history: RwSignal<History>,
    /// The moment of its history that is looked at in place of the present.
    pub(super) past: RwSignal<Option<Arc<Then>>>,
    /// Which CPIs the reader may place operators at.
    pub(super) open: Memo<Vec<bool>>,
    pub(super) session: Session,
    /// Who is at the scenario, the reader among them.
    pub(super) visitors: RwSignal<Vec<Visitor>>,
    /// What is said of it.
    pub(super) talk: Talk,
    /// The meetings at it.
    pub(super) meetings: Meetings,
    /// Why cells are locked, where that was begun and not saved: the panel that it is typed in goes with the cursor.
    pub(super) begun: StoredValue<BTreeMap<usize, String>>,
    /// The number that is being typed, so that everything moves before it is committed.
    pub(super) draft: RwSignal<Option<(usize, u32)>>,
    pub(super) assumptions: Memo<Option<Arc<Assumptions>>>,
    /// Whom each CPI serves today.
    pub(super) today: RwSignal<Vec<Catchment>>,
    /// Whom each CPI serves on the map that the scenario is sized by: that of its approval, or today's.
    pub(super) catchments: Memo<Vec<Catchment>>,
    pub(super) sizing: Memo<Option<Arc<Sizing>>>,
    /// All totals, what is being typed among them; an edit moves those that it touches.
    pub(super) tally: Memo<Tally>,
    /// Totals of each CPI.
    pub(super) cpis: Memo<Vec<Totals>>,
    /// The same, for whoever shows one CPI.
    pub(super) totals: Apart<Totals>,
    /// What each province comes to.
    pub(super) provinces: Apart<Sums>,
    /// Totals of the region.
    pub(super) region: Memo<Totals>,
}

impl Board {
    /// Sets up a board from an answer of the API, with the edits that this tab had not sent.
    pub(super) fn new(uuid: &str, answer: &api::Board, keeper: Keeper) -> Option<Self> {
        let scenario = answer.scenario.as_ref()?;
        let plan = Arc::new(Plan::of(uuid, answer)?);
        let cells: Arc<[RwSignal<Cell>]> = (0..plan.cells()).map(|_| RwSignal::new(Cell::default())).collect();
        let known = figures(&answer.figures.figures).filter_map(|(key, value)| Some((key, value?))).collect();
        let figures = RwSignal::new(known);
        let past = RwSignal::new(None);
        let own_figures = OwnFigures::new(scenario, figures, past);
        let draft = RwSignal::new(None);
        let assumptions = Memo::new({
            let plan = plan.clone();
            move |_| own_figures.all.with(|figures| plan.assumptions(figures)).map(Arc::new)
        });
        let today = RwSignal::new(plan.catchments().to_vec());
        let catchments = Memo::new(move |_| {
            today
                .with(|today| own_figures.kept.with(|kept| kept.as_ref().map_or(today.clone(), |kept| kept.map(today))))
        });
        let sizing = Memo::new(move |_| {
            let assumptions = assumptions.get()?;
            catchments.with(|catchments| Sizing::of(&assumptions, catchments).ok()).map(Arc::new)
        });
        let numbers = RwSignal::new(vec![0; plan.cells()]);
        let tally = Memo::new_owning({
            let (provinces, columns) =
                (plan.cpis.iter().map(|cpi| cpi.province).collect::<Arc<[usize]>>(), plan.columns());
            move |known: Option<Tally>| {
                let placed = with_draft(numbers.get(), draft.get());
                sizing.with(|sizing| match known {
                    Some(mut tally) if tally.rests_on(sizing.as_ref()) => {
                        let moved = tally.follow(&placed);
                        (tally, moved)
                    }
                    _ => (Tally::new(sizing.clone(), provinces.clone(), columns, placed), true),
                })
            }
        });
        let provinces = plan.provinces.len();
        let session = expect_context::<Session>();
        let open = Memo::new({
            let plan = plan.clone();
            move |_| {
                let may = |code: &CpiCode| session.may::<EditCells>(&Resource::Cpi(code.clone()));
                plan.cpis.iter().map(|cpi| may(&cpi.code)).collect()
            }
        });
        let board = Self {
            open,
            session,
            visitors: RwSignal::new(Vec::new()),
            talk: Talk::new(),
            meetings: Meetings::new(),
            begun: StoredValue::new(BTreeMap::new()),
            cells: StoredValue::new(cells),
            numbers,
            outline: RwSignal::new(outline(scenario)),
            source: RwSignal::new(scenario.provenance.clone()),
            standing: RwSignal::new(scenario.standing.read()),
            note: RwSignal::new(scenario.standing.note.clone()),
            copied_from: StoredValue::new(scenario.copied_from.as_ref().and_then(copied_from)),
            revision: RwSignal::new(u64::try_from(scenario.revision).unwrap_or_default()),
            figures,
            own_figures,
            figures_revision: RwSignal::new(u64::try_from(answer.figures.revision).unwrap_or_default()),
            outbox: RwSignal::new(keeper.outbox()),
            full: RwSignal::new(false),
            history: RwSignal::new(keeper.history()),
            past,
            draft,
            assumptions,
            today,
            catchments,
            sizing,
            tally,
            cpis: Memo::new(move |_| tally.with(|tally| tally.cpis().to_vec())),
            totals: Apart::follow(plan.cpis.len(), move || {
                tally.with(|tally| tally.cpis().iter().copied().enumerate().collect())
            }),
            provinces: Apart::follow(plan.provinces.len(), move || {
                let sums = |tally: &Tally, province| Some((province, tally.province(province)?.clone()));
                tally.with(|tally| (0..provinces).filter_map(|province| sums(tally, province)).collect())
            }),
            region: Memo::new(move |_| tally.with(|tally| tally.region().totals)),
            plan: StoredValue::new(plan),
            keeper: StoredValue::new(keeper),
        };
        for cell in &scenario.cells {
            board.learn(cell, false);
        }
        board.refresh_all();
        // What came too late and stands there by now is no edit any more.
        let late = board.take_late().into_iter().filter(|(key, value)| {
            let cell = board.plan.with_value(|plan| plan.cell(key)).and_then(|cell| board.cell(cell));
            cell.is_none_or(|cell| cell.with_untracked(|cell| cell.saved != *value))
        });
        board.keep_late(late.collect());
        Some(board)
    }

    /// The signal of a cell.
    pub(super) fn cell(&self, cell: usize) -> Option<RwSignal<Cell>> {
        self.cells.with_value(|cells| cells.get(cell).copied())
    }

    /// The name of a cell for people: its job centre and its profile.
    pub(super) fn cell_name(&self, cell: usize) -> String {
        let plan = self.plan.get_value();
        let columns = plan.columns().max(1);
        let cpi = plan.cpis.get(cell / columns).map(|cpi| cpi.name.clone()).unwrap_or_default();
        let profile = plan.profiles.get(cell % columns).map(|(code, _)| code.to_string()).unwrap_or_default();
        format!("{cpi} {profile}")
    }

    /// What a cell shows, without following it.
    pub(super) fn shown(&self, cell: usize) -> CellValue {
        self.cell(cell).map(|cell| cell.with_untracked(|cell| cell.shown)).unwrap_or_default()
    }

    /// The operators placed in each cell, following all of them.
    pub(super) fn placed(&self) -> Vec<u32> {
        self.tally.with(|tally| tally.placed().to_vec())
    }

    /// Whether nobody changes what is shown: the scenario is no draft, or it is shown as it was.
    pub(super) fn is_frozen(&self) -> bool {
        self.standing.with(|standing| !standing.is_open()) || self.past.with(Option::is_some)
    }

    /// Whether the reader may place operators in a cell.
    pub(super) fn is_open(&self, cell: usize) -> bool {
        !self.is_frozen() && self.is_own(cell)
    }

    /// Whether a cell is in the reader's territory.
    pub(super) fn is_own(&self, cell: usize) -> bool {
        let columns = self.plan.with_value(|plan| plan.columns()).max(1);
        self.open.with(|open| open.get(cell / columns).copied().unwrap_or_default())
    }

    /// Sets cells as one act of the planner: shown at once, queued for the server, remembered for undo.
    /// Cells that already show the value, and those of others, are left alone. Says how many changed.
    /// What was being typed while the scenario was frozen is kept apart.
    pub(super) fn set(&self, values: &[(usize, CellValue)]) -> usize {
        if self.past.with_untracked(Option::is_some) {
            return 0;
        }
        let plan = self.plan.get_value();
        if untrack(|| self.is_frozen()) {
            let own =
                values.iter().filter(|(cell, value)| untrack(|| self.is_own(*cell)) && self.shown(*cell) != *value);
            self.keep_late(own.filter_map(|(cell, value)| Some((plan.key(*cell)?, *value))).collect());
            return 0;
        }
        let step: Vec<CellChange> = values
            .iter()
            .filter(|(cell, _)| untrack(|| self.is_open(*cell)))
            .filter_map(|&(cell, after)| {
                let (before, reason) = (self.shown(cell), self.reason(cell));
                Some(CellChange { cell: plan.key(cell)?, before, after, reason })
            })
            .filter(|change| change.before != change.after)
            .collect();
        let changed = step.len();
        self.push(step.iter().map(|change| (change.cell.clone(), change.after, None)));
        self.remember(step);
        changed
    }

    fn remember(&self, step: Vec<CellChange>) {
        self.history.update(|history| history.record(step));
        self.keep_history();
    }

    /// Takes back the last step, or does it again. `None` when there is none; else the cells, or those that someone changed.
    pub(super) fn step_back(&self, redo: bool) -> Option<Result<Vec<usize>, Vec<usize>>> {
        if self.past.with_untracked(Option::is_some) {
            return None;
        }
        let plan = self.plan.get_value();
        let current = |key: &CellKey| plan.cell(key).map(|cell| self.shown(cell)).unwrap_or_default();
        let outcome = self
            .history
            .try_update(|history| if redo { history.redo(current) } else { history.undo(current) })
            .flatten()?;
        self.keep_history();
        Some(match outcome {
            Ok(values) => {
                let cells = values.iter().filter_map(|(key, ..)| plan.cell(key)).collect();
                self.push(values.into_iter());
                Ok(cells)
            }
            Err(stale) => Err(stale.0.iter().filter_map(|key| plan.cell(key)).collect()),
        })
    }

    /// Why a cell is locked, without following it.
    pub(super) fn reason(&self, cell: usize) -> Option<String> {
        self.cell(cell)?.with_untracked(|cell| cell.lock.as_ref()?.reason.clone())
    }

    fn push(&self, values: impl Iterator<Item = Turned>) {
        let plan = self.plan.get_value();
        let mut touched = Vec::new();
        self.outbox.update(|outbox| {
            for (key, value, reason) in values {
                let Some(cell) = plan.cell(&key) else { continue };
                let seen = self.cell(cell).map(|cell| cell.with_untracked(|cell| cell.revision)).unwrap_or_default();
                outbox.push(key.clone(), value, seen);
                if let Some(reason) = reason {
                    outbox.explain(key, reason);
                }
                touched.push(cell);
            }
        });
        self.keep_outbox();
        for cell in touched {
            self.refresh(cell);
        }
    }

    /// Settles a dispute. What it changes can be undone like anything typed.
    pub(super) fn settle(&self, cell: usize, keep_mine: bool) {
        self.look_back(None);
        if let Some(key) = self.plan.with_value(|plan| plan.key(cell)) {
            let before = self.shown(cell);
            self.outbox.update(|outbox| outbox.settle(&key, keep_mine));
            self.keep_outbox();
            self.refresh(cell);
            self.remember(vec![CellChange { cell: key, before, after: self.shown(cell), reason: None }]);
        }
    }

    /// Learns where the scenario stands.
    pub(super) fn stands(&self, standing: Standing, note: Option<String>) {
        self.note.try_set(note);
        if self.standing.try_with_untracked(|known| *known != standing) == Some(true) {
            self.standing.set(standing);
        }
    }

    /// Learns from a refusal where the scenario stands, unless something later is known.
    pub(super) fn stands_by_refusal(&self, told: &Standing) {
        let instant = |standing: &Standing| js_sys::Date::new(&standing.at.as_str().into()).get_time();
        let known = self.standing.try_with_untracked(instant).unwrap_or(f64::INFINITY);
        if known.is_nan() || instant(told) > known {
            self.stands(told.clone(), None);
        }
    }

    /// Learns what the server holds in a cell, unless something newer is known.
    pub(super) fn learn(&self, told: &ScenarioCell, flash: bool) {
        let Some(cell) = told.key().and_then(|key| self.plan.with_value(|plan| plan.cell(&key))) else { return };
        let Some(signal) = self.cell(cell) else { return };
        let revision = u64::try_from(told.revision).unwrap_or_default();
        let known = signal.with_untracked(|cell| cell.revision);
        if known > 0 && known >= revision {
            // A conflict told the number of this revision before, and nothing of its lock.
            if known == revision
                && let Some(lock) = &told.lock
            {
                signal.update(|cell| cell.lock = Some(lock.read()));
            }
            return;
        }
        signal.update(|cell| {
            let (by, at) = (&told.edited_by, &told.edited_at.0);
            let known = told.lock.as_ref().map(CellLock::read);
            cell.lock = known.or_else(|| Lock::after(cell.lock.as_ref(), told.value(), None, by, at));
            cell.saved = told.value();
            cell.revision = revision;
            cell.by.clone_from(&told.edited_by);
            cell.at.clone_from(&told.edited_at.0);
            cell.flash += u32::from(flash);
        });
        self.refresh(cell);
    }

    /// The server applied a write of mine.
    pub(super) fn confirm(&self, edit: &CellEdit, revision: u64, by: &str) {
        let Some(cell) = self.plan.with_value(|plan| plan.cell(&edit.cell)) else { return };
        if let Some(signal) = self.cell(cell) {
            signal.update(|cell| {
                if cell.revision < revision {
                    by.clone_into(&mut cell.by);
                    cell.at = js_sys::Date::new_0().to_iso_string().into();
                    cell.lock = Lock::after(cell.lock.as_ref(), edit.value, edit.reason.as_deref(), by, &cell.at);
                    cell.saved = edit.value;
                    cell.revision = revision;
                }
            });
            self.refresh(cell);
        }
    }

    pub(super) fn refresh_all(&self) {
        for cell in 0..self.plan.with_value(|plan| plan.cells()) {
            self.refresh(cell);
        }
    }

    /// Shows what the outbox says of a cell.
    pub(super) fn refresh(&self, cell: usize) {
        let Some((key, signal)) = self.plan.with_value(|plan| plan.key(cell)).zip(self.cell(cell)) else { return };
        let then = self.past.with_untracked(|past| past.as_ref().map(|then| then.cell(cell)));
        let (pending, dispute) = self.outbox.with_untracked(|outbox| {
            (outbox.pending(&key), outbox.disputes().find(|(at, _)| **at == key).map(|(_, dispute)| dispute.clone()))
        });
        let next = signal.with_untracked(|cell| Cell {
            shown: then.or(pending).unwrap_or(cell.saved),
            pending: pending.is_some(),
            dispute,
            ..cell.clone()
        });
        let operators = next.shown.operators;
        if signal.with_untracked(|cell| *cell != next) {
            signal.set(next);
        }
        if self.numbers.with_untracked(|numbers| numbers.get(cell).is_some_and(|&known| known != operators)) {
            self.numbers.update(|numbers| numbers[cell] = operators);
        }
    }

    /// The cells as the server holds them, to be kept.
    pub(super) fn saved_cells(&self) -> Vec<ScenarioCell> {
        let plan = self.plan.get_value();
        let told = |cell: usize| {
            let key = plan.key(cell)?;
            self.cell(cell)?.with_untracked(|cell| {
                (cell.revision > 0).then(|| ScenarioCell {
                    cpi: key.cpi.to_string(),
                    profile: key.profile.to_string(),
                    operators: i32::try_from(cell.saved.operators).unwrap_or(i32::MAX),
                    locked: cell.saved.locked,
                    revision: i32::try_from(cell.revision).unwrap_or(i32::MAX),
                    edited_by: cell.by.clone(),
                    edited_at: crate::graphql::DateTime(cell.at.clone()),
                    lock: cell.lock.as_ref().map(CellLock::of),
                })
            })
        };
        (0..plan.cells()).filter_map(told).collect()
    }
}

fn with_draft(mut placed: Vec<u32>, draft: Option<(usize, u32)>) -> Vec<u32> {
    if let Some((cell, operators)) = draft
        && let Some(number) = placed.get_mut(cell)
    {
        *number = operators;
    }
    placed
}

fn copied_from(origin: &super::standing::Origin) -> Option<(String, String, i32)> {
    let key = GlobalId::key_of(origin.scenario.inner(), Kind::Scenario)?;
    Some((key, origin.name.clone(), origin.revision))
}

fn outline(scenario: &api::Scenario) -> Outline {
    Outline {
        name: scenario.name.clone(),
        year: u16::try_from(scenario.year).unwrap_or_default(),
        head_count: u32::try_from(scenario.head_count).unwrap_or_default(),
        budget_cents: scenario.budget_cents.max(0.0) as u64,
        months: u32::try_from(scenario.months).unwrap_or_default(),
    }
}
