//! Causes in words: their names, and a difference with its parts as a sentence whose numbers add up.

use shared::staffing::comparison::causes::{Cause, Quantity, tenths};

use super::{super::words::signed, api::Split};
use crate::i18n::{Words, fill, t_string};

/// What a cause is called at the head of a column.
pub(super) fn name(words: Words, cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => t_string!(words, causes.volume),
        Cause::Standard => t_string!(words, causes.standard),
        Cause::Share => t_string!(words, causes.share),
        Cause::WorkingTime => t_string!(words, causes.working_time),
        Cause::Staff => t_string!(words, causes.staff),
        Cause::HeadCount => t_string!(words, causes.head_count),
        Cause::Lock => t_string!(words, causes.lock),
        Cause::ByHand => t_string!(words, causes.by_hand),
    }
}

/// The same behind a number: `+1,5 per i volumi`.
fn because(words: Words, cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => t_string!(words, causes.of_volume),
        Cause::Standard => t_string!(words, causes.of_standard),
        Cause::Share => t_string!(words, causes.of_share),
        Cause::WorkingTime => t_string!(words, causes.of_working_time),
        Cause::Staff => t_string!(words, causes.of_staff),
        Cause::HeadCount => t_string!(words, causes.of_head_count),
        Cause::Lock => t_string!(words, causes.of_lock),
        Cause::ByHand => t_string!(words, causes.of_by_hand),
    }
}

/// What is counted.
pub(super) fn quantity(words: Words, quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Placed => t_string!(words, allocation.head_placed_long),
        Quantity::Required => t_string!(words, causes.required),
        Quantity::Missing => t_string!(words, causes.missing),
    }
}

/// The class that gives a cause its colour.
pub(super) fn class(cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => "cause-volume",
        Cause::Standard => "cause-standard",
        Cause::Share => "cause-share",
        Cause::WorkingTime => "cause-time",
        Cause::Staff => "cause-staff",
        Cause::HeadCount => "cause-count",
        Cause::Lock => "cause-lock",
        Cause::ByHand => "cause-hand",
    }
}

/// A difference and its parts as they are written, in tenths: they add up as written.
pub(super) fn shown(split: &Split) -> (f64, Vec<(Cause, f64)>) {
    let parts: Vec<f64> = split.parts.iter().map(|(_, part)| *part).collect();
    let (difference, tenths) = tenths(split.difference, &parts);
    let written = split.parts.iter().zip(tenths).map(|((cause, _), tenths)| (*cause, tenths as f64 / 10.0));
    (difference as f64 / 10.0, written.collect())
}

/// `+1,5`; `+2` where it is whole; `=` where there is nothing.
pub(super) fn operators(words: Words, value: f64) -> String {
    signed(words, value, u8::from(value % 1.0 != 0.0))
}

/// `+2: +1,5 per i volumi, +0,5 a mano`.
pub(super) fn sentence(words: Words, split: &Split) -> String {
    let (difference, parts) = shown(split);
    let of = |(cause, part): &(Cause, f64)| format!("{} {}", operators(words, *part), because(words, *cause));
    let parts: Vec<String> = parts.iter().filter(|(_, part)| *part != 0.0).map(of).collect();
    if parts.is_empty() {
        return t_string!(words, causes.nothing_here).to_owned();
    }
    let n = operators(words, difference);
    fill(t_string!(words, causes.sentence), &[("n", &n), ("parts", &parts.join(", "))])
}
