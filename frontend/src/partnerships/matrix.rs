//! What the act requires by place, beside what is signed, in progress and missing. Each number opens its sentence and its records.

use leptos::prelude::*;
use shared::{
    identity::Action,
    partnerships::{Requirement as Known, requirement::PROVINCES},
};

use super::{
    api::{Place, Requirement},
    state::{Desk, Start},
};
use crate::{
    i18n::{Words, fill, language, t_string},
    ui::dialog::Dialog,
};

/// A cell that is looked at: the code of the requirement, and where.
type At = (String, Option<String>);

/// The matrix.
#[component]
pub(super) fn Matrix(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let at = RwSignal::new(None::<At>);
    let heads = PROVINCES.map(|code| view! { <th scope="col" class="num">{code}</th> }).collect_view();
    let rows = move || {
        let row = |requirement: Requirement| view! { <Row desk at requirement/> };
        desk.matrix.get().into_iter().map(row).collect_view()
    };
    view! {
        <p>{move || t_string!(words, partnerships.matrix_text)}</p>
        <ul class="partnership-legend" aria-hidden="true">
            <li class="mark-signed">{move || t_string!(words, partnerships.signed)}</li>
            <li class="mark-progress">{move || t_string!(words, partnerships.in_progress)}</li>
            <li class="mark-missing">{move || t_string!(words, partnerships.missing)}</li>
        </ul>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, partnerships.matrix)>
            <table class="table partnership-matrix">
                <thead><tr>
                    <th scope="col">{move || t_string!(words, partnerships.required_kind)}</th>
                    <th scope="col" class="num">{move || t_string!(words, partnerships.region)}</th>
                    {heads}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Sentence desk at/>
    }
}

#[component]
fn Row(desk: Desk, at: RwSignal<Option<At>>, requirement: Requirement) -> impl IntoView {
    let words = desk.words;
    let code = requirement.code.clone();
    let title = move || Known::find(&code).map(|known| known.title(language(words)));
    let code = requirement.code.clone();
    let cell = |province: Option<&str>| {
        let place = requirement.places.iter().find(|place| place.province.as_deref() == province).cloned();
        let code = requirement.code.clone();
        match place {
            Some(place) => view! { <td class="num"><Cell desk at code place/></td> }.into_any(),
            None => view! { <td class="num none"></td> }.into_any(),
        }
    };
    let cells = std::iter::once(None).chain(PROVINCES.iter().copied().map(Some)).map(cell).collect_view();
    view! { <tr><th scope="row">{title}" "<span class="muted">{code}</span></th>{cells}</tr> }
}

/// The title of a requirement, in the language chosen.
fn title_of(words: Words, code: &str) -> &'static str {
    Known::find(code).map_or("", |known| known.title(language(words)))
}

fn place_of(words: Words, province: Option<&String>) -> String {
    province.cloned().unwrap_or_else(|| t_string!(words, partnerships.region).to_owned())
}

fn mark(place: &Place) -> &'static str {
    match (place.missing, place.in_progress) {
        (0, 0) => "mark-signed",
        (0, _) => "mark-progress",
        _ => "mark-missing",
    }
}

#[component]
fn Cell(desk: Desk, at: RwSignal<Option<At>>, code: String, place: Place) -> impl IntoView {
    let words = desk.words;
    let counts = [place.required, place.signed, place.in_progress, place.missing].map(|count| count.to_string());
    let [required, signed, in_progress, missing] = counts;
    let progress = if place.in_progress > 0 { format!(" +{in_progress}") } else { String::new() };
    let shown = format!("{signed}/{required}{progress}");
    let short = shown.clone();
    let (name, province) = (code.clone(), place.province.clone());
    let label = move || {
        let place = place_of(words, province.as_ref());
        fill(
            t_string!(words, partnerships.cell),
            &[
                ("what", title_of(words, &name)),
                ("place", &place),
                ("shown", &short),
                ("required", &required),
                ("signed", &signed),
                ("progress", &in_progress),
                ("missing", &missing),
            ],
        )
    };
    let key: At = (code.clone(), place.province.clone());
    let class = format!("cell {}", mark(&place));
    let may = {
        let province = place.province.clone();
        let missing = place.missing;
        move || {
            missing > 0 && (desk.may_at(province.as_deref()) || desk.session.may_at_all(Action::ProposePartnerships))
        }
    };
    let (what, province) = (code.clone(), place.province.clone());
    let start_label = move || {
        let place = place_of(words, province.as_ref());
        fill(t_string!(words, partnerships.start_label), &[("what", title_of(words, &what)), ("place", &place)])
    };
    let start = StoredValue::new((code, place.province.clone()));
    view! {
        <button type="button" class=class aria-label=label on:click=move |_| at.set(Some(key.clone()))>
            {shown}
        </button>
        <Show when=may>
            <button type="button" class="start" aria-label=start_label.clone()
                on:click=move |_| start.with_value(|(code, province)| begin(desk, code, province.clone()))><span aria-hidden="true">"+"</span></button>
        </Show>
    }
}

/// Begins what is missing, filled in.
fn begin(desk: Desk, code: &str, province: Option<String>) {
    let Some(known) = Known::find(code) else { return };
    let name = untrack(|| known.title(language(desk.words)));
    let title = province.as_ref().map_or_else(|| name.to_owned(), |code| format!("{name} - {code}"));
    let kind = known.kinds.first().copied().unwrap_or(shared::partnerships::Kind::Agreement);
    desk.start.set(Some(Start { title, kind, province, serves: vec![code.to_owned()] }));
}

/// The sentence that asks for a cell, its numbers, and what fills it.
#[component]
fn Sentence(desk: Desk, at: RwSignal<Option<At>>) -> impl IntoView {
    let words = desk.words;
    let place = Signal::derive(move || {
        let (code, province) = at.get()?;
        let place = desk.matrix.with(|matrix| {
            let requirement = matrix.iter().find(|known| known.code == code)?;
            requirement.places.iter().find(|place| place.province == province).cloned()
        })?;
        Some((code, place))
    });
    let title = Signal::derive(move || {
        let Some((code, place)) = place.get() else { return String::new() };
        format!("{}, {}", title_of(words, &code), place_of(words, place.province.as_ref()))
    });
    let close = Callback::new(move |()| drop(at.try_set(None)));
    let numbers = move |place: &Place| {
        [
            (t_string!(words, partnerships.required), place.required),
            (t_string!(words, partnerships.signed), place.signed),
            (t_string!(words, partnerships.in_progress), place.in_progress),
            (t_string!(words, partnerships.missing), place.missing),
        ]
        .map(|(name, count)| view! { <div><dt>{name}</dt><dd>{count}</dd></div> })
        .collect_view()
    };
    let content = move || {
        place.get().map(|(_, place)| {
            let line = fill(t_string!(words, partnerships.act_line), &[("line", &place.sentence.line.to_string())]);
            let records = place.partnerships.iter().map(|one| {
                let state = one.state.0.label(language(words));
                view! { <li><a href=format!("/partenariati/{}", one.id.inner())>{one.title.clone()}</a>" "<span class="muted">{state}</span></li> }
            });
            let records = records.collect_view();
            let none = place.partnerships.is_empty();
            view! {
                <dl class="counts">{numbers(&place)}</dl>
                <blockquote lang="it"><p>{place.sentence.text.clone()}</p><footer class="muted">{line}</footer></blockquote>
                <ul class="parts">{records}</ul>
                {none.then(|| view! { <p class="muted">{t_string!(words, partnerships.no_records)}</p> })}
            }
        })
    };
    view! {
        <Dialog words id="sentence-title" title open=Signal::derive(move || at.with(Option::is_some)) on_close=close>
            {content}
        </Dialog>
    }
}
