//! The pages of partnerships and organisations, under one part that loads on demand.

use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_location, lazy_route};

use super::{one::One, overview::Overview};
use crate::organisations::Organisations;

/// The page at an address of these features.
#[derive(Debug)]
pub(crate) struct PartnershipPages;

#[lazy_route]
impl LazyRoute for PartnershipPages {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let PartnershipPages = this;
        let path = use_location().pathname;
        let page = Memo::new(move |_| path.get());
        (move || {
            let page = page.get();
            match page.trim_end_matches('/') {
                "/organizzazioni" => Organisations().into_any(),
                "/partenariati" => Overview().into_any(),
                other => {
                    let id = other.rsplit('/').next().unwrap_or_default().to_owned();
                    view! { <One id/> }.into_any()
                }
            }
        })
        .into_any()
    }
}
