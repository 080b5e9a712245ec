//! `cargo xtask build`: the pages, step by step, with how long each took.

use std::time::Instant;

use clap::Args;

use crate::console::say;
use crate::failure::Done;
use crate::pages::{self, Profile};
use crate::place::Place;

#[derive(Args)]
pub(crate) struct Options {
    /// Quick to build and large: cargo's dev profile, no wasm-opt.
    #[arg(long)]
    dev: bool,
}

pub(crate) fn run(options: &Options) -> Done {
    let began = Instant::now();
    let profile = if options.dev { Profile::Dev } else { Profile::Small };
    let sizes = pages::build(&Place::find()?, profile)?;
    say(sizes);
    say(format_args!("The pages are in frontend/dist, after {:.1} s.", began.elapsed().as_secs_f64()));
    Ok(())
}
