//! The budget of the first page: its program, compressed.

use crate::checks::counts::Counts;
use crate::console::{kilobytes, say};
use crate::failure::{Done, Failure};
use crate::pages::{self, BUDGET, Profile};
use crate::place::Place;

pub(crate) fn check(place: &Place) -> Done<Counts> {
    let sizes = pages::build(place, Profile::Small)?;
    say(&sizes);
    let used = sizes.program();
    if used <= BUDGET {
        return Ok(Counts::passed(1));
    }
    Err(Failure::new(format!(
        "The first page's program weighs {}, over the {} that are allowed.",
        kilobytes(used),
        kilobytes(BUDGET)
    )))
}
