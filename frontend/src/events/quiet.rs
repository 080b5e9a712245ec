//! What a form asks about while it is typed: once it has been quiet for a moment, and only when what matters has changed.

use leptos::prelude::*;

use super::{api::EventInput, draft::Draft};
use crate::{graphql::Failure, live::pause};

/// How long the form has to be quiet before it is asked about, milliseconds.
const QUIET_MS: u32 = 300;

/// What is asked: told apart by what the answer depends on.
#[derive(Clone)]
struct Asked(String, EventInput);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// The last answer to what stands in the form; inner `None` while it says nothing that can be asked, or there is no answer. `key`: what the
/// answer depends on. `ask`: asks, with the id of the event that is changed.
pub(super) fn when_quiet<T, A>(
    draft: Draft,
    key: fn(&EventInput) -> String,
    ask: fn(EventInput, Option<cynic::Id>) -> A,
) -> LocalResource<Option<T>>
where
    T: 'static,
    A: Future<Output = Result<T, Failure>> + 'static,
{
    let turn = StoredValue::new(0_u32);
    let asked = Memo::new(move |_| draft.read().ok().map(|input| Asked(key(&input), input)));
    LocalResource::new(move || {
        let input = asked.get();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        let id = draft.of.with_value(|of| of.as_ref().map(|event| event.id.clone()));
        async move {
            pause(QUIET_MS).await;
            // Something else was typed since: its own question is on the way.
            if turn.try_get_value() != Some(mine) {
                return None;
            }
            ask(input?.1, id).await.ok()
        }
    })
}
