//! The footer: licences, sources and the API.

use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};

#[component]
pub(crate) fn Footer() -> impl IntoView {
    let words = use_i18n();
    view! {
        <footer id="footer" class="shell-footer" tabindex="-1">
            <div class="container-xxl">
                <p>
                    <strong>"Tavoliere "{env!("CARGO_PKG_VERSION")}</strong>
                    " · "
                    {move || t_string!(words, footer.licence)}
                </p>
                <p>{move || t_string!(words, footer.act)}</p>
                <p>
                    {move || t_string!(words, footer.geography)}
                    " "
                    <a href="https://creativecommons.org/licenses/by/4.0/deed.it" rel="external license">"CC BY 4.0"</a>
                </p>
                <p>{move || t_string!(words, footer.api)}" "<a href="/sviluppatori">{move || t_string!(words, footer.developers)}</a></p>
            </div>
        </footer>
    }
}
