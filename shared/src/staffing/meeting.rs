//! A meeting at a scenario: one leads, the others' boards follow, and everybody says what they think of it.

use serde::{Deserialize, Serialize};

use crate::problem::Rule;

/// The longest description of what a board shows, in bytes: the query of its address.
pub const MAX_LOOK: usize = 400;

/// What someone thinks of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stance {
    /// For it.
    Favourable,
    /// For it, if what the remark says is met.
    Conditional,
    /// Against it.
    Contrary,
    /// Neither.
    Abstaining,
}

impl Stance {
    /// All of them, in the order in which they are offered and counted.
    pub const ALL: [Self; 4] = [Self::Favourable, Self::Conditional, Self::Contrary, Self::Abstaining];

    /// The name that is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::Favourable => "FAVOURABLE",
            Self::Conditional => "CONDITIONAL",
            Self::Contrary => "CONTRARY",
            Self::Abstaining => "ABSTAINING",
        }
    }

    /// Reads a stored name. `None` when it is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.name() == name)
    }

    /// The remark that goes with it; a condition that is not told is none.
    ///
    /// # Errors
    /// The rule that the remark breaks.
    pub fn checked_remark(self, remark: &str) -> Result<Option<String>, Rule> {
        let remark = super::scenario::checked_note(remark)?;
        if remark.is_none() && self == Self::Conditional { Err(Rule::Required) } else { Ok(remark) }
    }
}

/// What is done to a meeting as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingStep {
    /// Begins one, led by whoever begins it.
    Begin,
    /// Takes the lead.
    Lead,
    /// Ends it, with its outcome.
    End,
}

impl MeetingStep {
    /// Whether it is possible while a meeting is on, or is not.
    pub fn is_possible(self, is_on: bool) -> bool {
        is_on != (self == Self::Begin)
    }
}

/// Checks the query of an address that others are to follow.
///
/// # Errors
/// The rule that it breaks.
pub fn checked_look(look: &str) -> Result<String, Rule> {
    if look.len() > MAX_LOOK {
        return Err(Rule::TooLong { max: MAX_LOOK as u32 });
    }
    if look.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Err(Rule::Unknown);
    }
    Ok(look.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stance_is_stored_by_a_name_of_its_own() {
        for stance in Stance::ALL {
            assert_eq!(Stance::from_name(stance.name()), Some(stance));
            assert_eq!(serde_json::to_value(stance).expect("plain data"), stance.name());
        }
        assert_eq!(Stance::from_name("ENTHUSIASTIC"), None);
    }

    #[test]
    fn a_condition_is_told_and_nothing_else_has_to_be() {
        for stance in Stance::ALL {
            let wanted = if stance == Stance::Conditional { Err(Rule::Required) } else { Ok(None) };
            assert_eq!(stance.checked_remark(" \n"), wanted);
            assert_eq!(stance.checked_remark(" più DO a Foggia "), Ok(Some("più DO a Foggia".to_owned())));
        }
    }

    #[test]
    fn one_meeting_is_begun_before_it_is_led_or_ended() {
        assert!(MeetingStep::Begin.is_possible(false) && !MeetingStep::Begin.is_possible(true));
        for step in [MeetingStep::Lead, MeetingStep::End] {
            assert!(step.is_possible(true) && !step.is_possible(false));
        }
    }

    #[test]
    fn what_is_followed_is_the_query_of_an_address() {
        assert_eq!(checked_look("provincia=FG&cerca=san%20severo"), Ok("provincia=FG&cerca=san%20severo".to_owned()));
        assert_eq!(checked_look("a b"), Err(Rule::Unknown));
        assert_eq!(checked_look(&"x".repeat(MAX_LOOK + 1)), Err(Rule::TooLong { max: 400 }));
    }
}
