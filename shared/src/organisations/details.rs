//! What is kept of an organisation, and the rules that it keeps to. Contacts are the office's: nobody's private ones.

use serde::{Deserialize, Serialize};

use super::{Kind, Level, fold};
use crate::{
    code::ProvinceCode,
    identity::account::email_rule,
    problem::{Fields, Problem, Rule},
};

/// The longest name, in characters.
pub const MAX_NAME: u32 = 160;
/// The most other names of one organisation.
pub const MAX_ALIASES: u32 = 10;
/// The longest address or note, in characters.
const MAX_TEXT: u32 = 400;
/// The longest telephone number, in characters.
const MAX_PHONE: u32 = 30;
/// The longest address of a website, in characters.
const MAX_LINK: u32 = 200;

/// How its office is reached. Each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// Street, number, place.
    pub address: String,
    /// The office's e-mail address.
    pub email: String,
    /// The office's telephone number.
    pub phone: String,
    /// The website, `https://...`.
    pub website: String,
}

/// What is kept of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How far it reaches.
    pub level: Level,
    /// Its province. One that reaches over a province must name it.
    pub province: Option<ProvinceCode>,
    /// ISTAT code of the municipality of its seat.
    pub municipality: Option<String>,
    /// Other names that it is known by: abbreviations, former names.
    pub aliases: Vec<String>,
    /// How its office is reached.
    #[serde(flatten)]
    pub contacts: Contacts,
    /// What else is worth knowing.
    pub note: String,
}

impl Details {
    /// Checks the details, without the space around their texts. Empty aliases, and those said twice, are dropped.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `name`, `province`, `aliases`, `address`, `email`, `phone`, `website` or `note`.
    pub fn check(mut self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        self.name = line(&self.name);
        fields.check("name", fold(&self.name).is_empty().then_some(Rule::Required));
        fields.check("name", longer(&self.name, MAX_NAME));
        if self.level == Level::Province && self.province.is_none() {
            fields.push("province", Rule::Required);
        }
        let mut aliases: Vec<String> = Vec::new();
        for alias in self.aliases.iter().map(|alias| line(alias)) {
            fields.check("aliases", longer(&alias, MAX_NAME));
            let folded = fold(&alias);
            if !folded.is_empty() && folded != fold(&self.name) && aliases.iter().all(|known| fold(known) != folded) {
                aliases.push(alias);
            }
        }
        if aliases.len() > MAX_ALIASES as usize {
            fields.push("aliases", Rule::TooLong { max: MAX_ALIASES });
        }
        self.aliases = aliases;
        let contacts = &mut self.contacts;
        for (name, text, max) in [
            ("address", &mut contacts.address, MAX_TEXT),
            ("phone", &mut contacts.phone, MAX_PHONE),
            ("website", &mut contacts.website, MAX_LINK),
        ] {
            *text = line(text);
            fields.check(name, longer(text, max));
        }
        contacts.email = contacts.email.trim().to_lowercase();
        fields.check(
            "email",
            Some(&contacts.email).filter(|email| !email.is_empty()).and_then(|email| email_rule(email)),
        );
        fields.check("website", (!contacts.website.is_empty() && !is_link(&contacts.website)).then_some(Rule::Unknown));
        self.note = self.note.trim().replace('\0', "");
        fields.check("note", longer(&self.note, MAX_TEXT));
        fields.finish()?;
        Ok(self)
    }
}

/// A text on one line: no control characters, no space around it, one space between words.
fn line(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn longer(text: &str, max: u32) -> Option<Rule> {
    (text.chars().count() > max as usize).then_some(Rule::TooLong { max })
}

/// Whether a text is an address of the web. Never `javascript:` or the like: the page makes a link of it.
fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains([' ', '"', '<', '>', '\\']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(name: &str) -> Details {
        Details {
            name: name.into(),
            kind: Kind::Company,
            level: Level::Province,
            province: ProvinceCode::new("FG").ok(),
            municipality: None,
            aliases: Vec::new(),
            contacts: Contacts::default(),
            note: String::new(),
        }
    }

    fn wrong(details: Details) -> Vec<String> {
        match details.check() {
            Err(Problem::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_are_tidied_and_an_alias_is_another_name() {
        let aliases =
            ["  Confcoop\n Puglia", "", "CONFCOOPERATIVE  puglia", "confcoop puglia"].map(String::from).to_vec();
        let checked = Details { aliases, ..details(" Confcooperative \t Puglia ") }.check().expect("it is right");
        assert_eq!(
            (checked.name.as_str(), checked.aliases),
            ("Confcooperative Puglia", vec!["Confcoop Puglia".to_owned()])
        );
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        assert_eq!(wrong(details(" .. ")), ["name"]);
        assert_eq!(wrong(Details { province: None, ..details("Ditta") }), ["province"]);
        let contacts = Contacts {
            address: "via".repeat(200),
            email: "nobody".into(),
            phone: "0".repeat(31),
            website: "javascript:alert(1)".into(),
        };
        assert_eq!(wrong(Details { contacts, ..details("Ditta") }), ["address", "phone", "email", "website"]);
        let aliases = (0..11).map(|n| format!("Nome {n}")).collect();
        assert_eq!(wrong(Details { aliases, ..details("Ditta") }), ["aliases"]);
    }
}
