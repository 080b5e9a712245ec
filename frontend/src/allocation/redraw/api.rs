//! What the page asks of the API: the municipalities and the base once, and the scenario that is looked at.

use std::collections::BTreeMap;

use cynic::QueryBuilder as _;
use shared::{
    code::{CpiCode, MunicipalityCode},
    staffing::{
        Assumptions,
        allocate::Lock,
        catchment::{self, Catchments},
    },
};

use crate::{
    allocation::{
        api::{Board, CpiConnection, FigureSet, Profile, Province, Scenario, Service, scenario_id},
        own_figures::sized_by,
        plan::{Plan, figures},
    },
    graphql::{Failure, ask, schema},
};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Ground {
    figures: FigureSet,
    profiles: Vec<Profile>,
    services: Vec<Service>,
    provinces: Vec<Province>,
    #[arguments(first: 500)]
    cpis: CpiConnection,
    #[arguments(first: 500)]
    municipalities: MunicipalityConnection,
}

#[derive(cynic::QueryFragment)]
struct MunicipalityConnection {
    nodes: Vec<Municipality>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct MoreVariables {
    after: String,
}

/// The municipalities that did not fit into one page.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MoreVariables")]
struct More {
    #[arguments(first: 500, after: $after)]
    municipalities: MunicipalityConnection,
}

impl MunicipalityConnection {
    /// Asks for the pages after this one, until there is none.
    async fn complete(&mut self) -> Result<(), Failure> {
        while let Some(after) = self.page_info.end_cursor.take().filter(|_| self.page_info.has_next_page) {
            let next = ask(More::build(MoreVariables { after })).await?.municipalities;
            self.nodes.extend(next.nodes);
            self.page_info = next.page_info;
        }
        Ok(())
    }
}

#[derive(cynic::QueryFragment)]
struct Municipality {
    istat: String,
    name: String,
    residents: i32,
    working_age: i32,
    cpi: ServedBy,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Cpi")]
struct ServedBy {
    code: String,
    seat_istat: String,
}

#[derive(cynic::QueryVariables)]
struct PlayedVariables {
    scenario: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PlayedVariables")]
struct PlayedQuery {
    #[arguments(id: $scenario)]
    scenario: Option<Scenario>,
}

/// A municipality of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Town {
    pub(super) code: MunicipalityCode,
    pub(super) name: String,
    pub(super) residents: u64,
    /// The place of the CPI that serves it today.
    pub(super) cpi: usize,
    /// Whether that CPI sits there.
    pub(super) is_seat: bool,
}

/// The scenario whose operators count as placed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Played {
    pub(super) uuid: String,
    pub(super) name: String,
    pub(super) revision: u64,
    pub(super) head_count: u32,
    pub(super) placed: Vec<u32>,
    pub(super) locked: Vec<Lock>,
}

/// All that the page rests on.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) plan: Plan,
    pub(super) catchments: Catchments,
    /// By ISTAT code.
    pub(super) towns: Vec<Town>,
    pub(super) figures_revision: u64,
    /// None while the figures contradict each other.
    pub(super) assumptions: Option<Assumptions>,
    pub(super) played: Option<Played>,
    /// A scenario was asked for that is not there, or not for this reader.
    pub(super) is_missing: bool,
}

impl PartialEq for Known {
    /// Catchments count as figures do: their revision and the scenario tell two answers apart.
    fn eq(&self, other: &Self) -> bool {
        (self.figures_revision, self.is_missing) == (other.figures_revision, other.is_missing)
            && self.played == other.played
            && self.assumptions == other.assumptions
    }
}

/// Asks for all of it; a scenario that cannot be read leaves the base.
pub(super) async fn known(uuid: Option<&str>) -> Result<Known, Failure> {
    let mut ground = ask(Ground::build(())).await?;
    ground.cpis.complete().await?;
    ground.municipalities.complete().await?;
    let scenario = match uuid {
        Some(uuid) => match ask(PlayedQuery::build(PlayedVariables { scenario: scenario_id(uuid) })).await {
            Ok(answer) => answer.scenario,
            Err(Failure::Refused(_)) => None,
            Err(failure) => return Err(failure),
        },
        None => None,
    };
    read(ground, uuid, scenario).ok_or(Failure::Broken)
}

fn read(ground: Ground, uuid: Option<&str>, scenario: Option<Scenario>) -> Option<Known> {
    let Ground { figures: base, profiles, services, provinces, cpis, municipalities } = ground;
    let board = Board { scenario: None, figures: base, profiles, services, provinces, cpis };
    let plan = Plan::of(uuid.unwrap_or_default(), &board)?;
    // Every CPI serves somebody, and each of those names its seat.
    let seats = municipalities.nodes.iter().map(|town| &*town.cpi.seat_istat);
    let seats = seats.filter_map(|seat| MunicipalityCode::new(seat).ok()).collect();
    let (mut towns, mut served) = (Vec::new(), Vec::new());
    for town in &municipalities.nodes {
        let code = MunicipalityCode::new(&*town.istat).ok()?;
        let cpi = CpiCode::new(&*town.cpi.code).ok()?;
        towns.push(Town {
            name: town.name.clone(),
            residents: u64::try_from(town.residents).ok()?,
            cpi: plan.cpis.iter().position(|known| known.code == cpi)?,
            is_seat: false,
            code: code.clone(),
        });
        served.push(catchment::Town { code, cpi, working_age: u64::try_from(town.working_age).ok()? });
    }
    let catchments = Catchments::new(plan.catchments().to_vec(), seats, served);
    for town in &mut towns {
        town.is_seat = catchments.is_seat(&town.code);
    }
    let today: BTreeMap<_, _> =
        figures(&board.figures.figures).filter_map(|(key, value)| Some((key, value?))).collect();
    let assumptions = match &scenario {
        Some(scenario) => plan.assumptions(&sized_by(scenario, &today)),
        None => plan.assumptions(&today),
    };
    Some(Known {
        is_missing: uuid.is_some() && scenario.is_none(),
        played: scenario.zip(uuid).map(|(scenario, uuid)| played(&plan, uuid, &scenario)),
        figures_revision: u64::try_from(board.figures.revision).unwrap_or_default(),
        plan,
        catchments,
        towns,
        assumptions,
    })
}

fn played(plan: &Plan, uuid: &str, scenario: &Scenario) -> Played {
    let mut placed = vec![0; plan.cells()];
    let mut locked = Vec::new();
    for cell in &scenario.cells {
        let Some((key, place)) = cell.key().and_then(|key| Some((key.clone(), plan.cell(&key)?))) else { continue };
        let value = cell.value();
        placed[place] = value.operators;
        locked.extend(value.locked.then_some(Lock { cell: key, operators: value.operators }));
    }
    Played {
        uuid: uuid.to_owned(),
        name: scenario.name.clone(),
        revision: u64::try_from(scenario.revision).unwrap_or_default(),
        head_count: u32::try_from(scenario.head_count).unwrap_or_default(),
        placed,
        locked,
    }
}
