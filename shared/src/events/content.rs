//! What is said of an event by whoever plans it. A wrong value is refused with its field.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Counts, EventKind, Territory, When};
use crate::{
    code::CpiCode,
    identity::OrganisationCode,
    problem::{Fields, Problem, Rule},
};

/// The longest title, audience and place, in characters.
pub const MAX_TEXT: usize = 200;
/// The longest notes, in characters.
pub const MAX_NOTES: usize = 2_000;
/// The most facilitators, other job centres, lines of the plan, organisers, and partners.
pub const MAX_MANY: usize = 20;
/// The longest code of a line of the plan or of a facilitator, in characters.
pub const MAX_CODE: usize = 20;
/// The greatest capacity.
pub const MAX_CAPACITY: u32 = 100_000;

/// What an event is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// What it is called.
    pub title: String,
    /// Its kind.
    pub kind: EventKind,
    /// Whom it is for, in words.
    pub audience: String,
    /// The part of the region that it belongs to.
    pub territory: Territory,
    /// Other job centres whose session it is too.
    #[serde(default)]
    pub also_for: BTreeSet<CpiCode>,
    /// Whether one takes part from a distance.
    pub online: bool,
    /// ISTAT code of the municipality where it is.
    pub municipality: Option<String>,
    /// The room or the address.
    pub place: String,
    /// When it is.
    pub when: When,
    /// How many people the place takes.
    pub capacity: Option<u32>,
    /// Whether it is open to everybody: then it is public once it is confirmed.
    pub public: bool,
    /// Codes of those who hold it.
    #[serde(default)]
    pub facilitators: BTreeSet<String>,
    /// Organisations that organise it. None: the region, the province or the job centre that it belongs to does, alone.
    #[serde(default)]
    pub organisers: BTreeSet<OrganisationCode>,
    /// Organisations with which it is held, and which do not organise it.
    #[serde(default)]
    pub partners: BTreeSet<OrganisationCode>,
    /// Code of the requirement that it fulfils.
    pub requirement: Option<String>,
    /// Codes of the results and indicators of the plan that it feeds.
    #[serde(default)]
    pub feeds: BTreeSet<String>,
    /// Who is expected.
    #[serde(default)]
    pub planned: Counts,
    /// Notes for colleagues.
    #[serde(default)]
    pub notes: String,
}

impl Content {
    /// Checks all that can be checked without a database, and takes the blanks off the ends of its texts.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names every field that breaks a rule.
    pub fn check(mut self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        for (field, text, max, required) in [
            ("title", &mut self.title, MAX_TEXT, true),
            ("audience", &mut self.audience, MAX_TEXT, false),
            ("place", &mut self.place, MAX_TEXT, false),
            ("notes", &mut self.notes, MAX_NOTES, false),
        ] {
            text.trim().to_owned().clone_into(text);
            fields.check(field, broken_text(text, max, required));
        }
        let too_many = |length: usize| (length > MAX_MANY).then_some(Rule::TooLong { max: MAX_MANY as u32 });
        fields.check("alsoFor", too_many(self.also_for.len()));
        fields.check("facilitators", too_many(self.facilitators.len()));
        fields.check("feeds", too_many(self.feeds.len()));
        fields.check("organisers", too_many(self.organisers.len()));
        fields.check("partners", too_many(self.partners.len()));
        let twice = !self.organisers.is_disjoint(&self.partners);
        fields.check("partners", twice.then_some(Rule::Duplicate));
        let strange = |codes: &BTreeSet<String>| codes.iter().any(|code| !is_code(code)).then_some(Rule::Unknown);
        fields.check("facilitators", strange(&self.facilitators));
        fields.check("feeds", strange(&self.feeds));
        fields.check(
            "requirement",
            self.requirement.as_ref().is_some_and(|code| !is_code(code)).then_some(Rule::Unknown),
        );
        fields.check("alsoFor", self.broken_others());
        let strange = self
            .municipality
            .as_ref()
            .is_some_and(|code| code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()));
        fields.check("municipality", strange.then_some(Rule::Unknown));
        if let Some(capacity) = self.capacity {
            let greatest = f64::from(MAX_CAPACITY);
            fields.check("capacity", crate::problem::out_of(f64::from(capacity), 1.0, greatest));
        }
        fields.check("end", When::new(self.when.start, self.when.end).err());
        fields.finish()?;
        self.planned = self.planned.check("planned")?;
        Ok(self)
    }

    /// Other job centres go with a host, and are not the host itself.
    fn broken_others(&self) -> Option<Rule> {
        match self.territory.cpi() {
            Some(host) => self.also_for.contains(host).then_some(Rule::Duplicate),
            None => (!self.also_for.is_empty()).then_some(Rule::Unknown),
        }
    }

    /// Every job centre whose session it is, the host first.
    pub fn cpis(&self) -> Vec<&CpiCode> {
        self.territory.cpi().into_iter().chain(&self.also_for).collect()
    }

    /// Every organisation that has to do with it: those that organise it first.
    pub fn organisations(&self) -> impl Iterator<Item = &OrganisationCode> {
        self.organisers.iter().chain(&self.partners)
    }

    /// Whether those who knew of it have to be told that it is elsewhere or at another time.
    pub fn is_moved_from(&self, before: &Self) -> bool {
        (self.when, self.online, &self.municipality, &self.place)
            != (before.when, before.online, &before.municipality, &before.place)
    }
}

fn broken_text(text: &str, max: usize, required: bool) -> Option<Rule> {
    if required && text.is_empty() {
        Some(Rule::Required)
    } else if text.chars().count() > max {
        Some(Rule::TooLong { max: max as u32 })
    } else {
        // PostgreSQL stores no zero; a line break is no harm in notes.
        text.chars().any(|letter| letter.is_control() && letter != '\n').then_some(Rule::Unknown)
    }
}

/// Whether a text can be the code of a line of the plan or of a facilitator: `4.4-R1`, `I-POT-03`, `8.T-A2`, `FAC-FG-1`.
pub fn is_code(text: &str) -> bool {
    let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    (1..=MAX_CODE).contains(&text.len()) && letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        let at = |text: &str| text.parse().expect("it is an instant");
        Content {
            title: " Sessione sullo scouting ".into(),
            kind: EventKind::TransferSession,
            audience: "operatori".into(),
            territory: Territory::Cpi(CpiCode::new("FG03").expect("a code")),
            also_for: BTreeSet::new(),
            online: false,
            municipality: Some("071024".into()),
            place: "sala riunioni".into(),
            when: When { start: at("2027-03-26T08:00:00Z"), end: at("2027-03-26T11:00:00Z") },
            capacity: Some(20),
            public: false,
            facilitators: ["FAC-FG-1".to_owned()].into(),
            organisers: BTreeSet::new(),
            partners: BTreeSet::new(),
            requirement: Some("ER-008".into()),
            feeds: ["4.4-R1".to_owned()].into(),
            planned: Counts::default(),
            notes: String::new(),
        }
    }

    #[test]
    fn every_field_that_breaks_a_rule_is_named() {
        assert_eq!(content().check().map(|checked| checked.title), Ok("Sessione sullo scouting".to_owned()));
        let mut wrong = Content { title: " ".into(), place: "x".repeat(201), capacity: Some(0), ..content() };
        wrong.also_for.insert(CpiCode::new("FG03").expect("a code"));
        wrong.when.end = wrong.when.start;
        wrong.feeds.insert("4.4 R1".into());
        let Err(Problem::Invalid { fields }) = wrong.check() else { panic!("it is refused") };
        let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(names, ["title", "place", "feeds", "alsoFor", "capacity", "end"]);
    }

    #[test]
    fn whoever_organises_an_event_is_no_partner_of_it_too() {
        let code = |text: &str| OrganisationCode::new(text).expect("a code");
        let with = |partner: &str| Content {
            organisers: [code("ORG-001")].into(),
            partners: [code(partner)].into(),
            ..content()
        };
        assert_eq!(with("ORG-002").check().map(|checked| checked.organisations().count()), Ok(2));
        assert_eq!(with("ORG-001").check(), Err(Problem::invalid("partners", Rule::Duplicate)));
    }

    #[test]
    fn another_room_is_a_move_and_another_title_is_none() {
        let before = content();
        assert!(!Content { title: "Altro".into(), ..content() }.is_moved_from(&before));
        assert!(Content { place: "aula magna".into(), ..content() }.is_moved_from(&before));
    }
}
