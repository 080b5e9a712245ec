//! Saving: each edit is one write that is sent until it is answered; what was typed is never lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Problem,
    code::ServiceCode,
    problem::FigureConflict,
    staffing::{FigureKey, assumptions::SHARE_TOLERANCE},
};

use super::{
    api::{self, Figure, FigureChange, FigureEditInput},
    draft::{Draft, Saving, in_typed_unit, read},
    keep::{Edit, Keeper, Write},
};
use crate::{
    graphql::{DateTime, Failure},
    i18n::{fill, t_string},
    ids, live, session,
    ui::announce::Announcer,
};

/// The wait before a write is sent again, milliseconds; it doubles up to the second number.
const WAIT_MS: (u32, u32) = (1_000, 15_000);

impl Draft {
    /// Saves what is typed for a figure, if it is a number and another one than is saved.
    pub(super) fn commit(self, key: &FigureKey) {
        let Some(Some(text)) = self.typed.try_with_untracked(|typed| typed.get(key).cloned()) else { return };
        if matches!(untrack(|| self.saving_of(key)), Some(Saving::Sent | Saving::Waiting | Saving::Conflict(_))) {
            return;
        }
        let value = if text.trim().is_empty() && key.is_optional() {
            None
        } else {
            match untrack(|| read(self.words, key, &text)) {
                Ok(value) => Some(value),
                Err(_) => return,
            }
        };
        if untrack(|| self.value(key)) == value {
            self.forget(key);
            return;
        }
        self.send(vec![(key.clone(), value)]);
    }

    /// Saves the mix of a service whole, if it adds up.
    pub(super) fn commit_mix(self, keys: &[FigureKey]) {
        if (untrack(|| self.mix_sum(keys)) - 1.0).abs() > SHARE_TOLERANCE {
            return;
        }
        let changed = keys.iter().filter_map(|key| {
            let (now, saved) = untrack(|| (self.current(key), self.value(key)));
            (now != saved).then(|| (key.clone(), now))
        });
        let edits: Vec<_> = changed.collect();
        let busy = |key: &FigureKey| matches!(untrack(|| self.saving_of(key)), Some(Saving::Sent | Saving::Waiting));
        if keys.iter().any(busy) {
            return;
        }
        if edits.is_empty() {
            for key in keys {
                self.forget(key);
            }
        } else {
            self.send(edits);
        }
    }

    /// Goes back to the number that came with the plan, or to the derived one.
    pub(super) fn restore(self, key: &FigureKey) {
        let built_in = self.saved.with_untracked(|saved| saved.get(key).and_then(|figure| figure.built_in));
        self.forget(key);
        if key.is_optional() || built_in.is_some() {
            self.send(vec![(key.clone(), if key.is_optional() { None } else { built_in })]);
        }
    }

    /// Drops what is typed: the saved number stands again.
    pub(super) fn forget(self, key: &FigureKey) {
        self.decided(key);
        self.typed.update(|typed| drop(typed.remove(key)));
        self.saving.update(|saving| drop(saving.remove(key)));
        self.seen.update_value(|seen| {
            seen.remove(key);
        });
    }

    /// Takes what is typed into a field. From its first letter on, the revision that the writer saw is kept.
    pub(super) fn type_in(self, key: &FigureKey, text: String) {
        let revision = self.saved.with_untracked(|saved| saved.get(key).map(|it| it.revision)).unwrap_or_default();
        if self.typed.with_untracked(|typed| !typed.contains_key(key)) {
            self.seen.update_value(|seen| {
                seen.insert(key.clone(), revision);
            });
        }
        self.typed.update(|typed| drop(typed.insert(key.clone(), text)));
        let stale =
            |state: Option<&Saving>| matches!(state, Some(Saving::Saved | Saving::Wrong(_) | Saving::Failed(_)));
        if self.saving.with_untracked(|saving| stale(saving.get(key))) {
            self.saving.update(|saving| drop(saving.remove(key)));
        }
    }

    /// Answers a conflict: the typed number goes out again over the newer one, or is dropped for it.
    pub(super) fn settle(self, key: &FigureKey, keep_mine: bool) {
        if !keep_mine {
            return self.forget(key);
        }
        let settled = |key: &FigureKey| {
            self.decided(key);
            self.saving.update(|saving| drop(saving.remove(key)));
            self.seen.update_value(|seen| {
                seen.remove(key);
            });
        };
        settled(key);
        if let FigureKey::Share(service, _) = key {
            let keys = self.plan.with_value(|plan| plan.mix(service));
            keys.iter().for_each(settled);
            self.commit_mix(&keys);
        } else {
            self.commit(key);
        }
    }

    /// Drops the write that lost the race for a figure, once nothing of it is left to decide.
    fn decided(self, key: &FigureKey) {
        let Some(Some(id)) = self.disputed.try_update_value(|disputed| disputed.remove(key)) else { return };
        if self.disputed.with_value(|disputed| disputed.values().all(|other| *other != id)) {
            self.keeper.with_value(|keeper| keeper.forget(&id));
        }
    }

    fn send(self, edits: Vec<(FigureKey, Option<f64>)>) {
        let texts: BTreeMap<_, _> = self.typed.with_untracked(|typed| {
            edits.iter().filter_map(|(key, _)| Some((key.clone(), typed.get(key)?.clone()))).collect()
        });
        let edits = self.saved.with_untracked(|saved| {
            let newest = |key: &FigureKey| saved.get(key).map(|figure| figure.revision).unwrap_or_default();
            let begun = |key: &FigureKey| self.seen.with_value(|seen| seen.get(key).copied());
            let seen = |key: &FigureKey| begun(key).unwrap_or_else(|| newest(key));
            edits.into_iter().map(|(key, value)| Edit { seen: seen(&key), key, value }).collect()
        });
        let write = Write { id: ids::uuid(), at: js_sys::Date::now(), edits, texts };
        self.keeper.with_value(|keeper| keeper.keep(&write));
        self.mark(&write, &Saving::Sent);
        spawn_local(self.deliver(write));
    }

    /// Sends a write until it is answered. It stays kept in the browser until then, and as long as nobody has seen a refusal.
    async fn deliver(self, write: Write) {
        let input = |edit: &Edit| FigureEditInput { key: edit.key.to_string(), value: edit.value, seen: edit.seen };
        let inputs: Vec<FigureEditInput> = write.edits.iter().map(input).collect();
        let Some(keeper) = self.keeper.try_get_value() else { return };
        let mut wait = WAIT_MS.0;
        loop {
            let failure = match api::figures_set(&write.id, &inputs).await {
                Ok(revision) => {
                    keeper.forget(&write.id);
                    return self.accepted(&write, revision);
                }
                Err(failure) => failure,
            };
            if failure == Failure::Refused(Problem::SignedOut) {
                self.mark(&write, &Saving::Waiting);
                self.signed_in_again().await;
                if keeper.is_mine() {
                    continue;
                }
                // Somebody else has signed in: it waits for its writer.
                return;
            }
            let Some(pause) = pause_after(&failure, wait) else { return self.refused(&write, failure, &keeper) };
            self.mark(&write, &Saving::Waiting);
            live::pause(pause).await;
            wait = (wait * 2).min(WAIT_MS.1);
        }
    }

    /// Takes up what an earlier page of this browser left: what was typed here, and writes without an answer.
    pub(super) fn resume(self) {
        let (writes, typed) = self.keeper.with_value(|keeper| (keeper.writes(), keeper.typed()));
        let under_way = |key: &FigureKey| writes.iter().any(|write| write.edits.iter().any(|edit| edit.key == *key));
        for (key, (text, seen)) in typed {
            let newer = self.saved.with_untracked(|saved| saved.get(&key).filter(|it| it.revision > seen).cloned());
            if let Some(newer) = newer.filter(|_| !under_way(&key)) {
                let conflict = FigureConflict {
                    key: key.clone(),
                    seen: u64::try_from(seen).unwrap_or_default(),
                    revision: u64::try_from(newer.revision).unwrap_or_default(),
                    value: newer.value,
                    by: newer.edited_by.unwrap_or_default(),
                    at: newer.edited_at.map(|at| at.0).unwrap_or_default(),
                };
                self.saving.update_untracked(|saving| drop(saving.insert(key.clone(), Saving::Conflict(conflict))));
            }
            self.seen.update_value(|all| {
                all.insert(key.clone(), seen);
            });
            self.typed.update_untracked(|all| drop(all.insert(key, text)));
        }
        for write in &writes {
            for edit in &write.edits {
                self.seen.update_value(|all| {
                    all.insert(edit.key.clone(), edit.seen);
                });
            }
            for (key, text) in &write.texts {
                self.typed.update_untracked(|all| {
                    all.entry(key.clone()).or_insert_with(|| text.clone());
                });
            }
            self.mark(write, &Saving::Waiting);
        }
        spawn_local(async move {
            for write in writes {
                self.deliver(write).await;
            }
        });
    }

    /// Asks to sign in again, and waits until someone has.
    async fn signed_in_again(self) {
        let before = self.session.arrivals.get_untracked();
        self.session.end();
        while self.session.arrivals.get_untracked() == before {
            live::pause(WAIT_MS.0).await;
        }
    }

    fn mark(self, write: &Write, state: &Saving) {
        self.saving.try_update(|saving| {
            for edit in &write.edits {
                saving.insert(edit.key.clone(), state.clone());
            }
        });
    }

    fn accepted(self, write: &Write, revision: i32) {
        let (edits, texts) = (&write.edits, &write.texts);
        self.mark(write, &Saving::Saved);
        self.saved.try_update(|saved| {
            for Edit { key, value, .. } in edits {
                let figure = saved.entry(key.clone()).or_insert_with(|| fresh(key));
                if figure.revision < revision {
                    figure.value = *value;
                    figure.revision = revision;
                    figure.edited_by = Some(session::author());
                    figure.edited_at = Some(DateTime(String::from(js_sys::Date::new_0().to_iso_string())));
                }
            }
        });
        self.seen.try_update_value(|seen| {
            for edit in edits {
                seen.insert(edit.key.clone(), revision);
            }
        });
        self.typed.try_update(|typed| {
            for (key, sent) in texts {
                if typed.get(key) == Some(sent) {
                    typed.remove(key);
                }
            }
        });
        // What was typed while the write was under way is not saved, and goes out now.
        let typed_since: Vec<FigureKey> = self
            .typed
            .try_with_untracked(|typed| texts.keys().filter(|key| typed.contains_key(key)).cloned().collect())
            .unwrap_or_default();
        self.saving.try_update(|saving| saving.retain(|key, _| !typed_since.contains(key)));
        for key in texts.keys().filter(|key| !matches!(key, FigureKey::Share(..))) {
            self.commit(key);
        }
        let mixes: BTreeSet<&ServiceCode> = edits
            .iter()
            .filter_map(|edit| if let FigureKey::Share(service, _) = &edit.key { Some(service) } else { None })
            .collect();
        for service in mixes {
            let Some(keys) = self.plan.try_with_value(|plan| plan.mix(service)) else { return };
            let waits = |typed: &BTreeMap<FigureKey, String>| keys.iter().any(|key| typed.contains_key(key));
            if self.typed.try_with_untracked(waits) == Some(true) {
                self.commit_mix(&keys);
            }
        }
    }

    fn refused(self, write: &Write, failure: Failure, keeper: &Keeper) {
        let shown = self.saving.try_update(|saving| {
            for (index, Edit { key, .. }) in write.edits.iter().enumerate() {
                let field = format!("edits.{index}");
                let state = match &failure {
                    Failure::Refused(Problem::Conflict { figures, .. }) => {
                        let newer = figures.iter().find(|conflict| conflict.key == *key);
                        newer.map(|conflict| Saving::Conflict(conflict.clone()))
                    }
                    Failure::Refused(Problem::Invalid { fields }) => {
                        let named = |name: &str| name == key.to_string() || name.starts_with(&field);
                        let own = fields.iter().find(|problem| named(&problem.field));
                        let any = own.or(fields.first()).map(|problem| in_typed_unit(key, problem.rule.clone()));
                        any.map(Saving::Wrong)
                    }
                    other => Some(Saving::Failed(other.clone())),
                };
                match state {
                    Some(state) => saving.insert(key.clone(), state),
                    None => saving.remove(key),
                };
            }
        });
        // Nobody has seen the refusal when the page is gone: the next one that is opened asks again.
        if shown.is_none() {
            return;
        }
        let Failure::Refused(Problem::Conflict { figures, .. }) = failure else { return keeper.forget(&write.id) };
        self.disputed.update_value(|disputed| {
            disputed.extend(figures.iter().map(|newer| (newer.key.clone(), write.id.clone())));
        });
        // The newer numbers are known now: keeping mine sends mine over them.
        self.saved.try_update(|saved| {
            for newer in figures {
                let figure = saved.entry(newer.key.clone()).or_insert_with(|| fresh(&newer.key));
                if i64::from(figure.revision) < i64::try_from(newer.revision).unwrap_or(i64::MAX) {
                    figure.value = newer.value;
                    figure.revision = i32::try_from(newer.revision).unwrap_or(i32::MAX);
                    figure.edited_by = Some(newer.by);
                    figure.edited_at = Some(DateTime(newer.at));
                }
            }
        });
    }

    /// Takes a change that arrived live. What is being typed stays; the field says that the saved number moved.
    pub(super) fn receive(self, change: FigureChange) {
        if self.revision.try_get_untracked().is_none_or(|known| change.revision <= known) {
            return;
        }
        self.revision.set(change.revision);
        let foreign = change.by != session::author();
        self.saved.update(|saved| {
            for figure in change.figures {
                let Some(key) = figure.key() else { continue };
                if saved.get(&key).is_none_or(|known| known.revision <= figure.revision) {
                    saved.insert(key, figure);
                }
            }
        });
        if foreign {
            Announcer::say(fill(t_string!(self.words, demand.changed_by), &[("by", &change.by)]));
        }
    }
}

/// How long to wait before the same write is sent again, milliseconds. `None` when it would be refused again.
fn pause_after(failure: &Failure, wait: u32) -> Option<u32> {
    match failure {
        Failure::Offline => Some(wait),
        Failure::Refused(Problem::TooMany { retry_after_s }) => Some(retry_after_s.saturating_mul(1_000).max(wait)),
        _ => None,
    }
}

/// A figure that nobody had set.
fn fresh(key: &FigureKey) -> Figure {
    Figure {
        key: key.to_string(),
        value: None,
        provenance: api::Provenance {
            origin: crate::graphql::OriginName::Planner,
            source: session::author(),
            source_italian: None,
        },
        built_in: None,
        revision: 0,
        edited_by: None,
        edited_at: None,
    }
}
