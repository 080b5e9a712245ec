//! What is looked at, kept in the address: a link opens what its sender saw.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::staffing::comparison::View;

/// Where the page of a comparison is.
const PAGE: &str = "/confronto";

/// The address of a comparison of these scenarios, by their UUIDs.
pub(in super::super) fn address_of(keys: &[String]) -> String {
    let mut view = View::default();
    for key in keys {
        view.add(key);
    }
    address(&view)
}

fn address(view: &View) -> String {
    match view.clone().settled().write() {
        query if query.is_empty() => PAGE.to_owned(),
        query => format!("{PAGE}?{query}"),
    }
}

/// The address as the page reads and writes it: cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Address {
    pub(super) view: Memo<View>,
    go: StoredValue<Box<dyn Fn(String)>, LocalStorage>,
}

impl Address {
    pub(super) fn new() -> Self {
        let (query, navigate) = (use_query_map(), use_navigate());
        let go: Box<dyn Fn(String)> = Box::new(move |path| {
            navigate(&path, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        });
        let view = Memo::new(move |_| query.with(|query| View::read(|name| query.get(name))));
        Self { view, go: StoredValue::new_local(go) }
    }

    /// Shows something else.
    pub(super) fn set(self, view: &View) {
        self.go.try_with_value(|go| go(address(view)));
    }

    /// Shows what a query of such an address says.
    pub(super) fn choose(self, query: &str) {
        let params = web_sys::UrlSearchParams::new_with_str(query).ok();
        self.set(&View::read(|name| params.as_ref()?.get(name)));
    }

    /// Changes a part of what is shown.
    pub(super) fn change(self, change: impl FnOnce(&mut View)) {
        let mut view = self.view.get_untracked();
        change(&mut view);
        self.set(&view.settled());
    }
}
