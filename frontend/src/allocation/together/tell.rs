//! Who has come and who has gone, told to assistive technology: gathered, and never for a mere move.

use std::collections::BTreeMap;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::announce::Announcer,
};

/// How long comings and goings are gathered, milliseconds: whoever was only cut off for a moment is not told of.
const GATHER_MS: u32 = 4_000;

/// Tells who comes and goes for as long as the owner lives.
pub(super) fn follow(words: Words, board: Board) {
    let known = StoredValue::new(BTreeMap::<String, String>::new());
    let pause = StoredValue::new_local(None::<Timeout>);
    let others = Memo::new(move |_| {
        board.visitors.with(|visitors| {
            let others = visitors.iter().filter(|visitor| !visitor.is_me);
            others.map(|visitor| (visitor.id.clone(), visitor.name.clone())).collect::<BTreeMap<_, _>>()
        })
    });
    Effect::new(move |_| {
        others.track();
        pause.set_value(Some(Timeout::new(GATHER_MS, move || {
            let Some(now) = others.try_get_untracked() else { return };
            let before = known.try_update_value(|known| std::mem::replace(known, now.clone())).unwrap_or_default();
            let told = sentences(words, &before, &now);
            if !told.is_empty() {
                Announcer::say(told);
            }
        })));
    });
}

fn sentences(words: Words, before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> String {
    let come = now.iter().filter(|(id, _)| !before.contains_key(*id));
    let come = come.map(|(_, name)| fill(t_string!(words, together.came), &[("name", name)]));
    let gone = before.iter().filter(|(id, _)| !now.contains_key(*id));
    let gone = gone.map(|(_, name)| fill(t_string!(words, together.went), &[("name", name)]));
    come.chain(gone).collect::<Vec<_>>().join(". ")
}
