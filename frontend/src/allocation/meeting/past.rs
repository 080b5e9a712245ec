//! What was said: the opinions of a meeting, and the meetings that are over.

use leptos::prelude::*;

use super::{ToldMeeting, api::Opinion, words};
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::format::{instant, whole},
};

/// Opinions, a row each.
#[component]
pub(super) fn Opinions(words: Words, #[prop(into)] opinions: Signal<Vec<Opinion>>) -> impl IntoView {
    let row = move |it: Opinion| {
        let of = fill(t_string!(words, meeting.of_revision), &[("n", &whole(words, f64::from(it.revision)))]);
        view! {
            <li data-opinion=it.author.inner().to_owned()>
                <strong>{it.by}</strong>" "<span>{words::name_of(words, it.stance.into())}</span>
                " "<small class="muted">{instant(words, &it.at.0)}" · "{of}</small>
                {it.remark.map(|remark| view! { <blockquote>{remark}</blockquote> })}
            </li>
        }
    };
    view! {
        <ul class="opinions" hidden=move || opinions.with(Vec::is_empty)>
            {move || opinions.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

/// The meetings that are over, the last one first.
#[component]
pub(super) fn Past(words: Words, board: Board) -> impl IntoView {
    let over = Memo::new(move |_| {
        board.meetings.all.with(|all| {
            let over = all.values().filter(|meeting| meeting.ended_at.is_some()).cloned();
            let mut over: Vec<ToldMeeting> = over.collect();
            over.sort_by(|a, b| b.begun_at.0.cmp(&a.begun_at.0));
            over
        })
    });
    let card = move |meeting: ToldMeeting| {
        let (ended_at, ended_by) = (meeting.ended_at.clone(), meeting.ended_by.clone());
        let ended = ended_at.zip(ended_by).map(|(at, by)| {
            let at = instant(words, &at.0);
            fill(t_string!(words, meeting.ended_at), &[("at", &at), ("by", &by)])
        });
        view! {
            <li class="decision" data-meeting="">
                <p><strong>{words::led(words, &meeting)}</strong>" "{ended}</p>
                {meeting.outcome.clone().map(|outcome| view! { <blockquote>{outcome}</blockquote> })}
                <details>
                    <summary>{words::counts(words, &meeting)}</summary>
                    <Opinions words opinions=Signal::stored(meeting.opinions)/>
                </details>
            </li>
        }
    };
    view! {
        <h3 class="meeting-past">{move || t_string!(words, meeting.past)}</h3>
        <p class="muted" hidden=move || over.with(|over| !over.is_empty())>{move || t_string!(words, meeting.none)}</p>
        <ol class="decision-list">{move || over.get().into_iter().map(card).collect_view()}</ol>
    }
}
