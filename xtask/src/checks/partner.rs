//! The API as partners' programs use it, against the built server: public clients, suites and an identity provider
//! that are not ours.

use crate::checks::counts::Counts;
use crate::checks::node::node;
use crate::checks::postgres::Postgres;
use crate::failure::Done;
use crate::place::Place;
use crate::server;

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let postgres = Postgres::start()?;
    node(place, "partner", only, |node| {
        node.env("TAVOLIERE_BIN", &server).env("TAVOLIERE_TEST_POSTGRES", postgres.url());
    })
}
