//! What a file would change, cell by cell, beside what the board shows now: each is taken or left, and all that are taken are one step.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::staffing::{CellValue, sheet::Change};

use crate::{
    allocation::board::Board,
    i18n::{Words, counted, either, fill, t_string},
};

/// A change of a cell that the board has.
#[derive(Clone)]
struct Offer {
    cell: usize,
    of: Change,
}

#[component]
pub(super) fn Changes(words: Words, board: Board, changes: Vec<Change>, apply: Callback<usize>) -> impl IntoView {
    let plan = board.plan.get_value();
    let offers: Vec<Offer> =
        changes.into_iter().filter_map(|of| Some(Offer { cell: plan.cell(&of.cell)?, of })).collect();
    if offers.is_empty() {
        return ().into_any();
    }
    // What somebody else changed since is theirs until the reader says otherwise.
    let first = offers.iter().filter(|offer| offer.of.since.is_none()).map(|offer| offer.cell);
    let taken = RwSignal::new(first.collect::<BTreeSet<usize>>());
    let rows: Vec<AnyView> = offers.iter().map(|offer| row(words, board, offer, taken)).collect();
    let offers = StoredValue::new(offers);
    let wanted = Memo::new(move |_| {
        let wanted = |offer: &&Offer| taken.with(|taken| taken.contains(&offer.cell)) && is_new(board, offer);
        let value = |offer: &Offer| (offer.cell, CellValue { operators: offer.of.after, locked: false });
        offers.with_value(|offers| offers.iter().filter(wanted).map(value).collect::<Vec<_>>())
    });
    let count = Memo::new(move |_| wanted.with(Vec::len));
    let put = move |_| apply.run(board.set(&wanted.get_untracked()));
    view! {
        <h4 id="spreadsheet-changes">{t_string!(words, spreadsheet.changes)}</h4>
        <div class="spreadsheet-changes" tabindex="0" role="group" aria-labelledby="spreadsheet-changes">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, spreadsheet.head_take)}</th>
                        <th scope="col">{t_string!(words, spreadsheet.head_address)}</th>
                        <th scope="col">{t_string!(words, allocation.head_cpi_long)}</th>
                        <th scope="col">{t_string!(words, proposal.profile)}</th>
                        <th scope="col">{t_string!(words, proposal.change)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <button type="button" class="btn btn-primary btn-sm" data-apply=move || count.get().to_string()
            disabled=move || count.get() == 0 on:click=put>
            {move || {
                let n = count.get();
                let text = counted(n, t_string!(words, spreadsheet.apply_one), t_string!(words, spreadsheet.apply));
                fill(text, &[("n", &n.to_string())])
            }}
        </button>
    }
    .into_any()
}

/// Whether the board shows another number there now, which may be changed.
fn is_new(board: Board, offer: &Offer) -> bool {
    board.cell(offer.cell).is_some_and(|cell| {
        cell.with(|cell| !cell.shown.locked && cell.shown.operators != offer.of.after) && board.is_open(offer.cell)
    })
}

fn row(words: Words, board: Board, offer: &Offer, taken: RwSignal<BTreeSet<usize>>) -> AnyView {
    let plan = board.plan.get_value();
    let (cell, columns, after) = (offer.cell, plan.columns().max(1), offer.of.after);
    let cpi = plan.cpis.get(cell / columns).map(|cpi| cpi.name.clone()).unwrap_or_default();
    let profile = plan.profiles.get(cell % columns);
    let profile = profile.map(|(_, name)| either(words, &name.it, &name.en).to_owned()).unwrap_or_default();
    let label = fill(t_string!(words, spreadsheet.take), &[("cell", &format!("{cpi}, {profile}"))]);
    let now = Memo::new(move |_| board.cell(cell).map(|cell| cell.with(|cell| cell.shown)).unwrap_or_default());
    let asked = StoredValue::new(offer.clone());
    let is_offered = Memo::new(move |_| asked.with_value(|offer| is_new(board, offer)));
    let toggle = move |_| {
        taken.update(|taken| {
            if !taken.remove(&cell) {
                taken.insert(cell);
            }
        });
    };
    let note =
        offer.of.since.as_ref().map(|since| {
            fill(t_string!(words, spreadsheet.since), &[("by", &since.by), ("was", &since.was.to_string())])
        });
    let state = move || {
        if now.get().locked {
            Some(t_string!(words, spreadsheet.why_locked))
        } else {
            (now.get().operators == after).then(|| t_string!(words, spreadsheet.same))
        }
    };
    view! {
        <tr data-change=offer.of.address.clone()>
            <td>
                <input type="checkbox" aria-label=label disabled=move || !is_offered.get()
                    prop:checked=move || is_offered.get() && taken.with(|taken| taken.contains(&cell)) on:change=toggle/>
            </td>
            <td>{offer.of.address.clone()}</td>
            <th scope="row">{cpi}</th>
            <td>{profile}</td>
            <td>
                <span class="change">{move || now.get().operators}" → "{after}</span>
                " "{state}" "
                {note.map(|note| view! { <span class="spreadsheet-note">{note}</span> })}
            </td>
        </tr>
    }
    .into_any()
}
