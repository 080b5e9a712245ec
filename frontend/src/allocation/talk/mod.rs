//! What is said of a scenario's cells and job centres: threads, followed live, and the window in which they are read and written.

mod api;
mod form;
mod here;
mod pick;
mod thread;
mod waiting;
mod window;

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProfileCode},
    identity::Action,
};

pub(super) use api::ToldThread;
pub(super) use here::{OpenTalk, TalkHere};
pub(super) use waiting::Waiting;
pub(super) use window::TalkWindow;

use super::{board::Board, plan::Plan};
use crate::live::pause;

/// How long threads that could not be read are waited for, milliseconds.
const AGAIN_MS: u32 = 4_000;

/// What something is said of: a job centre, by its row, or one cell of it, by its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) cpi: usize,
    pub(super) column: Option<usize>,
}

/// A thread, and of what it is here. Where it is of a place that this board does not know, it is not shown.
#[derive(Clone, Debug, PartialEq)]
struct Thread {
    spot: Spot,
    told: ToldThread,
}

impl Thread {
    fn read(plan: &Plan, told: &ToldThread) -> Option<Self> {
        let code = CpiCode::new(&*told.cpi).ok()?;
        let cpi = plan.cpis.iter().position(|row| row.code == code)?;
        let column = match &told.profile {
            None => None,
            Some(profile) => {
                let code = ProfileCode::new(&**profile).ok()?;
                Some(plan.profiles.iter().position(|(known, _)| *known == code)?)
            }
        };
        Some(Self { spot: Spot { cpi, column }, told: told.clone() })
    }

    /// Whether something in it still waits to be done.
    fn is_open(&self) -> bool {
        !self.told.resolved && self.told.comments.iter().any(|comment| !comment.deleted)
    }

    /// Whether someone has said something in it.
    fn is_of(&self, person: &str) -> bool {
        self.told.comments.iter().any(|comment| comment.author.inner() == person)
    }

    /// Whether it mentions someone.
    fn mentions(&self, person: &str) -> bool {
        let mut mentions = self.told.comments.iter().flat_map(|comment| &comment.mentions);
        mentions.any(|mention| mention.id.inner() == person)
    }

    /// Whether it waits for someone's answer, as the server counts it.
    fn waits_for(&self, person: &str) -> bool {
        let comments = &self.told.comments;
        let own = comments.iter().rposition(|comment| comment.author.inner() == person && !comment.deleted);
        let asked = comments.iter().rposition(|comment| {
            comment.author.inner() != person && comment.mentions.iter().any(|mention| mention.id.inner() == person)
        });
        !self.told.resolved && asked.is_some() && asked > own
    }
}

/// The threads of a board, and where its window stands: cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct Talk {
    threads: RwSignal<BTreeMap<String, Thread>>,
    /// How many open threads there are of each spot.
    marks: Memo<BTreeMap<Spot, usize>>,
    open: RwSignal<bool>,
    /// Of what something new would be said.
    spot: RwSignal<Option<Spot>>,
    /// Whether the window shows the threads of that job centre alone.
    only_here: RwSignal<bool>,
    /// What was begun and not sent, by the form that it was begun in: a window that closes loses nothing.
    drafts: StoredValue<BTreeMap<String, Draft>>,
}

/// A text, and those whom it mentions.
type Draft = (String, Vec<api::Person>);

impl Talk {
    pub(super) fn new() -> Self {
        let threads = RwSignal::new(BTreeMap::<String, Thread>::new());
        let marks = Memo::new(move |_| {
            let mut marks = BTreeMap::new();
            threads.with(|threads| {
                for thread in threads.values().filter(|thread| thread.is_open()) {
                    *marks.entry(thread.spot).or_default() += 1;
                }
            });
            marks
        });
        let (open, spot, only_here) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(false));
        Self { threads, marks, open, spot, only_here, drafts: StoredValue::new(BTreeMap::new()) }
    }

    /// Keeps what was begun in a form; nothing of an empty text.
    fn keep(&self, form: &str, draft: Draft) {
        self.drafts.try_update_value(|drafts| {
            if draft.0.trim().is_empty() {
                drafts.remove(form);
            } else {
                drafts.insert(form.to_owned(), draft);
            }
        });
    }

    /// How many open threads there are of a spot.
    pub(super) fn marks_at(&self, spot: Spot) -> usize {
        self.marks.with(|marks| marks.get(&spot).copied()).unwrap_or_default()
    }

    /// Opens the window on what is said of a spot.
    pub(super) fn open_at(&self, spot: Spot) {
        self.spot.set(Some(spot));
        self.only_here.set(true);
        self.open.set(true);
    }

    /// Learns how threads stand now.
    pub(super) fn learn(&self, board: Board, told: &[ToldThread]) {
        if told.is_empty() {
            return;
        }
        let read =
            |plan: &std::sync::Arc<Plan>| told.iter().filter_map(|it| Thread::read(plan, it)).collect::<Vec<_>>();
        // The board may have been left meanwhile.
        let Some(read) = board.plan.try_with_value(read) else { return };
        self.threads.try_update(|threads| {
            threads.extend(read.into_iter().map(|thread| (thread.told.id.inner().to_owned(), thread)));
        });
    }
}

/// Whether the reader may say something.
fn may_say(board: Board) -> bool {
    board.session.may_at_all(Action::CommentScenarios)
}

/// The account of the reader.
fn me(board: Board) -> String {
    board.session.viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()).unwrap_or_default())
}

/// The name of a spot for people.
fn spot_name(board: Board, spot: Spot) -> String {
    match spot.column {
        Some(column) => board.cell_name(spot.cpi * board.plan.with_value(|plan| plan.columns()) + column),
        None => board.plan.with_value(|plan| plan.cpis.get(spot.cpi).map(|cpi| cpi.name.clone())).unwrap_or_default(),
    }
}

/// Reads what was said so far. What is said meanwhile comes with the scenario's changes, and is newer than what is read here.
pub(super) fn load(board: Board) {
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    leptos::task::spawn_local(async move {
        let mut after = None;
        loop {
            let Ok((told, more)) = api::threads(&uuid, after.clone()).await else {
                pause(AGAIN_MS).await;
                // The board may have been left meanwhile.
                if board.talk.open.is_disposed() {
                    return;
                }
                continue;
            };
            let Some(known) = board.talk.threads.try_with_untracked(|threads| {
                told.iter().map(|it| threads.contains_key(it.id.inner())).collect::<Vec<bool>>()
            }) else {
                return;
            };
            let new: Vec<ToldThread> =
                told.into_iter().zip(known).filter(|(_, known)| !known).map(|(told, _)| told).collect();
            board.talk.learn(board, &new);
            match more {
                None => return,
                more => after = more,
            }
        }
    });
}
