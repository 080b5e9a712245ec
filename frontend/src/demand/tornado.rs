//! Which figure moves the need most: one at a time, less and more, as bars around the need as it is.

use leptos::prelude::*;
use shared::{
    code::CpiCode,
    number::parse_decimal,
    problem::out_of,
    staffing::{
        FigureKey, Unit,
        sensitivity::{MAX_SHARE, Sensitivity, Swing},
    },
};

use super::{
    draft::{Draft, write},
    names,
};
use crate::{
    i18n::{Words, fill, language, t_string},
    ui::{format::number, problem},
};

/// Bars that are shown unasked.
const FIRST: usize = 12;

/// The bars, folded: they are worked out while they are open, with every key press.
#[component]
pub(super) fn Tornado(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let (opened, all) = (RwSignal::new(false), RwSignal::new(false));
    let (share, cpi) = (RwSignal::new(String::from("10")), RwSignal::new(None::<CpiCode>));
    let asked = Memo::new(move |_| {
        let value = share.with(|text| parse_decimal(text.trim().trim_end_matches('%'), language(words)))?;
        out_of(value, 0.0, MAX_SHARE * 100.0).map_or(Ok(value / 100.0), Err)
    });
    let told = Memo::new(move |last: Option<&Option<Sensitivity>>| {
        if !opened.get() {
            return None;
        }
        let told = asked.get().ok().and_then(|share| draft.sensitivity(share, cpi.get().as_ref()));
        // While figures contradict each other the last bars stand.
        told.or_else(|| last.cloned().flatten())
    });
    let plan = draft.plan.get_value();
    let options: Vec<AnyView> = plan
        .cpis
        .iter()
        .map(|of| view! { <option value=of.code.to_string()>{of.name.clone()}</option> }.into_any())
        .collect();
    view! {
        <details class="demand-part tornado" on:toggle=move |event| opened.set(is_open(&event))>
            <summary><h2>{move || t_string!(words, what_if.sensitivity)}</h2></summary>
            <p class="ask-note">{move || t_string!(words, what_if.sensitivity_note)}</p>
            <div class="tornado-asked">
                <div>
                    <label for="tornado-share">{move || t_string!(words, what_if.sensitivity_share)}</label>
                    <input id="tornado-share" inputmode="decimal" autocomplete="off" prop:value=move || share.get()
                        on:input=move |event| share.set(event_target_value(&event))
                        aria-invalid=move || asked.with(Result::is_err).to_string() aria-describedby="tornado-share-wrong"/>
                    <p id="tornado-share-wrong" class="wrong">
                        {move || asked.with(|asked| asked.as_ref().err().map(|rule| problem::rule(words, rule)))}
                    </p>
                </div>
                <div>
                    <label for="tornado-cpi">{move || t_string!(words, what_if.sensitivity_of)}</label>
                    <select id="tornado-cpi" on:change=move |event| cpi.set(CpiCode::new(event_target_value(&event)).ok())>
                        <option value="">{move || t_string!(words, what_if.sensitivity_all)}</option>
                        {options}
                    </select>
                </div>
            </div>
            {move || told.get().map(|told| bars(draft, &told, all))}
        </details>
    }
}

fn is_open(event: &leptos::ev::Event) -> bool {
    use wasm_bindgen::JsCast as _;
    let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

fn bars(draft: Draft, told: &Sensitivity, all: RwSignal<bool>) -> AnyView {
    let words = draft.words;
    let plan = draft.plan.get_value();
    let widest = told.swings.iter().flat_map(|of| [of.need_at_low, of.need_at_high]);
    let widest = widest.map(|need| (need - told.need).abs()).fold(f64::EPSILON, f64::max);
    let rows: Vec<AnyView> = told
        .swings
        .iter()
        .take(if all.get() { usize::MAX } else { FIRST })
        .map(|swing| row(words, &names::figure(words, plan.as_ref(), &swing.figure), swing, told.need, widest))
        .collect();
    let first = told.swings.first().map(|swing| {
        let (least, most) = ends(swing);
        let texts = [
            ("need", number(words, told.need, 1)),
            ("figure", names::figure(words, plan.as_ref(), &swing.figure)),
            ("low", number(words, least, 1)),
            ("high", number(words, most, 1)),
        ];
        fill(
            t_string!(words, what_if.sensitivity_sentence),
            &texts.each_ref().map(|(name, text)| (*name, text.as_str())),
        )
    });
    let more = told.swings.len() > FIRST;
    view! {
        <p role="status">{first}</p>
        <div class="tornado-bars" tabindex="0" role="group" aria-label=t_string!(words, what_if.sensitivity)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, what_if.figure)}</th>
                        <td></td>
                        <th scope="col">{t_string!(words, what_if.need_low)}</th>
                        <th scope="col">{t_string!(words, what_if.need_high)}</th>
                        <th scope="col">{t_string!(words, what_if.swing)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more.then(|| view! {
            <button type="button" class="btn btn-outline-primary btn-xs" aria-pressed=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)>
                {move || if all.get() { t_string!(words, what_if.fewer) } else { t_string!(words, what_if.all) }}
            </button>
        })}
    }
    .into_any()
}

fn ends(swing: &Swing) -> (f64, f64) {
    (swing.need_at_low.min(swing.need_at_high), swing.need_at_low.max(swing.need_at_high))
}

fn row(words: Words, name: &str, swing: &Swing, need: f64, widest: f64) -> AnyView {
    let (least, most) = ends(swing);
    // The middle of the bar is the need as it is.
    let part = |from: f64, to: f64| {
        let at = |value: f64| 50.0 + (value - need) / widest * 50.0;
        (format!("{:.2}%", at(from)), format!("{:.2}%", at(to) - at(from)))
    };
    let ((below, below_width), (above, above_width)) = (part(least.min(need), need), part(need, most.max(need)));
    let unit = |key: &FigureKey| match key.unit() {
        Unit::Share => "\u{a0}%".to_owned(),
        of => format!("\u{a0}{}", names::unit(words, of)),
    };
    let values = [("low", write(words, &swing.figure, swing.low)), ("high", write(words, &swing.figure, swing.high))];
    let values = fill(t_string!(words, what_if.from_to), &values.each_ref().map(|(name, text)| (*name, text.as_str())));
    view! {
        <tr data-figure=swing.figure.to_string()>
            <th scope="row">{name.to_owned()}<small>{format!("{values}{}", unit(&swing.figure))}</small></th>
            <td class="bars" aria-hidden="true">
                <span class="below" style:left=below style:width=below_width></span>
                <span class="above" style:left=above style:width=above_width></span>
            </td>
            <td>{number(words, swing.need_at_low, 1)}</td>
            <td>{number(words, swing.need_at_high, 1)}</td>
            <td class="change">{number(words, swing.width(), 1)}</td>
        </tr>
    }
    .into_any()
}
