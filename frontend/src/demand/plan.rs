//! What does not change while the page is open: CPIs, profiles and services, with their names and their order.

use std::collections::BTreeMap;

use shared::{
    Problem,
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    staffing::{Assumptions, FigureKey, Sizing, sensitivity::Sensitivity},
    territory::Catchment,
};

use super::{api, names::Named};
use crate::i18n::{Words, either};

/// A name in both languages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    it: String,
    en: String,
}

impl Name {
    pub(super) fn text(&self, words: Words) -> String {
        either(words, &self.it, &self.en).to_owned()
    }
}

/// A CPI of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cpi {
    pub(super) code: CpiCode,
    pub(super) name: String,
    pub(super) province: ProvinceCode,
}

/// The page's fixed part, in the plan's order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) cpis: Vec<Cpi>,
    /// Code and name.
    pub(super) provinces: Vec<(ProvinceCode, String)>,
    pub(super) profiles: Vec<(ProfileCode, Name)>,
    pub(super) services: Vec<(ServiceCode, Name)>,
    catchments: Vec<Catchment>,
}

impl Plan {
    /// Reads the answer of the API. `None` when it holds a code that is none.
    pub(super) fn of(answer: &api::Demand) -> Option<Self> {
        let name = |it: &str, en: &str| Name { it: it.to_owned(), en: en.to_owned() };
        let (mut cpis, mut catchments) = (Vec::new(), Vec::new());
        for cpi in &answer.cpis.nodes {
            let (code, province) = (CpiCode::new(&*cpi.code).ok()?, ProvinceCode::new(&*cpi.province.code).ok()?);
            let working_age = u64::try_from(cpi.working_age).ok()?;
            catchments.push(Catchment {
                cpi: code.clone(),
                province: province.clone(),
                working_age,
                staffed_for: u64::try_from(cpi.staffed_for).ok()?,
                registered_unemployed: cpi.registered_unemployed.and_then(|known| u64::try_from(known).ok()),
            });
            cpis.push(Cpi { code, name: cpi.name.clone(), province });
        }
        let profiles = answer.profiles.iter();
        let services = answer.services.iter();
        Some(Self {
            cpis,
            catchments,
            provinces: answer
                .provinces
                .iter()
                .map(|it| Some((ProvinceCode::new(&*it.code).ok()?, it.name.clone())))
                .collect::<Option<_>>()?,
            profiles: profiles
                .map(|it| Some((ProfileCode::new(&*it.code).ok()?, name(&it.name_it, &it.name_en))))
                .collect::<Option<_>>()?,
            services: services
                .map(|it| Some((ServiceCode::new(&*it.code).ok()?, name(&it.name_it, &it.name_en))))
                .collect::<Option<_>>()?,
        })
    }

    /// Sizes every CPI from figures.
    ///
    /// # Errors
    /// What the figures break.
    pub(super) fn size(&self, figures: &BTreeMap<FigureKey, f64>) -> Result<Sizing, Problem> {
        Sizing::of(&self.assumptions(figures)?, &self.catchments)
    }

    /// What each figure does to the need of the region, or of one CPI.
    ///
    /// # Errors
    /// What the figures break.
    pub(super) fn sensitivity(
        &self,
        figures: &BTreeMap<FigureKey, f64>,
        share: f64,
        cpi: Option<&CpiCode>,
    ) -> Result<Sensitivity, Problem> {
        Sensitivity::of(&self.assumptions(figures)?, &self.catchments, share, cpi)
    }

    fn assumptions(&self, figures: &BTreeMap<FigureKey, f64>) -> Result<Assumptions, Problem> {
        let profiles: Vec<ProfileCode> = self.profiles.iter().map(|(code, _)| code.clone()).collect();
        let services: Vec<ServiceCode> = self.services.iter().map(|(code, _)| code.clone()).collect();
        Assumptions::from_figures(&profiles, &services, figures)
    }

    /// The keys of a service's mix, in the profiles' order.
    pub(super) fn mix(&self, service: &ServiceCode) -> Vec<FigureKey> {
        self.profiles.iter().map(|(profile, _)| FigureKey::Share(service.clone(), profile.clone())).collect()
    }
}

impl Named for Plan {
    fn cpi_name(&self, code: &CpiCode) -> String {
        self.cpis.iter().find(|cpi| cpi.code == *code).map(|cpi| cpi.name.clone()).unwrap_or_default()
    }

    fn province_name(&self, code: &ProvinceCode) -> String {
        let known = self.provinces.iter().find(|(known, _)| known == code);
        known.map(|(_, name)| name.clone()).unwrap_or_default()
    }

    fn profile_name(&self, words: Words, code: &ProfileCode) -> String {
        let known = self.profiles.iter().find(|(known, _)| known == code);
        known.map(|(_, name)| name.text(words)).unwrap_or_default()
    }

    fn service_name(&self, words: Words, code: &ServiceCode) -> String {
        let known = self.services.iter().find(|(known, _)| known == code);
        known.map(|(_, name)| name.text(words)).unwrap_or_default()
    }
}
