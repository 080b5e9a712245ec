//! Which municipalities go where; in an address it is `071001-FG02.071003-FG04`.

use std::collections::BTreeMap;

use crate::code::{CpiCode, MunicipalityCode};

/// The most municipalities that move at once: more than Puglia has.
pub const MAX_MOVES: usize = 300;

/// Municipalities, each with the CPI that is to serve it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(BTreeMap<MunicipalityCode, CpiCode>);

impl Moves {
    /// Nobody moves.
    pub fn none() -> Self {
        Self::default()
    }

    /// The same, and this municipality goes to this CPI, wherever it was sent before.
    #[must_use]
    pub fn with(&self, town: MunicipalityCode, cpi: CpiCode) -> Self {
        let mut all = self.0.clone();
        all.insert(town, cpi);
        Self(all)
    }

    /// The same, and this municipality stays where it is.
    #[must_use]
    pub fn without(&self, town: &MunicipalityCode) -> Self {
        self.only(|moved, _| moved != town)
    }

    /// Those of which something is true.
    #[must_use]
    pub fn only(&self, is_kept: impl Fn(&MunicipalityCode, &CpiCode) -> bool) -> Self {
        Self(self.0.iter().filter(|(town, cpi)| is_kept(town, cpi)).map(|(a, b)| (a.clone(), b.clone())).collect())
    }

    /// Where a municipality is sent.
    pub fn target(&self, town: &MunicipalityCode) -> Option<&CpiCode> {
        self.0.get(town)
    }

    /// All, by municipality.
    pub fn iter(&self) -> impl Iterator<Item = (&MunicipalityCode, &CpiCode)> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody moves.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As an address has them.
    pub fn write(&self) -> String {
        self.0.iter().map(|(town, cpi)| format!("{town}-{cpi}")).collect::<Vec<_>>().join(".")
    }

    /// Reads what an address has: of a municipality that is there twice the last, of too many the first [`MAX_MOVES`]. What
    /// cannot be read is left out.
    pub fn read(text: &str) -> Self {
        let read = |one: &str| {
            let (town, cpi) = one.split_once('-')?;
            Some((MunicipalityCode::new(town).ok()?, CpiCode::new(cpi).ok()?))
        };
        Self(text.split('.').filter_map(read).take(MAX_MOVES).collect())
    }
}
