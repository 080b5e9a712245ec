//! What does not change while a board is open: the CPIs, the profiles, their names and their order.

use std::collections::BTreeMap;

use shared::{
    code::{CpiCode, ProfileCode, ServiceCode},
    staffing::{Assumptions, CellKey, FigureKey},
    territory::{Catchment, Point},
};

use super::api;

/// A CPI of the board.
#[derive(Clone, Debug)]
pub(super) struct CpiRow {
    pub(super) code: CpiCode,
    pub(super) name: String,
    /// The place of its province in [`Plan::provinces`].
    pub(super) province: usize,
}

/// A name in both languages.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) it: String,
    pub(super) en: String,
}

/// The board's fixed part. Cells are numbered row by row: `cpi · profiles + profile`.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The scenario's UUID.
    pub(super) uuid: String,
    pub(super) cpis: Vec<CpiRow>,
    pub(super) provinces: Vec<api::Province>,
    pub(super) profiles: Vec<(ProfileCode, Name)>,
    pub(super) services: BTreeMap<ServiceCode, Name>,
    /// As they were when the page asked.
    catchments: Vec<Catchment>,
    seats: Vec<Point>,
}

impl Plan {
    /// Reads the answer of the API. `None` when it holds a code that is none.
    pub(super) fn of(uuid: &str, board: &api::Board) -> Option<Self> {
        let mut cpis = Vec::new();
        let mut seats = Vec::new();
        for cpi in &board.cpis.nodes {
            let code = CpiCode::new(&*cpi.code).ok()?;
            let province = board.provinces.iter().position(|province| province.code == cpi.province.code)?;
            seats.push(Point { latitude: cpi.latitude, longitude: cpi.longitude });
            cpis.push(CpiRow { code, name: cpi.name.clone(), province });
        }
        let profiles = board
            .profiles
            .iter()
            .map(|profile| Some((ProfileCode::new(&*profile.code).ok()?, name(&profile.name_it, &profile.name_en))))
            .collect::<Option<_>>()?;
        let services = board
            .services
            .iter()
            .map(|service| Some((ServiceCode::new(&*service.code).ok()?, name(&service.name_it, &service.name_en))))
            .collect::<Option<_>>()?;
        let (provinces, catchments) = (board.provinces.clone(), board.cpis.catchments()?);
        Some(Self { uuid: uuid.to_owned(), cpis, provinces, profiles, services, catchments, seats })
    }

    /// The CPIs' catchments as they were when the page asked, in order.
    pub(super) fn catchments(&self) -> &[Catchment] {
        &self.catchments
    }

    /// Where the CPIs lie, in order.
    pub(super) fn seats(&self) -> &[Point] {
        &self.seats
    }

    pub(super) fn columns(&self) -> usize {
        self.profiles.len()
    }

    pub(super) fn cells(&self) -> usize {
        self.cpis.len() * self.columns()
    }

    /// The name of a cell.
    pub(super) fn key(&self, cell: usize) -> Option<CellKey> {
        let cpi = self.cpis.get(cell / self.columns().max(1))?.code.clone();
        let profile = self.profiles.get(cell % self.columns().max(1))?.0.clone();
        Some(CellKey { cpi, profile })
    }

    /// The number of a cell.
    pub(super) fn cell(&self, key: &CellKey) -> Option<usize> {
        let row = self.cpis.iter().position(|cpi| cpi.code == key.cpi)?;
        let column = self.profiles.iter().position(|(code, _)| *code == key.profile)?;
        Some(row * self.columns() + column)
    }

    /// The assumptions that the figures make. `None` while they contradict each other.
    pub(super) fn assumptions(&self, figures: &BTreeMap<FigureKey, f64>) -> Option<Assumptions> {
        let profiles: Vec<ProfileCode> = self.profiles.iter().map(|(code, _)| code.clone()).collect();
        let services: Vec<ServiceCode> = self.services_in_order();
        Assumptions::from_figures(&profiles, &services, figures).ok()
    }

    fn services_in_order(&self) -> Vec<ServiceCode> {
        self.services.keys().cloned().collect()
    }
}

fn name(it: &str, en: &str) -> Name {
    Name { it: it.to_owned(), en: en.to_owned() }
}

/// The figures by key; keys of a newer server that this page does not know are left out.
pub(super) fn figures(set: &[api::Figure]) -> impl Iterator<Item = (FigureKey, Option<f64>)> {
    set.iter().filter_map(|figure| Some((figure.key.parse().ok()?, figure.value)))
}
