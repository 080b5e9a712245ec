//! The program `tavoliere`: reads the command line and does what it says.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use backend::cli::Cli;
use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    Cli::parse().run().await
}
