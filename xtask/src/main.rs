//! What the commands of the repository mean: `cargo xtask up`, `build`, `test`, `bench`.
//!
//! It needs cargo, rustup and npm, and nothing installed by hand beside them: what it builds with is pinned by `Cargo.lock`
//! and by the three `package-lock.json`. It decides nothing about the product.

mod bench;
mod build;
mod checks;
mod console;
mod failure;
mod pages;
mod pictures;
mod place;
mod process;
mod server;
mod up;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, runs and tests Tavoliere.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds everything that is out of date and serves Tavoliere: the one command to see it.
    Up(up::Options),
    /// Builds the pages into `frontend/dist`, where the server takes them from.
    Build(build::Options),
    /// Checks and tests everything, or the parts that are named. Ends with a summary of what ran.
    Test(checks::Options),
    /// Measures what a browser does: no part of the test, for a time depends on the machine.
    Bench(bench::Options),
    /// Takes the pictures of the README anew, from the pages as they are.
    Pictures,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Task::Up(options) => up::run(&options).map(|()| true),
        Task::Build(options) => build::run(&options).map(|()| true),
        Task::Bench(options) => bench::run(&options).map(|()| true),
        Task::Pictures => pictures::run().map(|()| true),
        Task::Test(options) => checks::run(&options),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            console::say(format_args!("\n{failure}"));
            ExitCode::FAILURE
        }
    }
}
