//! The list of those who are here, each of whom leads to their cell.

use leptos::prelude::*;

use super::Visitor;
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
};

/// Who is here. Nothing stands there while the reader is alone.
#[component]
pub(in super::super) fn People(
    words: Words,
    board: Board,
    /// Takes the reader to a cell.
    on_go: Callback<usize>,
) -> impl IntoView {
    let company = Memo::new(move |_| board.visitors.with(|visitors| visitors.iter().any(|visitor| !visitor.is_me)));
    view! {
        <div class="people" hidden=move || !company.get()>
            <h2 class="people-title" id="people-title">{move || t_string!(words, together.here)}</h2>
            <ul aria-labelledby="people-title">
                <For each=move || board.visitors.get() key=|visitor| (visitor.id.clone(), visitor.cell) let:visitor>
                    <li>{person(words, board, on_go, visitor)}</li>
                </For>
            </ul>
        </div>
    }
}

fn person(words: Words, board: Board, on_go: Callback<usize>, visitor: Visitor) -> AnyView {
    let Visitor { name, initials, hue, cell, is_me, .. } = visitor;
    let face =
        view! { <span class="face" style:--hue=format!("var(--hue-{hue})") aria-hidden="true">{initials}</span> };
    let shown = {
        let name = name.clone();
        move || if is_me { fill(t_string!(words, together.you), &[("name", &name)]) } else { name.clone() }
    };
    match cell.filter(|_| !is_me) {
        Some(cell) => {
            let place = board.cell_name(cell);
            let lead = move || fill(t_string!(words, together.go), &[("cell", &place)]);
            let title = lead.clone();
            view! {
                <button type="button" class="person" data-person=cell title=title on:click=move |_| on_go.run(cell)>
                    {face}<span>{shown}</span><span class="visually-hidden">" "{lead}</span>
                </button>
            }
            .into_any()
        }
        None => view! { <span class="person">{face}<span>{shown}</span></span> }.into_any(),
    }
}
