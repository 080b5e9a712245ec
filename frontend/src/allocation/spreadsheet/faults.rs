//! What is wrong with a file: each bad cell by its address, in words.

use leptos::prelude::*;
use shared::staffing::sheet::{Fault, Why};

use crate::i18n::{Words, fill, t_string};

#[component]
pub(super) fn Faults(words: Words, faults: Vec<Fault>, more: u32) -> impl IntoView {
    if faults.is_empty() {
        return ().into_any();
    }
    let is_of_cells = faults.iter().any(|fault| fault.address.is_some());
    let rows: Vec<AnyView> = faults.into_iter().map(|fault| row(words, fault)).collect();
    let more = (more > 0).then(|| fill(t_string!(words, spreadsheet.more), &[("n", &more.to_string())]));
    view! {
        <div class="spreadsheet-faults" tabindex="0" role="group" aria-labelledby="spreadsheet-faults">
            <h4 id="spreadsheet-faults">{t_string!(words, spreadsheet.faults)}</h4>
            {is_of_cells.then(|| view! { <p>{t_string!(words, spreadsheet.faults_lead)}</p> })}
            <ul>{rows}</ul>
            {more.map(|more| view! { <p>{more}</p> })}
        </div>
    }
    .into_any()
}

fn row(words: Words, fault: Fault) -> AnyView {
    let Fault { address, value, why } = fault;
    let reason = reason(words, &why);
    let Some(address) = address else {
        return view! { <li data-fault="">{reason}</li> }.into_any();
    };
    let value = (!value.is_empty()).then(|| view! { <q>{value}</q>": " });
    view! { <li data-fault=address.clone()><strong>{address.clone()}</strong>" "{value}{reason}</li> }.into_any()
}

fn reason(words: Words, why: &Why) -> String {
    match why {
        Why::Unreadable => t_string!(words, spreadsheet.why_unreadable).to_owned(),
        Why::TooLarge => t_string!(words, spreadsheet.why_too_large).to_owned(),
        Why::NoTable => t_string!(words, spreadsheet.why_no_table).to_owned(),
        Why::Beyond => t_string!(words, spreadsheet.why_beyond).to_owned(),
        Why::NoCpi => t_string!(words, spreadsheet.why_no_cpi).to_owned(),
        Why::UnknownCpi => t_string!(words, spreadsheet.why_unknown_cpi).to_owned(),
        Why::UnknownProfile => t_string!(words, spreadsheet.why_unknown_profile).to_owned(),
        Why::Duplicate { first } => fill(t_string!(words, spreadsheet.why_duplicate), &[("first", first)]),
        Why::Broken => t_string!(words, spreadsheet.why_broken).to_owned(),
        Why::NotANumber => t_string!(words, spreadsheet.why_not_a_number).to_owned(),
        Why::NotWhole => t_string!(words, spreadsheet.why_not_whole).to_owned(),
        Why::Negative => t_string!(words, spreadsheet.why_negative).to_owned(),
        Why::TooGreat { max } => fill(t_string!(words, spreadsheet.why_too_great), &[("max", &max.to_string())]),
        Why::NotYours => t_string!(words, spreadsheet.why_not_yours).to_owned(),
        Why::Locked => t_string!(words, spreadsheet.why_locked).to_owned(),
    }
}
