//! The window: the table out as a file, and an edited one back in.

use leptos::prelude::*;
use shared::identity::Action;

use super::{api::address, load::Load};
use crate::{
    allocation::board::Board,
    i18n::{Words, language, t_string},
    ui::dialog::Dialog,
};

/// The window. It stands open while `open` says so.
#[component]
pub(in super::super) fn SpreadsheetWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let title = Signal::derive(move || t_string!(words, spreadsheet.title).to_owned());
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog words id="spreadsheet-title" title open=Signal::from(open) on_close=close>
            <div class="spreadsheet">
                <Save words board/>
                <Show when=move || board.session.may_at_all(Action::EditCells) && !board.is_frozen()>
                    <Load words board/>
                </Show>
            </div>
        </Dialog>
    }
}

#[component]
fn Save(words: Words, board: Board) -> impl IntoView {
    let waits = Memo::new(move |_| board.outbox.with(|outbox| !outbox.is_empty()));
    let to = move |kind: &'static str| board.plan.with_value(|plan| address(&plan.uuid, kind, language(words)));
    view! {
        <section aria-labelledby="spreadsheet-save">
            <h3 id="spreadsheet-save">{move || t_string!(words, spreadsheet.out)}</h3>
            <p>{move || t_string!(words, spreadsheet.out_lead)}</p>
            <p class="spreadsheet-acts">
                <a class="btn btn-primary btn-sm" data-save="xlsx" href=move || to("xlsx") rel="external" download="">
                    {move || t_string!(words, spreadsheet.xlsx)}
                </a>
                <a class="btn btn-outline-primary btn-sm" data-save="csv" href=move || to("csv") rel="external" download="">
                    {move || t_string!(words, spreadsheet.csv)}
                </a>
            </p>
            <Show when=move || waits.get()><p class="spreadsheet-note">{move || t_string!(words, spreadsheet.unsaved)}</p></Show>
        </section>
    }
}
