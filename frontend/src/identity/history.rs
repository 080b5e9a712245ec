//! The way from a record to its history in the register.

use leptos::prelude::*;
use shared::identity::Action;

use crate::{
    i18n::{Words, t_string},
    session::Session,
};

/// A link to what the register tells of a record. It is there for whoever may read the register.
#[component]
pub(crate) fn HistoryLink(
    words: Words,
    /// The kind of the record, as the register has it.
    kind: &'static str,
    #[prop(into)] record: String,
    /// What the record is called, where a page has several such links.
    #[prop(into, optional)]
    of: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (record, of) = (StoredValue::new(record), StoredValue::new(of));
    let href = move || {
        let record = record.with_value(|record| String::from(js_sys::encode_uri_component(record)));
        format!("/amministrazione/registro?kind={kind}&record={record}")
    };
    view! {
        <Show when=move || session.may_at_all(Action::ReadAudit)>
            <a class="history-link" href=href>
                {move || t_string!(words, register_kinds.history)}<span class="visually-hidden">" "{of.get_value()}</span>
            </a>
        </Show>
    }
}
