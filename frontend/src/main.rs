//! The Tavoliere pages: Leptos, client-side, compiled to wasm.
#![expect(
    unreachable_pub,
    reason = "the macros of leptos and of the translations write `pub`, whatever the component says"
)]

mod allocation;
mod app;
mod dashboard;
mod demand;
mod developers;
mod events;
mod graphql;
mod i18n;
mod identity;
mod ids;
mod live;
mod map;
mod organisations;
mod partnerships;
mod plan;
mod session;
mod shell;
mod territory;
mod ui;

fn main() {
    ui::panic::tell_the_user();
    leptos::mount::mount_to_body(app::App);
}
