//! Who else is at the scenario, and in which cell; for as long as the board is open they are told where its reader is.
//!
//! To be in another cell is to follow anew: the next line is opened before the last one is closed, so that nobody sees the
//! reader leave. What the line tells is the whole, so a line that was cut has nothing to catch up with.

mod api;
mod people;
mod tell;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProfileCode},
    identity::{hue, initials},
    staffing::{CellKey, meeting::MAX_LOOK},
};

pub(super) use people::People;

use self::api::ToldVisitor;
use super::{board::Board, grid::Grid, look, meeting};
use crate::{
    i18n::Words,
    live::{self, Link},
};

/// How long the cursor has to rest before others are told where it is, milliseconds: whoever walks through the sheet is not
/// followed step by step.
const SETTLE_MS: u32 = 600;
/// Colours that tell people apart, beside their names.
const HUES: u32 = 8;

/// Someone who is at the scenario.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Visitor {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) initials: String,
    /// Which of the colours is theirs.
    pub(super) hue: u32,
    /// The cell that they are in, if this board knows it.
    pub(super) cell: Option<usize>,
    /// What their board shows, if they lead a meeting.
    pub(super) look: Option<String>,
    /// Whether it is the reader.
    pub(super) is_me: bool,
}

/// Follows who is there until the owner is cleaned up, and tells them where the reader is.
pub(super) fn follow(words: Words, board: Board, grid: Grid) {
    tell::follow(words, board);
    let here = RwSignal::new(untrack(|| place(board, grid)));
    let rest = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let now = place(board, grid);
        rest.set_value(Some(Timeout::new(SETTLE_MS, move || {
            if here.try_with_untracked(|here| *here != now) == Some(true) {
                here.set(now);
            }
        })));
    });
    let owner = Owner::current().map(|owner| owner.downgrade());
    let lines = StoredValue::new(Vec::<Owner>::new());
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    Effect::new(move |_| {
        let (here, uuid) = (here.get(), uuid.clone());
        // A line outlives the effect that opened it, and is the board's.
        let Some(line) = owner.as_ref().and_then(WeakOwner::upgrade).map(|owner| owner.child()) else { return };
        let link = line.with(|| {
            live::follow(
                move || api::presence(&uuid, here.0.as_ref(), here.1.clone()),
                move |told: api::Presence| {
                    board.visitors.try_set(read(board, &told.scenario_presence));
                    end_all_but(lines, 1);
                },
            )
        });
        // Whoever cannot be heard of is not shown as if they were there.
        line.with(|| {
            Effect::new(move |_| {
                if link.get() == Link::Cut {
                    board.visitors.set(Vec::new());
                }
            });
        });
        lines.update_value(|lines| lines.push(line));
        // While there is no server, lines wait: only the newest two are needed.
        end_all_but(lines, 2);
    });
}

/// Closes the oldest lines.
fn end_all_but(lines: StoredValue<Vec<Owner>>, kept: usize) {
    let old = lines.try_update_value(|lines| lines.drain(..lines.len().saturating_sub(kept)).collect::<Vec<_>>());
    for line in old.unwrap_or_default() {
        line.cleanup();
    }
}

/// The cell under the cursor; whoever leads a meeting says what the board shows, too. Whoever follows is nowhere: their
/// cursor goes with the leader's.
fn place(board: Board, grid: Grid) -> (Option<CellKey>, Option<String>) {
    let me = meeting::me(board);
    if board.meetings.is_followed_by(me.as_deref()) {
        return (None, None);
    }
    let cell =
        grid.current().and_then(|(cpi, column)| board.plan.with_value(|plan| plan.key(cpi * plan.columns() + column)));
    (
        cell,
        board
            .meetings
            .is_led_by(me.as_deref())
            .then(|| look::address(&look::seen(grid)))
            .filter(|look| look.len() <= MAX_LOOK),
    )
}

fn read(board: Board, told: &[ToldVisitor]) -> Vec<Visitor> {
    let me = board.session.viewer.with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.id.clone()));
    let cell = |told: &ToldVisitor| {
        let cpi = CpiCode::new(told.cpi.clone()?).ok()?;
        let profile = ProfileCode::new(told.profile.clone()?).ok()?;
        board.plan.with_value(|plan| plan.cell(&CellKey { cpi, profile }))
    };
    let visitor = |told: &ToldVisitor| Visitor {
        id: told.id.inner().to_owned(),
        name: told.name.clone(),
        initials: initials(&told.name),
        hue: hue(told.id.inner(), HUES),
        cell: cell(told),
        look: told.look.clone(),
        is_me: me.as_deref() == Some(told.id.inner()),
    };
    told.iter().map(visitor).collect()
}
