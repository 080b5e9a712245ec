//! The rows of the table of differences: which there are, and in which order.

use shared::staffing::comparison::{Column, Order, Rows, View, differ, pressure_shift};

use super::api::Told;

/// One row: a cell, a CPI or a province.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Tells it from the others of its kind: `FG01:OR`, `FG01`, `FG`.
    pub(super) key: String,
    /// Where it stands in the plan's own order.
    place: usize,
    pub(super) province: String,
    /// The CPI and its place; none for a province.
    pub(super) cpi: Option<(usize, String)>,
    /// The profile's names in both languages; none for a CPI or a province.
    pub(super) profile: Option<(String, String)>,
    /// Operators that each scenario places.
    pub(super) operators: Vec<i64>,
    /// Pressure in each scenario; none for a cell.
    pub(super) pressures: Vec<f64>,
}

impl Row {
    /// Whether the scenarios differ here.
    pub(super) fn differs(&self) -> bool {
        differ(&self.operators)
    }

    /// Operators more or fewer than in the scenario of reference.
    pub(super) fn difference(&self, base: usize, other: usize) -> Option<i64> {
        Some(self.operators.get(other)? - self.operators.get(base)?)
    }

    /// Pressure above or below that in the scenario of reference.
    pub(super) fn pressure_shift(&self, base: usize, other: usize) -> Option<f64> {
        Some(pressure_shift(*self.pressures.get(base)?, *self.pressures.get(other)?))
    }

    fn value(&self, column: Column, base: usize) -> f64 {
        let value = match column {
            Column::Place => Some(self.place as f64),
            Column::Operators(at) => self.operators.get(at).map(|&operators| operators as f64),
            Column::Difference(at) => self.difference(base, at).map(|difference| difference as f64),
            Column::Pressure(at) => self.pressures.get(at).copied(),
        };
        value.unwrap_or_default()
    }
}

/// All rows of a kind, in the plan's own order.
pub(super) fn all(told: &Told, kind: Rows) -> Vec<Row> {
    let province = |place: usize| told.provinces.get(place).map(|province| province.code.clone()).unwrap_or_default();
    let placed = |totals: &[shared::staffing::Totals]| {
        totals.iter().map(|totals| i64::try_from(totals.placed).unwrap_or(i64::MAX)).collect::<Vec<_>>()
    };
    match kind {
        Rows::Provinces => {
            let rows = told.provinces.iter().enumerate().map(|(place, of)| {
                let totals: Vec<_> = of.seen.iter().map(|seen| seen.measures.totals).collect();
                let pressures = totals.iter().map(shared::staffing::Totals::pressure).collect();
                let (key, operators) = (of.code.clone(), placed(&totals));
                Row { key, place, province: of.name.clone(), cpi: None, profile: None, operators, pressures }
            });
            rows.collect()
        }
        Rows::Cpis => {
            let rows = told.cpis.iter().enumerate().map(|(place, of)| Row {
                key: of.code.clone(),
                place,
                province: province(of.province),
                cpi: Some((place, of.name.clone())),
                profile: None,
                operators: placed(&of.totals),
                pressures: of.totals.iter().map(shared::staffing::Totals::pressure).collect(),
            });
            rows.collect()
        }
        Rows::Cells => {
            let cells =
                told.cpis.iter().enumerate().flat_map(|(cpi, of)| of.cells.iter().map(move |cell| (cpi, of, cell)));
            let rows = cells.enumerate().map(|(place, (cpi, of, cell))| Row {
                key: format!("{}:{}", of.code, cell.profile),
                place,
                province: province(of.province),
                cpi: Some((cpi, of.name.clone())),
                profile: Some((cell.name_it.clone(), cell.name_en.clone())),
                operators: cell.operators.clone(),
                pressures: Vec::new(),
            });
            rows.collect()
        }
    }
}

/// The rows that the view shows, as it sorts them. Equals stay in the plan's own order, whatever the direction.
pub(super) fn shown(rows: &[Row], view: &View) -> Vec<Row> {
    let mut rows: Vec<Row> = rows.iter().filter(|row| view.all || row.differs()).cloned().collect();
    let Order { column, down } = view.order;
    rows.sort_by(|one, other| {
        let order = one.value(column, view.base).total_cmp(&other.value(column, view.base));
        if down { order.reverse() } else { order }
    });
    rows
}
