//! What a comparison shows, as its address says it: a link opens what its sender saw.
//!
//! Names and values are Italian, as all addresses of the pages are. Whatever cannot be read falls back to the beginning.

use std::fmt::Write as _;

use super::{MAX_SCENARIOS, causes::Quantity};

/// The longest name of a scenario in an address: a UUID's.
const MAX_KEY: usize = 36;

/// What the rows of the table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// A profile at a CPI.
    #[default]
    Cells,
    /// A CPI.
    Cpis,
    /// A province.
    Provinces,
}

impl Rows {
    /// All, from the finest.
    pub const ALL: [Self; 3] = [Self::Cells, Self::Cpis, Self::Provinces];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cells => "celle",
            Self::Cpis => "cpi",
            Self::Provinces => "province",
        }
    }
}

/// What the map shows of the two scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// How many operators more or fewer a CPI has.
    #[default]
    Operators,
    /// How much greater or smaller its pressure is.
    Pressure,
}

impl Colour {
    /// All.
    pub const ALL: [Self; 2] = [Self::Operators, Self::Pressure];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operators => "operatori",
            Self::Pressure => "pressione",
        }
    }
}

/// A column of the table. Those of a scenario name it by its place, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// Province, then CPI, then profile: the plan's own order.
    #[default]
    Place,
    /// Operators placed.
    Operators(usize),
    /// Operators more or fewer than in the scenario of reference.
    Difference(usize),
    /// Pressure.
    Pressure(usize),
}

/// By which column the rows are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub column: Column,
    /// From the greatest down.
    pub down: bool,
}

impl Order {
    /// The order after a column's head was pressed: from the greatest down, then up, then the plan's own again.
    #[must_use]
    pub fn pressed(self, column: Column) -> Self {
        if self.column != column {
            Self { column, down: column != Column::Place }
        } else if self.down == (column != Column::Place) {
            Self { column, down: !self.down }
        } else {
            Self::default()
        }
    }

    fn write(self) -> String {
        let sign = if self.down { "-" } else { "" };
        match self.column {
            Column::Place => format!("{sign}luogo"),
            Column::Operators(at) => format!("{sign}operatori.{}", at + 1),
            Column::Difference(at) => format!("{sign}differenza.{}", at + 1),
            Column::Pressure(at) => format!("{sign}pressione.{}", at + 1),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (down, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let column = match name.split_once('.') {
            None if name == "luogo" => Column::Place,
            Some(("operatori", at)) => Column::Operators(place(at)?),
            Some(("differenza", at)) => Column::Difference(place(at)?),
            Some(("pressione", at)) => Column::Pressure(place(at)?),
            _ => return None,
        };
        Some(Self { column, down })
    }
}

/// The place of a scenario, which the address counts from 1.
fn place(text: &str) -> Option<usize> {
    let number: usize = text.parse().ok()?;
    (1..=MAX_SCENARIOS).contains(&number).then(|| number - 1)
}

/// What a comparison shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The scenarios' UUIDs, in the order of their columns: each once, at most [`MAX_SCENARIOS`].
    pub scenarios: Vec<String>,
    /// The place of the scenario that the others are held against.
    pub base: usize,
    /// The place of the scenario that the map shows beside it.
    pub shown: usize,
    /// What the rows are.
    pub rows: Rows,
    /// Whether rows without any difference are shown too.
    pub all: bool,
    /// How the rows are sorted.
    pub order: Order,
    /// What the map shows.
    pub colour: Colour,
    /// Of what the causes are told.
    pub caused: Quantity,
}

impl View {
    /// Reads an address: `get` gives the value of a name, if it has one.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut view = Self::default();
        for key in get("scenari").unwrap_or_default().split(',') {
            view.add(key.trim());
        }
        let at = |name: &str| get(name).and_then(|text| place(&text));
        view.base = at("rispetto").unwrap_or_default();
        view.shown = at("mappa").unwrap_or(usize::MAX);
        view.rows = choice(&Rows::ALL, get("righe").as_deref(), Rows::name);
        view.colour = choice(&Colour::ALL, get("colori").as_deref(), Colour::name);
        view.caused = choice(&Quantity::ALL, get("cause").as_deref(), Quantity::name);
        view.all = get("tutte").as_deref() == Some("1");
        view.order = get("ordine").and_then(|text| Order::read(&text)).unwrap_or_default();
        view.settled()
    }

    /// The address's query, without `?`; what is as at the beginning is left out. Empty without scenarios.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let beginning = Self { scenarios: self.scenarios.clone(), ..Self::default() }.settled();
        let mut put = |name: &str, value: &str| {
            let and = if text.is_empty() { "" } else { "&" };
            // Writing to a text cannot fail.
            let _ = write!(text, "{and}{name}={value}");
        };
        if !self.scenarios.is_empty() {
            put("scenari", &self.scenarios.join(","));
        }
        if self.base != beginning.base {
            put("rispetto", &(self.base + 1).to_string());
        }
        if self.shown != (Self { shown: usize::MAX, ..self.clone() }).settled().shown {
            put("mappa", &(self.shown + 1).to_string());
        }
        if self.rows != beginning.rows {
            put("righe", self.rows.name());
        }
        if self.colour != beginning.colour {
            put("colori", self.colour.name());
        }
        if self.caused != beginning.caused {
            put("cause", self.caused.name());
        }
        if self.all {
            put("tutte", "1");
        }
        if self.order != beginning.order {
            put("ordine", &self.order.write());
        }
        text
    }

    /// Takes a scenario in, at the end. One that is there already, or is none, or one too many, is left out.
    pub fn add(&mut self, key: &str) {
        let may_be_one =
            (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if may_be_one && self.scenarios.len() < MAX_SCENARIOS && !self.scenarios.iter().any(|known| known == key) {
            self.scenarios.push(key.to_owned());
        }
    }

    /// The same without the scenario at a place. The others keep their parts.
    #[must_use]
    pub fn without(mut self, at: usize) -> Self {
        if at < self.scenarios.len() {
            self.scenarios.remove(at);
            let moved = |place: usize, gone: usize| match place.cmp(&at) {
                std::cmp::Ordering::Less => place,
                std::cmp::Ordering::Equal => gone,
                std::cmp::Ordering::Greater => place - 1,
            };
            self.base = moved(self.base, 0);
            self.shown = moved(self.shown, usize::MAX);
            self.order = Order::default();
        }
        self.settled()
    }

    /// The same with every place among the scenarios: the first is held against, and the map shows another one.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let count = self.scenarios.len();
        if self.base >= count {
            self.base = 0;
        }
        if self.shown >= count || self.shown == self.base {
            self.shown = (0..count).find(|&place| place != self.base).unwrap_or_default();
        }
        let is_there = match self.order.column {
            Column::Place => true,
            Column::Operators(at) => at < count,
            Column::Difference(at) => at < count && at != self.base,
            Column::Pressure(at) => at < count && self.rows != Rows::Cells,
        };
        if !is_there {
            self.order = Order::default();
        }
        self
    }
}

fn choice<T: Copy + Default>(all: &[T], text: Option<&str>, name: impl Fn(T) -> &'static str) -> T {
    all.iter().copied().find(|one| text == Some(name(*one))).unwrap_or_default()
}
