//! What the pages of partnerships share: all that may be seen, the matrix, and the changes of both as they happen.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    code::ProvinceCode,
    identity::{Resource, policy::act::EditPartnerships},
    organisations::Level,
    partnerships::{Kind, State},
};

use super::api::{self, Partnership, Requirement};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, language, t_string},
    live::{self, Link},
    session::Session,
    ui::announce::Announcer,
};

/// A partnership that is about to be begun.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Start {
    pub(super) title: String,
    pub(super) kind: Kind,
    pub(super) province: Option<String>,
    pub(super) serves: Vec<String>,
}

/// A step that is about to be taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stepping {
    pub(super) partnership: Partnership,
    pub(super) to: State,
}

/// What the pages share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) session: Session,
    /// By id. None while they are read for the first time.
    pub(super) all: RwSignal<Option<BTreeMap<String, Partnership>>>,
    pub(super) matrix: RwSignal<Vec<Requirement>>,
    pub(super) failed: RwSignal<Option<Failure>>,
    pub(super) start: RwSignal<Option<Start>>,
    pub(super) step: RwSignal<Option<Stepping>>,
    /// The newest change that was heard of: its revision.
    pub(super) heard: RwSignal<i32>,
    /// Grows with each change, of whichever partnership.
    pub(super) changes: RwSignal<u32>,
}

impl Desk {
    /// Reads everything, and follows what changes.
    pub(super) fn open(words: Words) -> Self {
        let desk = Self {
            words,
            session: expect_context::<Session>(),
            all: RwSignal::new(None),
            matrix: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            start: RwSignal::new(None),
            step: RwSignal::new(None),
            heard: RwSignal::new(-1),
            changes: RwSignal::new(0),
        };
        // Whoever signs in sees more.
        Effect::new(move |_| {
            desk.session.changes.track();
            desk.read();
        });
        // Once: an effect that ran again would end what it follows.
        let ready = Memo::new(move |_| desk.heard.get() >= 0);
        Effect::new(move |_| {
            if ready.get() {
                desk.follow();
            }
        });
        desk
    }

    fn read(self) {
        leptos::task::spawn_local(async move {
            self.session.known().await;
            let (found, matrix) = futures::join!(api::all(), api::matrix());
            match (found, matrix) {
                (Ok((found, revision)), Ok(matrix)) => {
                    let by_id = found.into_iter().map(|one| (one.id.inner().to_owned(), one)).collect();
                    self.all.try_set(Some(by_id));
                    self.matrix.try_set(matrix);
                    self.failed.try_set(None);
                    self.heard.try_update(|heard| *heard = (*heard).max(revision));
                }
                (Err(failure), _) | (_, Err(failure)) => drop(self.failed.try_set(Some(failure))),
            }
        });
    }

    fn follow(self) -> RwSignal<Link> {
        live::follow(
            move || api::changes(self.heard.try_get_untracked().unwrap_or_default().max(0)),
            move |told: api::Changes| self.take(told.partnership_changes),
        )
    }

    /// Takes a change that somebody made.
    fn take(self, change: api::Change) {
        let before = self.take_one(change.id.inner(), change.partnership);
        self.heard.try_update_untracked(|heard| *heard = (*heard).max(change.revision));
        if let (Some(by), Some(title)) = (change.by, before)
            && by != crate::session::author()
        {
            let said =
                untrack(|| fill(t_string!(self.words, partnerships.changed_by), &[("by", &by), ("title", &title)]));
            Announcer::say(said);
        }
    }

    /// Takes a partnership as it is now. Gives its title.
    fn take_one(self, id: &str, now: Option<Partnership>) -> Option<String> {
        let title = now.as_ref().map(|now| now.title.clone());
        self.all.try_update(|all| {
            let all = all.get_or_insert_default();
            match now {
                // An answer of ours may be newer than the change that arrives after it.
                Some(now) if all.get(id).is_none_or(|known| known.revision <= now.revision) => {
                    all.insert(id.to_owned(), now);
                }
                Some(_) => {}
                None => drop(all.remove(id)),
            }
        });
        self.changes.try_update(|changes| *changes += 1);
        leptos::task::spawn_local(async move {
            if let Ok(matrix) = api::matrix().await {
                self.matrix.try_set(matrix);
            }
        });
        title
    }

    /// Takes what a write of this page came to.
    pub(super) fn done(self, now: Partnership) {
        let id = now.id.inner().to_owned();
        self.take_one(&id, Some(now));
    }

    /// Whether a partnership of a place may be changed here.
    pub(super) fn may_at(self, province: Option<&str>) -> bool {
        let place = province.and_then(|code| ProvinceCode::new(code).ok());
        self.session.may::<EditPartnerships>(&place.map_or(Resource::Region, Resource::Province))
    }

    /// Whether a partnership may be changed here.
    pub(super) fn may(self, one: &Partnership) -> bool {
        self.may_at(one.province_of())
    }

    /// Where a partnership is, in words.
    pub(super) fn place(self, one: &Partnership) -> String {
        match one.province_of() {
            Some(code) => code.to_owned(),
            None => one.level.0.label(language(self.words)).to_owned(),
        }
    }
}

/// How far a place reaches.
pub(super) fn level_of(province: Option<&String>) -> Level {
    if province.is_some() { Level::Province } else { Level::Regional }
}

/// A day as people write it: `25/11/2026`.
pub(super) fn day_text(day: &str) -> String {
    day.split('-').rev().collect::<Vec<_>>().join("/")
}
