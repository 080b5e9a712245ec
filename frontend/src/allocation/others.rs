//! What others did, told to assistive technology: at once, then gathered, so that nothing is left out and nobody is flooded.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::sync::{Others, Sync};
use crate::{
    i18n::{Words, counted, fill, t_string},
    ui::announce::Announcer,
};

/// Others' changes are announced at most this often, milliseconds.
const ANNOUNCE_MS: u32 = 5_000;

/// What was not told yet, and the pause after what was told last.
#[derive(Clone, Copy)]
struct Gathered {
    words: Words,
    untold: StoredValue<Vec<Others>>,
    pause: StoredValue<Option<Timeout>, LocalStorage>,
}

/// Tells others' changes for as long as the owner lives.
pub(super) fn tell(words: Words, sync: Sync) {
    let gathered = Gathered { words, untold: StoredValue::new(Vec::new()), pause: StoredValue::new_local(None) };
    Effect::new(move |_| {
        let Some(new) = sync.others.get() else { return };
        gathered.untold.update_value(|untold| match untold.iter_mut().find(|known| known.by == new.by) {
            Some(known) => known.cells += new.cells,
            None => untold.push(new),
        });
        if gathered.pause.with_value(Option::is_none) {
            gathered.say();
        }
    });
}

impl Gathered {
    fn say(self) {
        let mut untold = Vec::new();
        self.untold.update_value(|all| untold = std::mem::take(all));
        if untold.is_empty() {
            return self.pause.set_value(None);
        }
        let told: Vec<String> = untold.iter().map(|others| sentence(self.words, others)).collect();
        Announcer::say(told.join(". "));
        self.pause.set_value(Some(Timeout::new(ANNOUNCE_MS, move || self.say())));
    }
}

fn sentence(words: Words, others: &Others) -> String {
    let text = if others.cells == 0 {
        t_string!(words, allocation.others_outline)
    } else {
        counted(others.cells, t_string!(words, allocation.others_one), t_string!(words, allocation.others))
    };
    fill(text, &[("by", &others.by), ("n", &others.cells.to_string())])
}
