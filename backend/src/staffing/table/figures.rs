//! What the figures are called in a file, and in which unit they are.

use shared::{
    number::Language,
    provenance::Origin,
    staffing::{FigureKey, Unit, WorkingTimeTerm},
};

use super::{Table, paper::either};

/// A figure's name.
pub(super) fn name(table: &Table, key: &FigureKey, language: Language) -> String {
    let with = |italian, english, of: String| format!("{}: {of}", either(language, italian, english));
    let profile = |code: &str| {
        let row = table.region.profiles.iter().find(|row| row.code == code);
        row.map_or(code, |row| either(language, &row.name_it, &row.name_en)).to_owned()
    };
    let service = |code: &str| {
        let row = table.region.services.iter().find(|row| row.code == code);
        row.map_or_else(|| code.to_owned(), |row| format!("{code}, {}", either(language, &row.name_it, &row.name_en)))
    };
    let cpi = |code: &str| {
        let row = table.region.cpis.iter().find(|row| row.code == code);
        row.map_or(code, |row| row.name.as_str()).to_owned()
    };
    match key {
        FigureKey::WorkingTime(term) => term_name(*term, language).to_owned(),
        FigureKey::OwnWorkingTime(term, of) => format!("{}: {}", term_name(*term, language), profile(of.as_str())),
        FigureKey::CategoryAllowance(of) => with("Quota di supporto", "Support share", profile(of.as_str())),
        FigureKey::YearlyCost(of) => with("Costo annuo", "Yearly cost", profile(of.as_str())),
        FigureKey::Volume(of) => with("Volume annuo", "Yearly volume", service(of.as_str())),
        FigureKey::ProvinceVolume(of, at) => {
            with("Volume annuo", "Yearly volume", format!("{}, {at}", service(of.as_str())))
        }
        FigureKey::Minutes(of) => with("Minuti", "Minutes", service(of.as_str())),
        FigureKey::Share(of, by) => {
            with("Quota", "Share", format!("{}, {}", service(of.as_str()), profile(by.as_str())))
        }
        FigureKey::StaffTotal => {
            either(language, "Operatori in servizio, regione", "Operators in service, region").to_owned()
        }
        FigureKey::Staff(at, of) => {
            with("In servizio", "In service", format!("{}, {}", cpi(at.as_str()), profile(of.as_str())))
        }
        FigureKey::IndividualAllowance(at, of) => {
            with("Ore individuali", "Individual hours", format!("{}, {}", cpi(at.as_str()), profile(of.as_str())))
        }
        FigureKey::SplitByRegisteredUnemployed => either(
            language,
            "Domanda divisa per disoccupati iscritti, dove sono noti (1: sì)",
            "Demand split by registered unemployed where they are known (1: yes)",
        )
        .to_owned(),
    }
}

fn term_name(term: WorkingTimeTerm, language: Language) -> &'static str {
    match term {
        WorkingTimeTerm::HoursPerWeek => either(language, "Ore di contratto alla settimana", "Contract hours a week"),
        WorkingTimeTerm::Weekdays => either(language, "Giorni dal lunedì al venerdì", "Days from Monday to Friday"),
        WorkingTimeTerm::PublicHolidayDays => {
            either(language, "Festività nazionali infrasettimanali", "Public holidays on weekdays")
        }
        WorkingTimeTerm::PatronSaintDays => either(language, "Santo patrono", "Patron saint"),
        WorkingTimeTerm::LeaveDays => either(language, "Ferie", "Annual leave"),
        WorkingTimeTerm::SuppressedHolidayDays => either(language, "Festività soppresse", "Suppressed holidays"),
        WorkingTimeTerm::SicknessAndOtherDays => {
            either(language, "Malattia e altre assenze", "Sickness and other absence")
        }
        WorkingTimeTerm::TrainingDays => either(language, "Formazione", "Training"),
    }
}

/// A unit's name.
pub(super) fn unit(of: Unit, language: Language) -> &'static str {
    match of {
        Unit::HoursPerWeek => either(language, "ore/settimana", "hours/week"),
        Unit::HoursPerYear => either(language, "ore/anno", "hours/year"),
        Unit::Days => either(language, "giorni", "days"),
        Unit::Minutes => either(language, "minuti", "minutes"),
        Unit::UnitsPerYear => either(language, "all'anno", "a year"),
        Unit::Share => either(language, "quota, da 0 a 1", "share, 0 to 1"),
        Unit::EuroPerYear => either(language, "€/anno", "€/year"),
        Unit::Fte => either(language, "operatori", "operators"),
        Unit::Flag => either(language, "0 o 1", "0 or 1"),
    }
}

/// What kind of source it is.
pub(super) fn origin(of: Origin, language: Language) -> &'static str {
    match of {
        Origin::Plan => either(language, "piano (DGR 269/2020)", "plan (DGR 269/2020)"),
        Origin::Contract => either(language, "contratto o legge", "contract or law"),
        Origin::Calendar => either(language, "calendario", "calendar"),
        Origin::Sourced => either(language, "statistica", "statistic"),
        Origin::Press => either(language, "stampa", "press"),
        Origin::Derived => either(language, "derivato", "derived"),
        Origin::Assumption => either(language, "ipotesi", "assumption"),
        Origin::Planner => either(language, "pianificatore", "planner"),
    }
}
