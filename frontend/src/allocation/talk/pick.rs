//! Whom to mention: the people that are offered while `@` and a part of a name is typed.

use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*};
use shared::staffing::talk::{looked_up, parts, with_mention};

use super::api::{self, Person};
use crate::{
    allocation::board::Board,
    i18n::{Words, counted, fill, t_string},
    ui::announce::Announcer,
};

/// How long typing has to rest before people are looked up, milliseconds.
const REST_MS: u32 = 150;

/// The people that are offered to a text.
#[derive(Clone, Copy)]
pub(super) struct Pick {
    words: Words,
    board: Board,
    field: NodeRef<html::Textarea>,
    pub(super) text: RwSignal<String>,
    /// Those that are offered, and which of them Enter would take.
    pub(super) offered: RwSignal<Vec<Person>>,
    pub(super) at: RwSignal<usize>,
    /// Those that were taken, or that the text mentioned before.
    chosen: RwSignal<Vec<Person>>,
    rest: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Pick {
    pub(super) fn new(
        words: Words,
        board: Board,
        field: NodeRef<html::Textarea>,
        (text, chosen): (String, Vec<Person>),
    ) -> Self {
        let (offered, rest) = (RwSignal::new(Vec::new()), StoredValue::new_local(None));
        let (text, at, chosen) = (RwSignal::new(text), RwSignal::new(0), RwSignal::new(chosen));
        Self { words, board, field, text, offered, at, chosen, rest }
    }

    /// The text, and those who were taken for it, following both.
    pub(super) fn draft(self) -> (String, Vec<Person>) {
        (self.text.get(), self.chosen.get())
    }

    /// Those whom the text mentions. Of two whose names begin alike, the one whose whole name stands there.
    pub(super) fn mentioned(self) -> Vec<cynic::Id> {
        let text = self.text.get_untracked();
        self.chosen.with_untracked(|chosen| {
            let names: Vec<&str> = chosen.iter().map(|person| person.name.as_str()).collect();
            let parts = parts(&text, &names);
            let is_named = |name: &str| parts.iter().any(|(part, is)| *is && part.strip_prefix('@') == Some(name));
            chosen.iter().filter(|person| is_named(&person.name)).map(|person| person.id.clone()).collect()
        })
    }

    /// Follows what is typed: looks people up once it rests on a part of a name.
    pub(super) fn typed(self, text: String) {
        self.text.set(text);
        let wanted = self.before_cursor().and_then(|before| looked_up(&before).map(str::to_owned));
        let Some(wanted) = wanted else { return self.close() };
        self.rest.set_value(Some(Timeout::new(REST_MS, move || {
            let Some(uuid) = self.board.plan.try_with_value(|plan| plan.uuid.clone()) else { return };
            leptos::task::spawn_local(async move {
                let people = api::people(&uuid, &wanted).await.unwrap_or_default();
                // Something else may have been typed meanwhile, or the window closed.
                let now = self.field.try_get_untracked().flatten().and_then(|_| self.before_cursor());
                if now.is_some_and(|now| looked_up(&now) == Some(wanted.as_str())) {
                    self.offer(people);
                }
            });
        })));
    }

    fn offer(self, people: Vec<Person>) {
        let names = people.iter().map(|person| person.name.clone()).collect::<Vec<_>>().join(", ");
        let words = self.words;
        let text = match people.len() {
            0 => t_string!(words, talk.nobody),
            n => counted(n, t_string!(words, talk.offered_one), t_string!(words, talk.offered)),
        };
        Announcer::say(fill(text, &[("n", &people.len().to_string()), ("names", &names)]));
        self.at.set(0);
        self.offered.set(people);
    }

    /// Offers nobody.
    pub(super) fn close(self) {
        self.rest.set_value(None);
        if !self.offered.with_untracked(Vec::is_empty) {
            self.offered.set(Vec::new());
        }
    }

    /// Moves among those that are offered, takes one, or offers none. False: the key is the text's.
    pub(super) fn pressed(self, key: &str) -> bool {
        let count = self.offered.with_untracked(Vec::len);
        if count == 0 {
            return false;
        }
        match key {
            "ArrowDown" => self.at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => self.at.update(|at| *at = (*at + count - 1) % count),
            "Enter" | "Tab" => self.take(self.at.get_untracked()),
            "Escape" => self.close(),
            _ => return false,
        }
        true
    }

    /// Mentions one of those that are offered.
    pub(super) fn take(self, index: usize) {
        let Some(person) = self.offered.with_untracked(|offered| offered.get(index).cloned()) else { return };
        let Some(field) = self.field.get_untracked() else { return };
        let text = self.text.get_untracked();
        let at = self.before_cursor().map_or(text.len(), |before| before.len());
        if let Some((text, place)) = with_mention(&text, at, &person.name) {
            field.set_value(&text);
            let units = text.get(..place).unwrap_or_default().encode_utf16().count() as u32;
            let _ = field.set_selection_range(units, units);
            self.text.set(text);
            self.chosen.update(|chosen| {
                chosen.retain(|known| known.id != person.id);
                chosen.push(person);
            });
        }
        self.close();
        let _ = field.focus();
    }

    /// The text before the cursor. The browser counts in UTF-16.
    fn before_cursor(self) -> Option<String> {
        let end = self.field.get_untracked()?.selection_start().ok()??;
        let text = self.text.try_get_untracked()?;
        let units: Vec<u16> = text.encode_utf16().take(end as usize).collect();
        String::from_utf16(&units).ok()
    }
}
