//! One number of the sheet: what it shows, and the field in which it is typed.

use leptos::{html, prelude::*};
use shared::staffing::CellValue;
use wasm_bindgen::JsCast as _;

use super::{act::Then, state::Grid};
use crate::{
    allocation::{board::Cell, talk::Spot},
    i18n::{Words, counted, fill, t_string},
    ui::{format::whole, problem},
};

/// The cell of a CPI and a profile.
#[component]
pub(super) fn SheetCell(grid: Grid, words: Words, cpi: usize, column: usize) -> impl IntoView {
    let number = cpi * grid.columns() + column;
    let Some((key, signal)) = grid.board.plan.with_value(|plan| plan.key(number)).zip(grid.board.cell(number)) else {
        return ().into_any();
    };
    let name = format!("{}:{}", key.cpi, key.profile);
    let place = move || grid.places.with_untracked(|places| places.get(&cpi).copied()).map(|row| (row, column));
    let mark = grid.marks.cell(number);
    let typing = Memo::new(move |_| mark.get().typing);
    let value = Memo::new(move |_| {
        let shown = signal.with(|cell| cell.shown);
        CellValue { operators: mark.get().draft.unwrap_or(shown.operators), ..shown }
    });
    let dispute = {
        let name = name.clone();
        move || signal.with(|cell| cell.dispute.is_some()).then(|| name.clone())
    };
    let open = Memo::new(move |_| grid.board.is_open(number));
    let guests = grid.marks.guests(number);
    let visited = move || guests.with(|guests| !guests.names.is_empty());
    let said = Memo::new(move |_| grid.board.talk.marks_at(Spot { cpi, column: Some(column) }));
    // A change that came before the cell was drawn, scrolled out of sight, flashes no more.
    let old = signal.with_untracked(|cell| cell.flash);
    // Whether the cell was under the cursor before it was pressed: a second tap opens it.
    let was_here = StoredValue::new(false);
    let press = move |event: leptos::ev::MouseEvent| {
        if let Some(place) = place().filter(|_| !typing.get_untracked()) {
            was_here.set_value(mark.get_untracked().here);
            if !grid.commit(words, Then::Stay) {
                // What is wrong keeps the focus, and the cursor with it.
                event.prevent_default();
                return Grid::focus_field();
            }
            let extend = event.shift_key();
            grid.cursor.update(|cursor| {
                cursor.at = place;
                cursor.tab_from = None;
                if !extend {
                    cursor.anchor = place;
                }
            });
        }
    };
    let tap = move |event: leptos::ev::MouseEvent| {
        let touch = event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
        if touch && was_here.get_value() && grid.editing.get_untracked().is_none() {
            grid.begin(words, None);
        }
    };
    view! {
        <td class="cell" tabindex=move || if mark.get().here { "0" } else { "-1" }
            data-cell=name data-value=move || value.get().operators.to_string() data-disputed=dispute
            data-flash=move || signal.with(|cell| (cell.flash % 2).to_string())
            class:here=move || mark.get().here class:selected=move || mark.get().selected
            class:foreign=move || !open.get()
            class:locked=move || value.get().locked class:pending=move || signal.with(|cell| cell.pending)
            class:disputed=move || signal.with(|cell| cell.dispute.is_some())
            class:flashed=move || signal.with(|cell| cell.flash > old)
            aria-selected=move || mark.get().selected.to_string()
            aria-readonly=move || (value.get().locked || !open.get()).to_string()
            class:said=move || { said.get() > 0 } data-said=move || { (said.get() > 0).then(|| said.get()) }
            class:visited=visited
            data-visitor=move || visited().then(|| guests.get().names)
            style:--hue=move || visited().then(|| format!("var(--hue-{})", guests.get().hue))
            aria-label=move || signal.with(|cell| label(words, cell, value.get(), &guests.get().names, said.get()))
            on:mousedown=press on:click=tap
            on:dblclick=move |_| grid.begin(words, None)>
            {move || if typing.get() {
                view! { <Field grid words/> }.into_any()
            } else {
                let operators = value.get().operators;
                view! { <span class:zero=operators == 0>{whole(words, f64::from(operators))}</span> }.into_any()
            }}
        </td>
    }
    .into_any()
}

/// What a reader hears of a cell beyond its headers.
fn label(words: Words, cell: &Cell, value: CellValue, guests: &str, said: usize) -> String {
    let mut text = whole(words, f64::from(value.operators));
    if value.locked {
        text = format!("{text}, {}", t_string!(words, allocation.cell_locked));
    }
    if cell.pending {
        text = format!("{text}, {}", t_string!(words, allocation.cell_pending));
    }
    if let Some(dispute) = &cell.dispute {
        let mine = whole(words, f64::from(dispute.mine.operators));
        let disputed = fill(t_string!(words, allocation.cell_disputed), &[("mine", &mine), ("by", &dispute.theirs.by)]);
        text = format!("{text}, {disputed}");
    }
    if said > 0 {
        let count = fill(
            counted(said, t_string!(words, talk.mark_one), t_string!(words, talk.mark)),
            &[("n", &said.to_string())],
        );
        text = format!("{text}, {count}");
    }
    if !guests.is_empty() {
        text = format!("{text}, {}", fill(t_string!(words, together.in_cell), &[("names", guests)]));
    }
    text
}

/// The field in the cell that is being typed into. The message stands under it, and keeps the text.
#[component]
fn Field(grid: Grid, words: Words) -> impl IntoView {
    let field: NodeRef<html::Input> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
            let end = field.value().len() as u32;
            let _ = field.set_selection_range(end, end);
        }
    });
    view! {
        <input class="cell-field" inputmode="numeric" autocomplete="off" node_ref=field
            prop:value=grid.text.get_untracked()
            on:mousedown=move |_| grid.replacing.set(false)
            aria-label=move || t_string!(words, allocation.operators)
            aria-invalid=move || grid.wrong.with(Option::is_some).to_string()
            aria-describedby="cell-message"
            on:input=move |event| {
                grid.text.set(event_target_value(&event));
                grid.typed(words);
            }
            on:blur=move |_| { grid.commit(words, Then::Stay); }/>
        <span id="cell-message" class="cell-message" hidden=move || grid.wrong.with(Option::is_none)>
            {move || grid.wrong.with(|wrong| wrong.as_ref().map(|rule| problem::rule(words, rule)))}
        </span>
    }
}
