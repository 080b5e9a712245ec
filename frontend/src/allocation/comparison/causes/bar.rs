//! A difference as a bar: what adds to it to the right of nothing, what takes away to the left. The table beside it is its twin.

use leptos::prelude::*;

use super::{api::Split, words::class};

/// The width of a bar, in units of its drawing.
const WIDTH: f64 = 240.0;
/// Its height.
const HEIGHT: f64 = 16.0;

/// How far bars that are looked at together go, operators: to the left, and to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scale {
    less: f64,
    more: f64,
}

impl Scale {
    /// A scale on which all of these have room.
    pub(super) fn of<'a>(splits: impl Iterator<Item = &'a Split>) -> Self {
        splits.fold(Self::default(), |scale, split| {
            let sum = |is_more: bool| -> f64 {
                split.parts.iter().map(|(_, part)| part).filter(|part| (**part > 0.0) == is_more).sum()
            };
            Self { less: scale.less.max(-sum(false)), more: scale.more.max(sum(true)) }
        })
    }

    fn at(self, operators: f64) -> f64 {
        (self.less + operators) / (self.less + self.more).max(f64::EPSILON) * WIDTH
    }
}

/// The bar of one difference.
pub(super) fn bar(split: &Split, scale: Scale) -> AnyView {
    let (mut less, mut more) = (0.0, 0.0);
    let pieces: Vec<AnyView> = split
        .parts
        .iter()
        .map(|&(cause, part)| {
            let from = if part < 0.0 { less } else { more };
            if part < 0.0 {
                less += part;
            } else {
                more += part;
            }
            let (left, right) = (scale.at(f64::min(from, from + part)), scale.at(f64::max(from, from + part)));
            let (x, width) = (format!("{left:.1}"), format!("{:.1}", right - left));
            view! { <rect class=class(cause) x=x y="2" width=width height=(HEIGHT - 4.0).to_string()></rect> }
                .into_any()
        })
        .collect();
    let nothing = format!("M{:.1} 0V{HEIGHT}", scale.at(0.0).clamp(0.5, WIDTH - 0.5));
    view! {
        <svg class="cause-bar" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true" focusable="false" preserveAspectRatio="none">
            {pieces}
            <path d=nothing></path>
        </svg>
    }
    .into_any()
}
