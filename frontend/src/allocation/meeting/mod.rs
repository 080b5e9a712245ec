//! Meetings at a scenario: one leads, and the boards of the others show what that one shows; each says what they think, and
//! that stays.

mod api;
mod bar;
mod end;
mod follow;
mod opinion;
mod past;
mod window;
mod words;

use std::collections::BTreeMap;

use leptos::prelude::*;

pub(super) use api::ToldMeeting;
pub(super) use bar::{MeetingBar, OpenMeetings};
pub(super) use follow::follow;
pub(super) use window::MeetingWindow;

use super::board::Board;
use crate::live::pause;

/// How long meetings that could not be read are waited for, milliseconds.
const AGAIN_MS: u32 = 4_000;
/// After how long a meeting was rather forgotten than goes on, milliseconds: whoever comes then follows it by their own word alone.
const LONGEST_MS: f64 = 12.0 * 3_600_000.0;

/// The meetings at a board's scenario: cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct Meetings {
    /// By id; ids grow with time.
    all: RwSignal<BTreeMap<String, ToldMeeting>>,
    /// The one that is on.
    on: Memo<Option<ToldMeeting>>,
    /// Whether the window is open.
    open: RwSignal<bool>,
    /// Whether the reader's board shows what the leader's does, once the reader has said so.
    follows: RwSignal<Option<bool>>,
    /// The reader works in the sheet, or types: their board is left alone.
    works: RwSignal<bool>,
}

impl Meetings {
    pub(super) fn new() -> Self {
        let all = RwSignal::new(BTreeMap::<String, ToldMeeting>::new());
        let on = Memo::new(move |_| all.with(|all| all.values().find(|meeting| meeting.ended_at.is_none()).cloned()));
        Self { all, on, open: RwSignal::new(false), follows: RwSignal::new(None), works: RwSignal::new(false) }
    }

    /// Learns how meetings stand now.
    pub(super) fn learn(&self, told: Vec<ToldMeeting>) {
        if !told.is_empty() {
            self.all.try_update(|all| all.extend(told.into_iter().map(|it| (it.id.inner().to_owned(), it))));
        }
    }

    /// Learns how a meeting stood at a revision, unless the board has heard of that one and later ones already.
    fn answered(&self, board: Board, (meeting, revision): (ToldMeeting, i32)) {
        let known = board.revision.try_get_untracked().unwrap_or(u64::MAX);
        if u64::try_from(revision).is_ok_and(|revision| revision > known) {
            self.learn(vec![meeting]);
        }
    }

    /// Whether the reader means to follow: by their own word, else as long as the meeting is of today.
    fn wants_to_follow(&self) -> bool {
        let is_recent = |on: &ToldMeeting| {
            let begun = js_sys::Date::new(&on.begun_at.0.as_str().into()).get_time();
            js_sys::Date::now() - begun < LONGEST_MS
        };
        self.follows.get().unwrap_or_else(|| self.on.with(|on| on.as_ref().is_some_and(is_recent)))
    }

    /// Whether the reader leads the meeting that is on.
    pub(super) fn is_led_by(&self, account: Option<&str>) -> bool {
        self.on.with(|on| on.as_ref().is_some_and(|on| Some(on.leader.inner()) == account))
    }

    /// Whom the reader means to follow: the account and the name.
    fn leader_for(&self, account: Option<&str>) -> Option<(String, String)> {
        let is_meant = self.wants_to_follow() && !self.is_led_by(account);
        let of = |on: &ToldMeeting| (on.leader.inner().to_owned(), on.led_by.clone());
        self.on.with(|on| on.as_ref().filter(|_| is_meant).map(of))
    }

    /// Whether the reader's board follows another's.
    pub(super) fn is_followed_by(&self, account: Option<&str>) -> bool {
        !self.works.get() && self.leader_for(account).is_some()
    }
}

/// The account of the reader.
pub(super) fn me(board: Board) -> Option<String> {
    board.session.viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()))
}

/// Reads the meetings so far. What changes meanwhile comes with the scenario's changes, and is newer than what is read here.
pub(super) fn load(board: Board) {
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    leptos::task::spawn_local(async move {
        loop {
            if let Ok(told) = api::meetings(&uuid).await {
                let known = board.meetings.all.try_with_untracked(|all| all.keys().cloned().collect::<Vec<String>>());
                let Some(known) = known else { return };
                let new = |it: &ToldMeeting| !known.iter().any(|id| id == it.id.inner());
                return board.meetings.learn(told.into_iter().filter(new).collect());
            }
            pause(AGAIN_MS).await;
            // The board may have been left meanwhile.
            if board.meetings.open.is_disposed() {
                return;
            }
        }
    });
}
