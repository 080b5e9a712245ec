//! What leads to the window: the button in the board's head, and the line beside the cell under the cursor.

use leptos::prelude::*;

use super::{Spot, may_say, me};
use crate::{
    allocation::{board::Board, grid::Grid},
    i18n::{Words, counted, fill, t_string},
};

/// The button in the board's head: how many threads are open, and how many wait for the reader.
#[component]
pub(in super::super) fn OpenTalk(words: Words, board: Board, grid: Grid) -> impl IntoView {
    let talk = board.talk;
    let open = Memo::new(move |_| talk.marks.with(|marks| marks.values().sum::<usize>()));
    let waiting = Memo::new(move |_| {
        let me = me(board);
        talk.threads.with(|threads| threads.values().filter(|thread| thread.waits_for(&me)).count())
    });
    let show = move |_| {
        talk.spot.set(untrack(|| grid.current()).map(|(cpi, column)| Spot { cpi, column: Some(column) }));
        talk.only_here.set(false);
        talk.open.set(true);
    };
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" data-talk=move || open.get() aria-haspopup="dialog" on:click=show>
            {move || fill(t_string!(words, talk.open), &[("n", &open.get().to_string())])}
            <Show when=move || { waiting.get() > 0 }>
                " "<strong class="asked" data-asked=move || waiting.get()>
                    {move || {
                        let text = counted(waiting.get(), t_string!(words, talk.asked_one), t_string!(words, talk.asked));
                        fill(text, &[("n", &waiting.get().to_string())])
                    }}
                </strong>
            </Show>
        </button>
    }
}

/// What is said of the cell under the cursor and of its job centre, as a way to it.
#[component]
pub(in super::super) fn TalkHere(words: Words, board: Board, cpi: usize, column: usize) -> impl IntoView {
    let talk = board.talk;
    let here = Spot { cpi, column: Some(column) };
    let count = Memo::new(move |_| talk.marks_at(here) + talk.marks_at(Spot { column: None, ..here }));
    let text = move || match count.get() {
        0 => t_string!(words, talk.say).to_owned(),
        n => fill(counted(n, t_string!(words, talk.here_one), t_string!(words, talk.here)), &[("n", &n.to_string())]),
    };
    view! {
        <Show when=move || { may_say(board) || count.get() > 0 }>
            <p>
                <button type="button" class="btn btn-outline-primary btn-xs" data-talk-here="" aria-haspopup="dialog"
                    on:click=move |_| talk.open_at(here)>{text}</button>
            </p>
        </Show>
    }
}
