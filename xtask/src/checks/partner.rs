//! The API as partners' programs use it, against the built server: public clients, suites and an identity provider that are
//! not ours, and the examples of the documentation in the languages that they are written in.

use crate::checks::counts::Counts;
use crate::checks::machine::{on_path, program};
use crate::checks::node::node;
use crate::checks::postgres::Postgres;
use crate::checks::python::python;
use crate::failure::Done;
use crate::place::Place;
use crate::server;

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let python = python(place, "partner")?;
    program("curl", "curl", || on_path(&["curl"]))?;
    program("jq", "jq", || on_path(&["jq"]))?;
    let postgres = Postgres::start()?;
    node(place, "partner", only, |node| {
        node.env("TAVOLIERE_BIN", &server)
            .env("TAVOLIERE_PYTHON", &python)
            .env("TAVOLIERE_TEST_POSTGRES", postgres.url());
    })
}
