//! What is kept of a partnership beside its state and its partners, and the rules that it keeps to.

use serde::{Deserialize, Serialize};

use super::{Day, Kind, REQUIREMENTS};
use crate::{
    code::ProvinceCode,
    organisations::Level,
    problem::{Fields, Problem, Rule},
};

/// The longest title, in characters.
pub const MAX_TITLE: u32 = 200;
/// The longest description, in characters.
pub const MAX_DESCRIPTION: u32 = 4_000;
/// The longest name of who does the next step, in characters.
pub const MAX_OWNER: u32 = 80;
/// The longest role of a partner, and the longest next step, in characters.
pub const MAX_ROLE: u32 = 160;

/// When it was signed, and from when until when it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The day of the signature.
    pub signed_on: Option<Day>,
    /// The first day.
    pub starts_on: Option<Day>,
    /// The last day.
    pub ends_on: Option<Day>,
}

/// What is to be done next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What; empty when nothing is.
    pub text: String,
    /// Who does it.
    pub owner: String,
    /// Until when.
    pub due: Option<Day>,
}

/// What is kept of a partnership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// How far it reaches.
    pub level: Level,
    /// The province, of a provincial one.
    pub province: Option<ProvinceCode>,
    /// Codes of the requirements of the act that it serves.
    pub serves: Vec<String>,
    /// What it is about.
    pub description: String,
    /// Signature and term.
    pub term: Term,
    /// What is to be done next.
    pub next: NextStep,
}

impl Outline {
    /// Checks an outline, without the space around its texts.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `title`, `province`, `serves`, `description`, `endsOn`, `nextStep`, `nextOwner`.
    pub fn check(mut self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "");
        fields.check("title", text_rule(&self.title, MAX_TITLE, true));
        match (self.level, &self.province) {
            (Level::Province, None) => fields.push("province", Rule::Required),
            // What reaches over the region or the country belongs to no province.
            (Level::National | Level::Regional, Some(_)) => self.province = None,
            _ => {}
        }
        self.serves.sort();
        self.serves.dedup();
        let known = |code: &String| REQUIREMENTS.iter().any(|requirement| requirement.code == *code);
        fields.check("serves", (!self.serves.iter().all(known)).then_some(Rule::Unknown));
        for (name, text, max) in [
            ("description", &mut self.description, MAX_DESCRIPTION),
            ("nextStep", &mut self.next.text, MAX_ROLE),
            ("nextOwner", &mut self.next.owner, MAX_OWNER),
        ] {
            *text = text.trim().replace('\0', "");
            fields.check(name, text_rule(text, max, false));
        }
        let starts = self.term.starts_on.or(self.term.signed_on);
        if self.term.ends_on.zip(starts).is_some_and(|(end, start)| end < start) {
            fields.push("endsOn", Rule::Wrong);
        }
        if self.next.text.is_empty() && (self.next.due.is_some() || !self.next.owner.is_empty()) {
            fields.push("nextStep", Rule::Required);
        }
        fields.finish()?;
        Ok(self)
    }
}

fn text_rule(text: &str, max: u32, required: bool) -> Option<Rule> {
    if required && text.is_empty() {
        Some(Rule::Required)
    } else {
        (text.chars().count() > max as usize).then_some(Rule::TooLong { max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        Outline {
            title: " Accordo \n territoriale ".into(),
            kind: Kind::Agreement,
            level: Level::Province,
            province: ProvinceCode::new("FG").ok(),
            serves: vec!["I-IMP-01".into(), "I-IMP-01".into()],
            description: String::new(),
            term: Term::default(),
            next: NextStep::default(),
        }
    }

    fn wrong(outline: Outline) -> Vec<String> {
        match outline.check() {
            Err(Problem::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_outline_is_tidied() {
        let checked = outline().check().expect("it is right");
        assert_eq!((checked.title.as_str(), checked.serves), ("Accordo territoriale", vec!["I-IMP-01".to_owned()]));
        let regional = Outline { level: Level::Regional, ..outline() }.check().expect("it is right");
        assert_eq!(regional.province, None);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let day = |text: &str| text.parse::<Day>().ok();
        let term = Term { signed_on: day("2026-02-01"), starts_on: None, ends_on: day("2026-01-01") };
        let next = NextStep { owner: "Anna".into(), ..NextStep::default() };
        let bad = Outline { title: " ".into(), province: None, serves: vec!["X".into()], term, next, ..outline() };
        assert_eq!(wrong(bad), ["title", "province", "serves", "endsOn", "nextStep"]);
    }
}
