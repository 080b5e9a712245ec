//! To which part of the region an event belongs: that decides who may plan it.

use serde::{Deserialize, Serialize};

use crate::{
    code::{CpiCode, ProvinceCode},
    identity::Resource,
};

/// The part of the region that an event belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Territory {
    /// The whole region.
    Region,
    /// One province.
    Province(ProvinceCode),
    /// One job centre, which is its host.
    Cpi(CpiCode),
}

impl Territory {
    /// Reads a province's and a job centre's code; the job centre's is the nearer one. Neither: the region.
    pub fn of(province: Option<ProvinceCode>, cpi: Option<CpiCode>) -> Self {
        match (cpi, province) {
            (Some(cpi), _) => Self::Cpi(cpi),
            (None, Some(province)) => Self::Province(province),
            (None, None) => Self::Region,
        }
    }

    /// Its province; none for the region.
    pub fn province(&self) -> Option<ProvinceCode> {
        match self {
            Self::Region => None,
            Self::Province(province) => Some(province.clone()),
            Self::Cpi(cpi) => province_of(cpi),
        }
    }

    /// Its job centre, if it belongs to one.
    pub fn cpi(&self) -> Option<&CpiCode> {
        match self {
            Self::Cpi(cpi) => Some(cpi),
            Self::Region | Self::Province(_) => None,
        }
    }

    /// What leave is asked for.
    pub fn resource(&self) -> Resource {
        match self {
            Self::Region => Resource::Region,
            Self::Province(province) => Resource::Province(province.clone()),
            Self::Cpi(cpi) => Resource::Cpi(cpi.clone()),
        }
    }
}

/// The province of a job centre: its code without the number.
pub fn province_of(cpi: &CpiCode) -> Option<ProvinceCode> {
    ProvinceCode::new(cpi.as_str().trim_end_matches(|letter: char| letter.is_ascii_digit())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_counts_and_knows_its_province() {
        let (foggia, cpi) = (ProvinceCode::new("FG").expect("a code"), CpiCode::new("FG03").expect("a code"));
        let at_cpi = Territory::of(Some(foggia.clone()), Some(cpi.clone()));
        assert_eq!((at_cpi.cpi(), at_cpi.province()), (Some(&cpi), Some(foggia.clone())));
        assert_eq!(at_cpi.resource(), Resource::Cpi(cpi));
        let of_province = Territory::of(Some(foggia.clone()), None);
        assert_eq!(of_province.resource(), Resource::Province(foggia));
        assert_eq!(Territory::of(None, None).province(), None);
    }
}
