//! The map of Puglia: 43 catchments coloured by pressure, or as a page says. Works by pointer and by keyboard; a table is always its twin.

mod legend;
mod view;

use std::sync::Arc;

use gloo::net::http::Request;
use leptos::prelude::document;
use shared::territory::topology::{Area, Projection, Topology};

pub(crate) use legend::Legend;
pub(crate) use view::{AreaMap, Paint, PressureMap};

/// The shapes that the map draws, decoded once.
#[derive(Debug, PartialEq)]
pub(crate) struct Boundaries {
    pub(crate) cpis: Vec<Area>,
    pub(crate) provinces: Vec<Area>,
}

/// Loads the boundaries from where the page says they are. `None` when they cannot be had: the tables tell the same.
pub(crate) async fn load() -> Option<Arc<Boundaries>> {
    let topology = topology().await?;
    Some(Arc::new(Boundaries {
        cpis: topology.areas("cpi", "cpi", &Projection::PUGLIA),
        provinces: topology.areas("provinces", "province", &Projection::PUGLIA),
    }))
}

/// The file of all boundaries. `None` when it cannot be had.
pub(crate) async fn topology() -> Option<Topology> {
    let address = document().get_element_by_id("boundaries")?.get_attribute("href")?;
    let text = Request::get(&address).send().await.ok()?.text().await.ok()?;
    Topology::parse(&text).ok()
}

/// A CPI on the map: its code, as in the boundaries, and its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) code: String,
    pub(crate) name: String,
}
