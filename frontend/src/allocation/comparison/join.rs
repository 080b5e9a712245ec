//! The way from a comparison to the board that takes the other scenario's changes in.

use std::sync::Arc;

use leptos::prelude::*;
use shared::identity::Action;

use super::{address::Address, api::Told, words::letter};
use crate::{
    i18n::{Words, fill, t_string},
    session::Session,
};

/// The links that bring the changes of one of the two into the other, where that is a draft and the reader may place operators.
#[component]
pub(super) fn Join(words: Words, at: Address, told: Arc<Told>) -> impl IntoView {
    let session = expect_context::<Session>();
    let links = move || {
        let (base, shown) = at.view.with(|view| (view.base, view.shown));
        let link = |into: usize, from: usize| {
            let (mine, theirs) = told.scenarios.get(into).zip(told.scenarios.get(from))?;
            let label = fill(t_string!(words, merging.open), &[("from", letter(from)), ("into", letter(into))]);
            // What is seen begins the name: whoever speaks to the page says that.
            let full = fill(t_string!(words, merging.open_named), &[("from", &theirs.name), ("into", &mine.name)]);
            let to = format!("/allocazione/{}?unisci={}", mine.key, theirs.key);
            mine.standing.is_open().then(|| {
                view! { <a class="btn btn-outline-primary btn-xs" data-join=letter(into) href=to aria-label=format!("{label} {full}")>{label.clone()}</a> }
                    .into_any()
            })
        };
        [(base, shown), (shown, base)].into_iter().filter_map(|(into, from)| link(into, from)).collect::<Vec<AnyView>>()
    };
    view! {
        <Show when=move || session.may_at_all(Action::EditCells)>
            <p class="compare-join">{links.clone()}</p>
        </Show>
    }
}
