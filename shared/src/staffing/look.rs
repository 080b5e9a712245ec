//! What a board shows of its table, as its address says it: a link opens what its sender saw.
//!
//! Names and values are Italian, as all addresses of the pages are. Whatever cannot be read falls back to the beginning.

use std::collections::BTreeSet;

use crate::code::{CpiCode, ProfileCode, ProvinceCode};

/// The longest text that is searched for, characters.
const MAX_SEARCH: usize = 80;

/// A column that tells and holds no number to be typed: it may be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Residents of working age.
    WorkingAge,
    /// Operators that are needed.
    Required,
    /// Operators in service.
    Have,
    /// Operators placed, all profiles together.
    Placed,
    /// Need over staff.
    Pressure,
}

impl Column {
    /// All, in the order of the table.
    pub const ALL: [Self; 5] = [Self::WorkingAge, Self::Required, Self::Have, Self::Placed, Self::Pressure];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkingAge => "residenti",
            Self::Required => "fabbisogno",
            Self::Have => "servizio",
            Self::Placed => "assegnati",
            Self::Pressure => "pressione",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// What the rows are sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// By province, then by name, with sub-totals.
    #[default]
    Province,
    /// By the CPI's name.
    Name,
    /// By a column that tells.
    Column(Column),
    /// By the operators placed of one profile.
    Profile(ProfileCode),
}

/// What a board shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The only province; none: all.
    pub province: Option<ProvinceCode>,
    /// What a CPI's name has to hold.
    pub search: String,
    /// What the rows are sorted by.
    pub by: By,
    /// From the greatest down.
    pub down: bool,
    /// The columns that are not shown.
    pub hidden: BTreeSet<Column>,
    /// The CPI that is looked at.
    pub cpi: Option<CpiCode>,
}

impl Look {
    /// Reads an address: `get` gives the value of a name, if it has one.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let order = get("ordine").unwrap_or_default();
        let (down, order) = order.strip_prefix('-').map_or((false, order.as_str()), |order| (true, order));
        let by = match order {
            "nome" => By::Name,
            name => Column::from_name(name)
                .map(By::Column)
                .or_else(|| name.strip_prefix("profilo.").and_then(|code| ProfileCode::new(code).ok()).map(By::Profile))
                .unwrap_or_default(),
        };
        Self {
            province: get("provincia").and_then(|code| ProvinceCode::new(code).ok()),
            search: get("cerca").unwrap_or_default().chars().take(MAX_SEARCH).collect(),
            down: down && by != By::Province,
            by,
            hidden: get("nascondi").unwrap_or_default().split(',').filter_map(Column::from_name).collect(),
            cpi: get("cpi").and_then(|code| CpiCode::new(code).ok()),
        }
    }

    /// The names and values of its address, not yet encoded; what is as at the beginning is left out.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let sign = if self.down { "-" } else { "" };
        let order = match &self.by {
            By::Province => None,
            By::Name => Some(format!("{sign}nome")),
            By::Column(column) => Some(format!("{sign}{}", column.name())),
            By::Profile(code) => Some(format!("{sign}profilo.{code}")),
        };
        let hidden: Vec<&str> = self.hidden.iter().map(|column| column.name()).collect();
        let some = |text: String| (!text.is_empty()).then_some(text);
        let all = [
            ("provincia", self.province.as_ref().map(ToString::to_string)),
            ("cerca", some(self.search.clone())),
            ("ordine", order),
            ("nascondi", some(hidden.join(","))),
            ("cpi", self.cpi.as_ref().map(ToString::to_string)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &[(&'static str, String)]) -> Look {
        Look::read(|name| query.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn what_cannot_be_read_is_as_at_the_beginning() {
        assert!(Look::default().write().is_empty());
        let wrong = [("provincia", "??"), ("ordine", "-boh"), ("nascondi", "x,,fabbisogno"), ("cpi", "<b>")];
        let wrong: Vec<(&str, String)> = wrong.map(|(name, value)| (name, value.to_owned())).to_vec();
        let look = read(&wrong);
        assert_eq!(look, Look { hidden: [Column::Required].into(), ..Look::default() });
        let long = read(&[("cerca", "è".repeat(200))]);
        assert_eq!(long.search.chars().count(), MAX_SEARCH);
    }

    proptest! {
        #[test]
        fn an_address_opens_what_was_seen(
            province in prop::option::of("[A-Z]{2}"),
            search in ".{0,30}",
            order in 0_usize..9,
            down in any::<bool>(),
            hidden in prop::collection::btree_set(prop::sample::select(Column::ALL.to_vec()), 0..5),
            cpi in prop::option::of("[A-Z]{2}[0-9]{2}"),
        ) {
            let by = match order {
                0 => By::Province,
                1 => By::Name,
                2 => By::Profile(ProfileCode::new("OR").expect("a code")),
                n => By::Column(Column::ALL[(n - 3) % 5]),
            };
            let look = Look {
                province: province.map(|code| ProvinceCode::new(code).expect("a code")),
                search,
                down: down && by != By::Province,
                by,
                hidden,
                cpi: cpi.map(|code| CpiCode::new(code).expect("a code")),
            };
            prop_assert_eq!(read(&look.write()), look);
        }
    }
}
