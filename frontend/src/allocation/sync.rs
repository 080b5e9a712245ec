//! Between the board and the server: sends what was typed, once and in order; takes in what others did.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use shared::{
    Problem,
    problem::CellConflict,
    staffing::{
        outbox::Write,
        scenario::{Outline, Standing},
    },
};
use wasm_bindgen_futures::spawn_local;

use super::{
    api::{self, FigureChange, Provenance, ScenarioChange},
    board::Board,
    keep::Keeper,
    own_figures::{Base, OwnFigure},
    plan,
};
use crate::{
    graphql::Failure,
    ids::uuid,
    live::{self, Link, pause},
    session,
};

/// The first wait before a failed write is tried again, and the longest, milliseconds.
const WAIT_MS: (u32, u32) = (500, 8_000);
/// Writes of this browser that are remembered as its own when they come back.
const REMEMBERED: usize = 200;
/// How long after a change the table is kept, milliseconds.
const KEEP_AFTER_MS: u32 = 400;

/// Whether edits reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Saved,
    Waiting,
    Conflict,
    /// The server refused numbers, and they wait for a decision.
    Refused,
    Offline,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Waiting => "waiting",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Offline => "offline",
        }
    }
}

/// What others changed, for the live region.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Others {
    pub(super) by: String,
    pub(super) cells: usize,
}

/// The line to the server of one board.
#[derive(Clone, Copy)]
pub(super) struct Sync {
    board: Board,
    /// The last try to send failed for want of a server.
    cut: RwSignal<bool>,
    link: RwSignal<Link>,
    sending: StoredValue<bool>,
    mine: StoredValue<Rc<RefCell<VecDeque<String>>>, LocalStorage>,
    pub(super) others: RwSignal<Option<Others>>,
}

impl Sync {
    /// Starts sending and following.
    pub(super) fn start(board: Board) -> Self {
        let uuid = board.plan.with_value(|plan| plan.uuid.clone());
        let sync = Self {
            board,
            cut: RwSignal::new(false),
            link: RwSignal::new(Link::Connecting),
            sending: StoredValue::new(false),
            mine: StoredValue::new_local(Rc::default()),
            others: RwSignal::new(None),
        };
        let kept = StoredValue::new_local(None::<Timeout>);
        let link = live::follow(
            move || api::scenario_changes(&uuid, board.revision.get_untracked()),
            move |answer: api::ScenarioChanges| {
                sync.take_in(&answer.scenario_changes);
                kept.set_value(Some(Timeout::new(KEEP_AFTER_MS, move || sync.keep())));
            },
        );
        Effect::new(move |_| sync.link.set(link.get()));
        live::follow(
            move || api::figure_changes(board.figures_revision.get_untracked()),
            move |answer: api::FigureChanges| sync.take_figures(&answer.figure_changes),
        );
        board.own_figures.follow(board);
        // Whatever is queued is sent: at once when the page opens, then after each edit.
        Effect::new(move |_| {
            board.outbox.track();
            board.session.arrivals.track();
            sync.send();
        });
        sync
    }

    /// What the page says of saving.
    pub(super) fn state(&self) -> State {
        let (disputed, refused, empty) = self.board.outbox.with(|outbox| {
            (outbox.disputes().next().is_some(), !outbox.aside().is_empty(), outbox.pending_cells().is_empty())
        });
        if self.cut.get() || (self.link.get() == Link::Cut && !empty) {
            State::Offline
        } else if disputed {
            State::Conflict
        } else if refused {
            State::Refused
        } else if empty {
            State::Saved
        } else {
            State::Waiting
        }
    }

    /// How many cells wait to be saved.
    pub(super) fn waiting(&self) -> usize {
        self.board.outbox.with(|outbox| outbox.pending_cells().len())
    }

    /// Whether the line for others' changes is cut.
    pub(super) fn is_cut(&self) -> bool {
        self.cut.get() || self.link.get() == Link::Cut
    }

    fn send(self) {
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            self.drain().await;
            // The board may be gone by now.
            self.sending.try_set_value(false);
        });
    }

    async fn drain(self) {
        let mut wait = WAIT_MS.0;
        while let Some(write) = self.next_write() {
            let Some(uuid) = self.board.plan.try_with_value(|plan| plan.uuid.clone()) else { return };
            if self.board.keeper.try_with_value(Keeper::is_mine) != Some(true) {
                // Another tab signed out, or in as someone else: nothing goes out in another's name.
                return self.board.session.compare();
            }
            let answer = api::scenario_cells_set(&uuid, &write).await;
            if self.cut.is_disposed() {
                // The board was left meanwhile. The write is kept, and sent again under the same id.
                return;
            }
            match answer {
                Ok(revision) => {
                    wait = WAIT_MS.0;
                    self.cut.set(false);
                    self.accepted(&write, revision);
                }
                Err(Failure::Refused(Problem::Conflict { cells, .. })) => {
                    self.cut.set(false);
                    self.disputed(&write, cells);
                }
                // The scenario is no draft any more: what was typed is kept until the reader decides.
                Err(Failure::Refused(Problem::WrongState(standing))) => {
                    self.cut.try_set(false);
                    self.stranded(&write, &standing);
                }
                // The writes stay queued; they go out when someone has signed in again.
                Err(Failure::Refused(Problem::SignedOut)) => return self.board.session.end(),
                Err(Failure::Refused(problem)) if is_final(&problem) => {
                    self.cut.set(false);
                    self.rejected(&write, &problem);
                }
                Err(_) => {
                    self.cut.set(true);
                    pause(wait).await;
                    wait = (wait * 2).min(WAIT_MS.1);
                }
            }
        }
    }

    /// The write to send now. `None` when there is none, or when the board is gone.
    fn next_write(self) -> Option<Write> {
        // Without notice: taking the next write changes nothing that is shown.
        let write = self.board.outbox.try_update_untracked(|outbox| outbox.next(uuid).cloned()).flatten()?;
        self.board.keep_outbox();
        self.remember(&write.id);
        Some(write)
    }

    /// Knows a write of this page's again when it comes back as a change.
    fn remember(self, write: &str) {
        self.mine.try_with_value(|mine| {
            let mut mine = mine.borrow_mut();
            if !mine.iter().any(|known| known == write) {
                mine.push_back(write.to_owned());
            }
            if mine.len() > REMEMBERED {
                mine.pop_front();
            }
        });
    }

    /// Tells why cells are locked, at once: a reason waits for no line.
    pub(super) async fn explain(self, write: &Write) -> Result<(), Failure> {
        let uuid = self.board.plan.with_value(|plan| plan.uuid.clone());
        self.remember(&write.id);
        let revision = api::scenario_cells_set(&uuid, write).await?;
        if !self.cut.is_disposed() {
            for edit in &write.edits {
                self.board.confirm(edit, revision, &session::author());
            }
        }
        Ok(())
    }

    fn accepted(self, write: &Write, revision: u64) {
        self.board.outbox.update(|outbox| outbox.accepted(&write.id, revision));
        self.board.keep_outbox();
        for edit in &write.edits {
            self.board.confirm(edit, revision, &session::author());
        }
    }

    fn disputed(self, write: &Write, conflicts: Vec<CellConflict>) {
        for conflict in &conflicts {
            self.learn_conflict(conflict);
        }
        self.board.outbox.update(|outbox| outbox.refused(&write.id, conflicts));
        self.board.keep_outbox();
        self.board.refresh_all();
    }

    fn learn_conflict(self, conflict: &CellConflict) {
        self.board.learn(
            &api::ScenarioCell {
                cpi: conflict.cell.cpi.to_string(),
                profile: conflict.cell.profile.to_string(),
                operators: i32::try_from(conflict.operators).unwrap_or(i32::MAX),
                locked: conflict.locked,
                revision: i32::try_from(conflict.revision).unwrap_or(i32::MAX),
                edited_by: conflict.by.clone(),
                edited_at: crate::graphql::DateTime(conflict.at.clone()),
                lock: None,
            },
            false,
        );
    }

    fn rejected(self, write: &Write, why: &Problem) {
        self.board.outbox.update(|outbox| outbox.rejected(&write.id, why));
        self.board.keep_outbox();
        self.board.refresh_all();
    }

    fn stranded(self, write: &Write, standing: &Standing) {
        self.board.stands_by_refusal(standing);
        self.board.outbox.update(|outbox| outbox.strand(&write.id));
        self.board.keep_outbox();
        self.board.refresh_all();
    }

    fn take_in(self, change: &ScenarioChange) {
        let revision = u64::try_from(change.revision).unwrap_or_default();
        if self.board.revision.get_untracked() >= revision {
            return;
        }
        let own = self.mine.with_value(|mine| mine.borrow().contains(&change.write));
        if own {
            self.board.outbox.update(|outbox| outbox.accepted(&change.write, revision));
        }
        for cell in &change.cells {
            let Some(key) = cell.key() else { continue };
            if !own {
                let theirs = CellConflict {
                    cell: key,
                    seen: 0,
                    revision,
                    operators: cell.value().operators,
                    locked: cell.locked,
                    by: cell.edited_by.clone(),
                    at: cell.edited_at.0.clone(),
                };
                self.board.outbox.update_untracked(|outbox| outbox.overtaken(&theirs));
            }
            self.board.learn(cell, !own);
        }
        if !own {
            // The outbox may hold a new dispute.
            self.board.outbox.notify();
            if !change.cells.is_empty() {
                self.others.set(Some(Others { by: change.by.clone(), cells: change.cells.len() }));
            }
        }
        self.board.talk.learn(self.board, &change.threads);
        self.board.meetings.learn(change.meetings.clone());
        for figure in &change.figures {
            self.board.own_figures.learn(figure);
        }
        if let Some(step) = &change.step {
            let (by, at) = (change.by.clone(), change.at.0.clone());
            let standing = Standing { state: step.state.into(), archived: step.archived, by, at };
            self.board.stands(standing, step.note.clone());
        }
        if let Some(told) = &change.outline {
            let before = self.board.outline.get_untracked();
            self.board.outline.set(told.read());
            let numbers = |outline: &Outline| (outline.head_count, outline.budget_cents, outline.months);
            if self.board.outline.with_untracked(|now| numbers(now) != numbers(&before)) {
                self.board.source.set(Provenance::of(&change.by));
            }
        }
        self.board.keep_outbox();
        self.board.revision.set(revision);
    }

    fn take_figures(self, change: &FigureChange) {
        let revision = u64::try_from(change.revision).unwrap_or_default();
        if self.board.figures_revision.get_untracked() >= revision {
            return;
        }
        self.board.figures.update(|figures| {
            for (key, value) in plan::figures(&change.figures) {
                match value {
                    Some(value) => figures.insert(key, value),
                    None => figures.remove(&key),
                };
            }
        });
        self.board.figures_revision.set(revision);
        if change.catchments {
            let board = self.board;
            leptos::task::spawn_local(async move {
                // Until it is known, or a later change asks, or the board was left.
                while board.figures_revision.try_get_untracked() == Some(revision) {
                    let told = api::cpis().await.ok().and_then(|cpis| cpis.catchments());
                    if board.figures_revision.try_get_untracked() != Some(revision) {
                        return;
                    }
                    if let Some(catchments) = told {
                        board.today.try_set(catchments);
                        return;
                    }
                    pause(WAIT_MS.1).await;
                }
            });
        }
    }

    /// Keeps the table as the server last told it, for a day without a network.
    fn keep(self) {
        let board = self.board;
        let kept = board.keeper.try_with_value(Keeper::board).flatten();
        let Some(mut kept) = kept else { return };
        if let Some(scenario) = kept.scenario.as_mut() {
            scenario.cells = board.saved_cells();
            scenario.own_figures = board
                .own_figures
                .own
                .with_untracked(|own| own.iter().map(|(key, own)| OwnFigure::of(key, own)).collect());
            scenario.base = board.own_figures.kept.with_untracked(|kept| kept.as_ref().map(Base::of));
            scenario.revision = i32::try_from(board.revision.get_untracked()).unwrap_or(i32::MAX);
            board.outline.with_untracked(|outline| scenario.take_outline(outline));
            let note = board.note.get_untracked();
            scenario.standing = board.standing.with_untracked(|standing| super::standing::Standing::of(standing, note));
        }
        board.keeper.with_value(|keeper| keeper.keep_board(&kept));
    }
}

/// Whether a refusal stays one when the same write is sent again.
pub(super) fn is_final(problem: &Problem) -> bool {
    !matches!(problem, Problem::Internal { .. } | Problem::TooMany { .. })
}
