//! The field of one figure: what is typed counts at once, and is saved by Enter or on leaving the field.

use leptos::prelude::*;
use shared::{provenance::Origin, staffing::FigureKey};

use super::{
    draft::{Draft, Saving, write},
    names,
};
use crate::{
    i18n::{fill, t_string},
    ui::{problem, provenance::Badge},
};

/// The field, what is to be said of it, and where its number comes from.
#[component]
pub(super) fn FigureInput(
    draft: Draft,
    key: FigureKey,
    /// What stands in the empty field: the derived number.
    #[prop(optional, into)]
    derived: Option<Signal<String>>,
) -> impl IntoView {
    let words = draft.words;
    let id = format!("figure-{}", key.to_string().replace('.', "-"));
    let told = format!("{id}-told");
    let key = StoredValue::new(key);
    let text = Memo::new(move |_| key.with_value(|key| draft.text(key)));
    let broken = Memo::new(move |_| key.with_value(|key| draft.broken(key)));
    let saving = Memo::new(move |_| key.with_value(|key| draft.saving_of(key)));
    let typed = Memo::new(move |_| key.with_value(|key| draft.typed.with(|typed| typed.contains_key(key))));
    let invalid = move || broken.get().is_some() || matches!(saving.get(), Some(Saving::Wrong(_)));
    let open = Memo::new(move |_| key.with_value(|key| draft.may_set(key)));
    let leave = move || {
        key.with_value(|key| {
            if let FigureKey::Share(service, _) = key {
                draft.commit_mix(&draft.plan.with_value(|plan| plan.mix(service)));
            } else {
                draft.commit(key);
            }
        });
    };
    let press = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => leave(),
        "Escape" if !matches!(saving.get_untracked(), Some(Saving::Sent | Saving::Waiting)) => {
            key.with_value(|key| draft.forget(key));
        }
        _ => {}
    };
    let name = move || key.with_value(|key| draft.plan.with_value(|plan| names::figure(words, plan.as_ref(), key)));
    view! {
        <div class="figure" class:figure-typed=move || typed.get()>
            <input id=id.clone() type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
                aria-label=name aria-describedby=told.clone()
                aria-invalid=move || invalid().to_string()
                prop:readOnly=move || !open.get() class:closed=move || !open.get()
                placeholder=move || derived.map(|derived| derived.get())
                prop:value=move || text.get()
                on:input=move |event| key.with_value(|key| draft.type_in(key, event_target_value(&event)))
                on:keydown=press on:blur=move |_| leave()/>
            <Source draft key=key.get_value()/>
            <div class="figure-told" id=told aria-live="polite">{move || {
                told_of(draft, &key.get_value(), broken.get(), saving.get())
            }}</div>
        </div>
    }
}

/// The badge of a figure, which opens its source.
#[component]
pub(super) fn Source(draft: Draft, key: FigureKey) -> impl IntoView {
    let words = draft.words;
    let key = StoredValue::new(key);
    let origin = Memo::new(move |_| {
        let known = key.with_value(|key| draft.saved.with(|saved| saved.get(key).map(|it| it.provenance.origin)));
        known.map_or(Origin::Derived, Origin::from)
    });
    let label = move || {
        let name = key.with_value(|key| draft.plan.with_value(|plan| names::figure(words, plan.as_ref(), key)));
        let origin = crate::ui::provenance::origin(words, origin.get());
        fill(t_string!(words, demand.open_source), &[("origin", origin), ("of", &name)])
    };
    view! {
        <button type="button" class="figure-source" aria-label=label aria-haspopup="dialog"
            on:click=move |_| draft.source.set(Some(key.get_value()))>
            <Badge words of=Signal::from(origin)/>
        </button>
    }
}

/// What is to be said at the field.
fn told_of(draft: Draft, key: &FigureKey, broken: Option<shared::Rule>, saving: Option<Saving>) -> Option<AnyView> {
    let words = draft.words;
    if let Some(rule) = broken {
        return Some(view! { <p class="figure-wrong">{problem::rule(words, &rule)}</p> }.into_any());
    }
    let view = match saving? {
        Saving::Sent => view! { <p>{t_string!(words, demand.saving)}</p> }.into_any(),
        Saving::Waiting => view! { <p class="figure-wrong">{t_string!(words, demand.waiting)}</p> }.into_any(),
        Saving::Saved => view! { <p class="figure-saved">{t_string!(words, demand.saved)}</p> }.into_any(),
        Saving::Wrong(rule) => view! { <p class="figure-wrong">{problem::rule(words, &rule)}</p> }.into_any(),
        Saving::Failed(failure) => view! { <p class="figure-wrong">{problem::failure(words, &failure)}</p> }.into_any(),
        Saving::Conflict(newer) => {
            let none = t_string!(words, demand.derived_number);
            let theirs = newer.value.map_or_else(|| none.to_owned(), |value| write(words, key, value));
            let mine = untrack(|| draft.text(key));
            let (keep, take) = (key.clone(), key.clone());
            view! {
                <div class="figure-conflict" role="alert" data-conflict=key.to_string()>
                    <p>{fill(t_string!(words, demand.conflict), &[("by", &newer.by), ("theirs", &theirs)])}</p>
                    <button type="button" data-keep="mine" on:click=move |_| draft.settle(&keep, true)>
                        {fill(t_string!(words, demand.keep_mine), &[("mine", &mine)])}
                    </button>
                    <button type="button" data-keep="theirs" on:click=move |_| draft.settle(&take, false)>
                        {fill(t_string!(words, demand.take_theirs), &[("theirs", &theirs)])}
                    </button>
                </div>
            }
            .into_any()
        }
    };
    Some(view)
}
