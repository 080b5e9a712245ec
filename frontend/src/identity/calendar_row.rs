//! One address of the list, and what ends it as it is: asked about in its place, because neither can be undone.

use leptos::{html, prelude::*};
use shared::id::{GlobalId, Kind};

use super::{
    calendars::Desk,
    calendars_api::{self as api, CalendarAddress},
    history::HistoryLink,
};
use crate::{
    i18n::{Words, fill, t_string},
    ui::{field::focus, format::instant},
};

/// What is done to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AddressAct {
    Renew,
    End,
}

impl AddressAct {
    fn label(self, words: Words) -> &'static str {
        match self {
            Self::Renew => t_string!(words, calendars.renew),
            Self::End => t_string!(words, calendars.end),
        }
    }

    fn question(self, words: Words) -> &'static str {
        match self {
            Self::Renew => t_string!(words, calendars.renew_sure),
            Self::End => t_string!(words, calendars.end_sure),
        }
    }
}

/// The row. It stays while the list changes, and shows what is there now.
#[component]
pub(super) fn AddressRow(desk: Desk, address: CalendarAddress) -> impl IntoView {
    let words = desk.words;
    let key = GlobalId::key_of(address.id.inner(), Kind::CalendarAddress).unwrap_or_default();
    let of = untrack(|| desk.name(&address));
    let now = Memo::new(move |_| {
        let found = desk.rows.with(|rows| rows.iter().find(|row| row.id == address.id).cloned());
        found.unwrap_or_else(|| address.clone())
    });
    let since = move || {
        let CalendarAddress { created_at, renewed_at, .. } = now.get();
        match renewed_at {
            Some(at) => fill(t_string!(words, calendars.renewed_at), &[("at", &instant(words, &at.0))]),
            None => fill(t_string!(words, calendars.created_at), &[("at", &instant(words, &created_at.0))]),
        }
    };
    let used = move || {
        let used = now.get().used_at;
        match used {
            Some(at) => fill(t_string!(words, calendars.used_at), &[("at", &instant(words, &at.0))]),
            None => t_string!(words, calendars.never_used).to_owned(),
        }
    };
    view! {
        <tr>
            <th scope="row">
                {move || desk.name(&now.get())}<br/>
                <span class="muted"><code>{move || now.get().shown}"…"</code>" "{since}</span><br/>
                <HistoryLink words kind="calendarAddress" record=key of/>
            </th>
            <td>{used}</td>
            <td><AddressActs desk now/></td>
        </tr>
    }
}

/// The buttons, and the question that takes their place.
#[component]
fn AddressActs(desk: Desk, now: Memo<CalendarAddress>) -> impl IntoView {
    let words = desk.words;
    let (asked, busy) = (RwSignal::new(None::<AddressAct>), RwSignal::new(false));
    let buttons = [AddressAct::Renew, AddressAct::End].map(|act| (act, NodeRef::<html::Button>::new()));
    let safe = NodeRef::<html::Button>::new();
    // What is hidden takes no focus: wait until it is shown. By then the row may be gone.
    let focus_soon = move |button: NodeRef<html::Button>| {
        request_animation_frame(move || drop(button.try_get_untracked().flatten().map(|button| button.focus())));
    };
    let ask = move |act: AddressAct| {
        asked.set(Some(act));
        focus_soon(safe);
    };
    let leave = move || {
        let Some(act) = asked.try_get_untracked().flatten() else { return };
        asked.set(None);
        if let Some((_, button)) = buttons.into_iter().find(|(own, _)| *own == act) {
            focus_soon(button);
        }
    };
    let take = move |_| {
        let Some(act) = asked.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let address = now.get_untracked();
        leptos::task::spawn_local(async move {
            let id = address.id.clone();
            let done = match act {
                AddressAct::Renew => api::address_renew(id).await.map(|made| desk.show(made)),
                AddressAct::End => api::address_end(id).await.map(|()| {
                    // The row that had the focus is gone.
                    focus("calendars-title");
                    desk.ended(&address);
                }),
            };
            busy.try_set(false);
            match done {
                Ok(()) => leave(),
                Err(failure) => drop(desk.failed.try_set(Some(failure))),
            }
        });
    };
    let button = move |(act, node): (AddressAct, NodeRef<html::Button>)| {
        view! {
            <button type="button" node_ref=node class="btn btn-outline-primary btn-xs" on:click=move |_| ask(act)>
                {move || act.label(words)}<span class="visually-hidden">" "{move || desk.name(&now.get())}</span>
            </button>
        }
    };
    view! {
        <div hidden=move || asked.get().is_some()><div class="row-actions">{buttons.map(button).collect_view()}</div></div>
        <div role="group" hidden=move || asked.get().is_none() aria-label=move || asked.get().map(|act| act.label(words))
            on:keydown=move |event| if event.key() == "Escape" { leave() }>
            <p>{move || asked.get().map(|act| fill(act.question(words), &[("name", &desk.name(&now.get()))]))}</p>
            <div class="row-actions">
                <button type="button" class="btn btn-danger btn-xs" aria-disabled=move || busy.get().to_string() on:click=take>
                    {move || asked.get().map(|act| act.label(words))}
                </button>
                <button type="button" node_ref=safe class="btn btn-outline-primary btn-xs" on:click=move |_| leave()>
                    {move || t_string!(words, calendars.keep)}
                </button>
            </div>
        </div>
    }
}
