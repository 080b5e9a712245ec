//! Where the page's numbers come from: each source once, with a number of its own that stands beside what it is the source of.

use std::sync::Arc;

use leptos::prelude::*;

use super::api::{Cpi, Provenance, Told};
use crate::{
    i18n::{Words, t_string},
    ui::provenance::{self, Badge},
};

/// The sources, in the order in which the page names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sources(Vec<Provenance>);

impl Sources {
    /// The sources of all that is told of a job centre.
    pub(super) fn of(told: &Told) -> Self {
        let Cpi { municipalities, sizing, .. } = &told.cpi;
        let people = [&told.cpi.seat_provenance, &told.cpi.people_provenance].into_iter();
        let people = people.chain(&told.cpi.registered_unemployed_provenance);
        let towns = municipalities.iter().map(|town| &town.provenance);
        let demand = sizing.demand.iter().flat_map(|asked| [&asked.provenance, &asked.minutes_provenance]);
        let staff = sizing.cells.iter().map(|cell| &cell.have_provenance);
        let mut all = Vec::new();
        for one in people.chain(towns).chain(demand).chain(staff) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        Self(all)
    }

    fn number(&self, of: &Provenance) -> usize {
        self.0.iter().position(|known| known == of).map_or(0, |place| place + 1)
    }
}

/// What kind of source a number has, and which.
pub(super) fn mark(words: Words, sources: &Sources, of: &Provenance) -> AnyView {
    let number = sources.number(of);
    view! {
        <span class="source-mark">
            <Badge words of=Signal::stored(of.origin())/>
            <a href=format!("#fonte-{number}") rel="external" aria-label=format!("{} {number}", t_string!(words, centre.source))>{number}</a>
        </span>
    }
    .into_any()
}

/// The sources by their numbers.
#[component]
pub(super) fn SourceList(words: Words, sources: Memo<Arc<Sources>>) -> impl IntoView {
    let rows = move || {
        let rows = sources.get().0.clone().into_iter().zip(1..).map(|(of, number)| {
            let text = provenance::source(words, &of.source, of.source_italian.as_deref());
            view! {
                <li id=format!("fonte-{number}") tabindex="-1"><Badge words of=Signal::stored(of.origin())/>" "{text}</li>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="panel centre-sources" aria-labelledby="sources-title">
            <h2 id="sources-title">{move || t_string!(words, centre.sources)}</h2>
            <ol>{rows}</ol>
        </section>
    }
}
