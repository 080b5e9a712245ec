//! Who can hold sessions, as it is said by whoever plans: the name of a part or of a member of staff, where, how often, when not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::content::is_code;
use crate::{
    code::ProvinceCode,
    problem::{Fields, Problem, Rule},
};

/// The longest name, in characters.
pub const MAX_NAME: usize = 160;
/// The most sessions in a week that make sense.
pub const MAX_WEEKLY: u32 = 20;
/// The most spans of days away.
pub const MAX_AWAY: usize = 100;

/// Somebody who can hold sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Staff {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The part that they play.
    pub role: String,
    /// The body that they work for.
    pub organisation: String,
    /// The province in which they work.
    pub province: ProvinceCode,
    /// The most sessions in one week.
    pub weekly_limit: u32,
    /// The days on which they are away, first and last.
    pub away: Vec<(Date, Date)>,
}

impl Staff {
    /// Checks what can be checked without a database, and takes the blanks off the ends of its texts.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names every field that breaks a rule.
    pub fn check(mut self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        fields.check("code", (!is_code(&self.code)).then_some(Rule::Unknown));
        for (field, text, required) in [
            ("name", &mut self.name, true),
            ("role", &mut self.role, false),
            ("organisation", &mut self.organisation, false),
        ] {
            text.trim().to_owned().clone_into(text);
            let broken = if required && text.is_empty() {
                Some(Rule::Required)
            } else if text.chars().count() > MAX_NAME {
                Some(Rule::TooLong { max: MAX_NAME as u32 })
            } else {
                text.contains(char::is_control).then_some(Rule::Unknown)
            };
            fields.check(field, broken);
        }
        let weekly = (self.weekly_limit > MAX_WEEKLY).then_some(Rule::TooGreat { max: f64::from(MAX_WEEKLY) });
        fields.check("weeklyLimit", weekly);
        fields.check("away", (self.away.len() > MAX_AWAY).then_some(Rule::TooLong { max: MAX_AWAY as u32 }));
        for (index, (from, to)) in self.away.iter().enumerate() {
            fields.check(format!("away.{index}.to"), (to < from).then_some(Rule::NotAfter));
        }
        fields.finish()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn somebody_has_a_name_and_is_away_in_order() {
        let staff = |name: &str, away: Vec<(Date, Date)>| Staff {
            code: "FAC-FG-9".into(),
            name: name.into(),
            role: String::new(),
            organisation: "ARPAL".into(),
            province: ProvinceCode::new("FG").expect("a code"),
            weekly_limit: 4,
            away,
        };
        let day = |day: i8| date(2027, 3, day);
        assert_eq!(staff(" Carla ", vec![(day(1), day(1))]).check().map(|staff| staff.name), Ok("Carla".to_owned()));
        assert_eq!(staff(" ", Vec::new()).check().err(), Some(Problem::invalid("name", Rule::Required)));
        assert_eq!(
            staff("Carla", vec![(day(2), day(1))]).check().err(),
            Some(Problem::invalid("away.0.to", Rule::NotAfter))
        );
    }
}
