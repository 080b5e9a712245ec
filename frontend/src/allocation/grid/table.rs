//! The table itself: its head, its body, and everything the keyboard does in it.

use leptos::prelude::*;
use shared::grid::{Step, drawn::BLOCK};

use super::{
    act::Then,
    rows::{CpiRow, ProvinceRow, RegionRow},
    state::{Grid, Row, Sort},
};
use crate::i18n::{Words, either, t_string};

/// The sheet.
#[component]
pub(in super::super) fn Sheet(grid: Grid, words: Words, help: RwSignal<bool>) -> impl IntoView {
    let copy = move |event: web_sys::ClipboardEvent| {
        if grid.editing.get_untracked().is_none()
            && let Some(clipboard) = event.clipboard_data()
            && clipboard.set_data("text/plain", &grid.copied()).is_ok()
        {
            event.prevent_default();
        }
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        if grid.editing.get_untracked().is_none()
            && let Some(text) = event.clipboard_data().and_then(|clipboard| clipboard.get_data("text/plain").ok())
        {
            event.prevent_default();
            // A picture has no text: nothing is pasted, and no number is lost to it.
            if !text.is_empty() {
                grid.paste(words, &text);
            }
        }
    };
    let sheet = NodeRef::new();
    let class = move || {
        let long = if grid.sight.is_long.get() { "sheet long" } else { "sheet" };
        grid.hidden.with(|hidden| {
            hidden.iter().fold(String::from(long), |class, column| format!("{class} no-{}", column.name()))
        })
    };
    // The longest name holds the first column's width, whichever rows are drawn.
    let longest = grid.board.plan.with_value(|plan| plan.cpis.iter().map(|cpi| cpi.name.chars().count()).max());
    let names = longest.unwrap_or_default().to_string();
    view! {
        <p id="sheet-help" class="visually-hidden">{move || t_string!(words, allocation.sheet_help)}</p>
        <div node_ref=sheet class=class style:--names=names on:scroll=move |_| grid.sight.look(sheet)>
            <table role="grid" aria-label=move || t_string!(words, allocation.sheet) aria-describedby="sheet-help"
                aria-multiselectable="true" aria-rowcount=move || grid.sight.count()
                on:keydown=move |event| pressed(grid, words, help, &event)
                on:copy=copy on:paste=paste>
                <Head grid words/>
                <tbody>
                    <RegionRow grid words/>
                    {move || if grid.sight.is_long.get() {
                        view! { <Long grid words/> }.into_any()
                    } else {
                        view! { <For each=move || grid.sight.rows.get() key=|row| *row let:row>{drawn(grid, words, row)}</For> }.into_any()
                    }}
                </tbody>
            </table>
        </div>
    }
}

fn drawn(grid: Grid, words: Words, row: Row) -> AnyView {
    match row {
        Row::Province(province) => view! { <ProvinceRow grid words province/> }.into_any(),
        Row::Cpi(cpi) => view! { <CpiRow grid words cpi/> }.into_any(),
    }
}

/// Many rows: blocks of them, or gaps of the same height.
#[component]
fn Long(grid: Grid, words: Words) -> impl IntoView {
    let block = move |number: usize, rows: Vec<Row>| {
        let is_drawn = Memo::new(move |_| grid.sight.draws(number));
        let view = move || {
            if is_drawn.get() {
                rows.iter().map(|&row| drawn(grid, words, row)).collect::<Vec<_>>().into_any()
            } else {
                let height = rows.len().to_string();
                view! { <tr class="gap" aria-hidden="true" style:--rows=height><td></td></tr> }.into_any()
            }
        };
        view.into_any()
    };
    move || {
        let rows = grid.sight.rows.get();
        rows.chunks(BLOCK)
            .map(<[Row]>::to_vec)
            .enumerate()
            .map(|(number, rows)| block(number, rows))
            .collect::<Vec<_>>()
    }
}

#[component]
fn Head(grid: Grid, words: Words) -> impl IntoView {
    let profiles: Vec<AnyView> = grid
        .board
        .plan
        .get_value()
        .profiles
        .iter()
        .enumerate()
        .map(|(column, (code, name))| {
            let name = name.clone();
            let full = Signal::derive(move || either(words, &name.it, &name.en).to_owned());
            let short = code.to_string();
            view! { <Header grid sort=Sort::Profile(column) title=full short=Signal::derive(move || short.clone())/> }
                .into_any()
        })
        .collect();
    let text = move |it: fn(Words) -> &'static str| Signal::derive(move || it(words).to_owned());
    let cpi = text(|words| t_string!(words, allocation.head_cpi));
    let working_age = text(|words| t_string!(words, allocation.head_working_age));
    let required = text(|words| t_string!(words, allocation.head_required));
    let have = text(|words| t_string!(words, allocation.head_have));
    let placed = text(|words| t_string!(words, allocation.head_placed));
    let load = text(|words| t_string!(words, allocation.head_pressure));
    view! {
        <thead>
            <tr aria-rowindex=move || grid.sight.is_long.get().then_some("1")>
                <Header grid sort=Sort::Name short=cpi
                    title=text(|words| t_string!(words, allocation.head_cpi_long))/>
                <Header grid sort=Sort::WorkingAge short=working_age class="wide of-residenti"
                    title=text(|words| t_string!(words, allocation.head_working_age_long))/>
                <Header grid sort=Sort::Required short=required class="of-fabbisogno"
                    title=text(|words| t_string!(words, allocation.head_required_long))/>
                <Header grid sort=Sort::Have short=have class="of-servizio"
                    title=text(|words| t_string!(words, allocation.head_have_long))/>
                {profiles}
                <Header grid sort=Sort::Placed short=placed class="of-assegnati"
                    title=text(|words| t_string!(words, allocation.head_placed_long))/>
                <Header grid sort=Sort::Pressure short=load class="of-pressione"
                    title=text(|words| t_string!(words, allocation.head_pressure_long))/>
            </tr>
        </thead>
    }
}

/// A column's head: a button that sorts, first from the greatest down; a third press goes back to the provinces.
#[component]
fn Header(
    grid: Grid,
    sort: Sort,
    title: Signal<String>,
    short: Signal<String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let names_first = sort == Sort::Name;
    let state = move || match grid.sort.get() {
        (at, true) if at == sort => "descending",
        (at, false) if at == sort => "ascending",
        _ => "none",
    };
    let turn = move |_| {
        let (sort, down) = match grid.sort.get_untracked() {
            (at, down) if at == sort && down != names_first => (sort, names_first),
            (at, _) if at == sort => (Sort::Province, false),
            _ => (sort, !names_first),
        };
        grid.sort_by(sort, down);
    };
    view! {
        <th scope="col" aria-sort=state class=class>
            <button type="button" tabindex="-1" title=move || title.get() on:click=turn>
                <span class="visually-hidden">{move || title.get()}</span>
                <span aria-hidden="true">{move || short.get()}</span>
            </button>
        </th>
    }
}

fn pressed(grid: Grid, words: Words, help: RwSignal<bool>, event: &web_sys::KeyboardEvent) {
    // Alt belongs to the browser: Alt+Left goes back.
    if event.alt_key() {
        return;
    }
    let (key, shift, control) = (event.key(), event.shift_key(), event.ctrl_key() || event.meta_key());
    let typing = grid.editing.get_untracked().is_some();
    let done = if typing {
        typing_key(grid, words, &key, shift, control)
    } else {
        moving_key(grid, words, help, &key, shift, control)
    };
    if done {
        event.prevent_default();
    }
}

fn typing_key(grid: Grid, words: Words, key: &str, shift: bool, control: bool) -> bool {
    if let (true, false, Some(step)) = (grid.replacing.get_untracked(), shift || control, step(key, false))
        && matches!(step, Step::Up | Step::Down | Step::Left | Step::Right)
    {
        if grid.commit(words, Then::Stay) {
            grid.go(step, false);
        }
        return true;
    }
    match key {
        "F2" => grid.replacing.update(|replacing| *replacing = !*replacing),
        "Enter" if control => grid.fill_selection(words),
        "Enter" => {
            grid.commit(words, Then::Enter { back: shift });
        }
        "Tab" => {
            grid.commit(words, Then::Tab { back: shift });
        }
        "Escape" => {
            grid.stop();
            grid.focus();
        }
        _ => return false,
    }
    true
}

fn moving_key(grid: Grid, words: Words, help: RwSignal<bool>, key: &str, shift: bool, control: bool) -> bool {
    if let Some(step) = step(key, control) {
        grid.go(step, shift);
        return true;
    }
    match (key, control) {
        ("Tab", false) => return grid.tab(words, shift),
        ("Enter", false) => {
            grid.commit(words, Then::Enter { back: shift });
        }
        ("F2", false) if shift => grid.talk(),
        ("F2", false) => grid.begin(words, None),
        ("Backspace", false) => grid.begin(words, Some(String::new())),
        ("Delete", false) => grid.clear(words),
        ("Escape", false) => grid.leave(words),
        ("F6", false) => return Grid::leave_now(),
        ("?", false) => help.set(true),
        ("l" | "L", false) => grid.lock(words),
        ("a" | "A", true) => grid.select_all(),
        ("d" | "D", true) => grid.fill_from_edge(words, true),
        ("r" | "R", true) => grid.fill_from_edge(words, false),
        // Shift, and not the letter's case: with caps lock on it is a capital one.
        ("z" | "Z", true) => grid.step_back(words, shift),
        ("y" | "Y", true) => grid.step_back(words, true),
        (text, false) if text.len() == 1 && text.contains(|c: char| c.is_ascii_digit() || "-+.,".contains(c)) => {
            grid.begin(words, Some(text.to_owned()));
        }
        _ => return false,
    }
    true
}

fn step(key: &str, control: bool) -> Option<Step> {
    Some(match (key, control) {
        ("ArrowUp", false) => Step::Up,
        ("ArrowDown", false) => Step::Down,
        ("ArrowLeft", false) => Step::Left,
        ("ArrowRight", false) => Step::Right,
        ("ArrowUp", true) => Step::EdgeUp,
        ("ArrowDown", true) => Step::EdgeDown,
        ("ArrowLeft", true) => Step::EdgeLeft,
        ("ArrowRight", true) => Step::EdgeRight,
        ("Home", false) => Step::Home,
        ("End", false) => Step::End,
        ("Home", true) => Step::Top,
        ("End", true) => Step::Bottom,
        ("PageUp", _) => Step::PageUp,
        ("PageDown", _) => Step::PageDown,
        _ => return None,
    })
}
