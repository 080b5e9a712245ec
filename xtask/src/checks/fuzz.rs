//! Generated requests from every kind of caller, on both databases. The generator is a Python program with an environment of its own.

use crate::checks::counts::Counts;
use crate::checks::node::node;
use crate::checks::postgres::Postgres;
use crate::checks::python::python;
use crate::failure::Done;
use crate::place::Place;
use crate::server;

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let python = python(place, "fuzz")?;
    let postgres = Postgres::start()?;
    node(place, "fuzz", only, |node| {
        node.env("TAVOLIERE_BIN", &server);
        node.env("TAVOLIERE_PYTHON", &python);
        node.env("TAVOLIERE_TEST_POSTGRES", postgres.url());
    })
}
