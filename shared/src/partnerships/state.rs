//! How a partnership comes about and ends: from where a step leads where, and what it asks for.

use serde::{Deserialize, Serialize};

use super::Day;
use crate::{
    number::Language,
    organisations::named,
    problem::{Fields, Problem, Rule},
};

/// The longest note of a step, in characters.
pub const MAX_NOTE: u32 = 1_000;
/// The fewest partners of what is signed.
pub const MIN_PARTNERS: u32 = 2;
/// Days before its term from which a partnership counts as expiring: the first warning.
const EXPIRES: i32 = 90;

named! {
    /// How far a partnership has come.
    State {
        /// A partner has proposed it, and a coordinator has not answered yet.
        Proposed = "PROPOSED", "proposto", "proposed";
        /// Somebody has thought of it.
        Idea = "IDEA", "idea", "idea";
        /// Partners have been asked.
        Contact = "CONTACT", "contatto", "contact";
        /// It is being negotiated.
        Negotiation = "NEGOTIATION", "negoziato", "negotiation";
        /// Its text is agreed.
        ReadyToSign = "READY_TO_SIGN", "pronto alla firma", "ready to sign";
        /// It is signed.
        Signed = "SIGNED", "firmato", "signed";
        /// It is carried out.
        Active = "ACTIVE", "attivo", "active";
        /// It is signed or active, and its term ends within ninety days or has ended. Never stored: the calendar says it.
        Expiring = "EXPIRING", "in scadenza", "expiring";
        /// It is over.
        Ended = "ENDED", "concluso", "ended";
        /// It was given up before it was signed.
        Dropped = "DROPPED", "abbandonato", "dropped";
        /// A coordinator has declined a partner's proposal.
        Declined = "DECLINED", "rifiutato", "declined";
    }
}

impl State {
    /// Whether it counts as signed: from the signature until it is over.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Signed | Self::Active | Self::Expiring)
    }

    /// Whether someone is bringing it about.
    pub fn is_in_progress(self) -> bool {
        matches!(self, Self::Idea | Self::Contact | Self::Negotiation | Self::ReadyToSign)
    }

    /// The state as it is shown on a day: what is signed and comes to its term is expiring.
    #[must_use]
    pub fn on(self, today: Day, ends_on: Option<Day>) -> Self {
        let soon = ends_on.is_some_and(|end| today.until(end) <= EXPIRES);
        if matches!(self, Self::Signed | Self::Active) && soon { Self::Expiring } else { self }
    }

    /// The states that a step leads to from here, in the order of the board.
    pub fn next(self) -> &'static [Self] {
        use State::{Active, Contact, Declined, Dropped, Ended, Idea, Negotiation, ReadyToSign, Signed};
        match self {
            Self::Proposed => &[Idea, Declined],
            Idea => &[Contact, Negotiation, ReadyToSign, Signed, Dropped],
            Contact => &[Idea, Negotiation, ReadyToSign, Signed, Dropped],
            Negotiation => &[Idea, Contact, ReadyToSign, Signed, Dropped],
            ReadyToSign => &[Idea, Contact, Negotiation, Signed, Dropped],
            Signed => &[ReadyToSign, Active, Ended],
            Active => &[Signed, Ended],
            Self::Expiring => &[Ended],
            Ended => &[Active],
            Dropped | Declined => &[Idea],
        }
    }

    /// Whether a step to there wants its reason: what is given up, ended or declined, and what goes back behind its signature.
    pub fn wants_reason(self, to: Self) -> bool {
        matches!(to, Self::Ended | Self::Dropped | Self::Declined)
            || (self.is_signed() && !to.is_signed())
            || matches!(self, Self::Ended)
    }
}

/// What a step is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The day of the signature, if it is known.
    pub signed_on: Option<Day>,
    /// How many partners take part today.
    pub partners: u32,
    /// Today.
    pub today: Day,
    /// What is said with the step.
    pub note: &'a str,
}

/// Judges a step from one stored state to another.
///
/// # Errors
/// [`Problem::Invalid`] names `state` (no step leads there), `signedOn` (missing, or after today), `partners` (too few), `note`
/// (missing or too long).
pub fn check_step(from: State, to: State, facts: &Facts<'_>) -> Result<(), Problem> {
    let mut fields = Fields::default();
    if !from.next().contains(&to) {
        return Err(Problem::invalid("state", Rule::Wrong));
    }
    if to.is_signed() && !from.is_signed() && from != State::Ended {
        match facts.signed_on {
            None => fields.push("signedOn", Rule::Required),
            Some(day) if day > facts.today => fields.push("signedOn", Rule::Wrong),
            Some(_) => {}
        }
        if facts.partners < MIN_PARTNERS {
            fields.push("partners", Rule::TooSmall { min: f64::from(MIN_PARTNERS) });
        }
    }
    if from.wants_reason(to) && facts.note.trim().is_empty() {
        fields.push("note", Rule::Required);
    }
    if facts.note.chars().count() > MAX_NOTE as usize {
        fields.push("note", Rule::TooLong { max: MAX_NOTE });
    }
    fields.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("it is a day")
    }

    fn facts(signed_on: Option<&str>, partners: u32, note: &'static str) -> Facts<'static> {
        Facts { signed_on: signed_on.map(day), partners, today: day("2026-11-25"), note }
    }

    fn wrong(from: State, to: State, facts: &Facts<'_>) -> Vec<String> {
        match check_step(from, to, facts) {
            Err(Problem::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_signed_has_a_date_that_has_come_and_two_partners() {
        let (from, to) = (State::ReadyToSign, State::Signed);
        assert_eq!(wrong(from, to, &facts(None, 1, "")), ["signedOn", "partners"]);
        assert_eq!(wrong(from, to, &facts(Some("2026-11-26"), 2, "")), ["signedOn"]);
        assert_eq!(check_step(from, to, &facts(Some("2026-11-25"), 2, "")), Ok(()));
    }

    #[test]
    fn what_ends_or_is_dropped_says_why() {
        for (from, to) in [
            (State::Active, State::Ended),
            (State::Idea, State::Dropped),
            (State::Proposed, State::Declined),
            (State::Signed, State::ReadyToSign),
        ] {
            assert_eq!(wrong(from, to, &facts(Some("2020-01-01"), 2, "  ")), ["note"], "{to:?}");
            assert_eq!(check_step(from, to, &facts(Some("2020-01-01"), 2, "perché")), Ok(()));
        }
    }

    #[test]
    fn no_step_leads_elsewhere_and_none_to_what_the_calendar_says() {
        for from in State::ALL {
            for to in State::ALL {
                let known = from.next().contains(&to);
                assert_eq!(check_step(from, to, &facts(Some("2020-01-01"), 2, "x")).is_ok(), known, "{from:?} {to:?}");
                assert!(!known || (from != to && to != State::Expiring && to != State::Proposed));
            }
        }
    }

    #[test]
    fn a_term_within_ninety_days_is_expiring_and_so_is_one_that_has_passed() {
        let today = day("2026-11-25");
        let shown = |state: State, end: &str| state.on(today, Some(day(end)));
        assert_eq!(shown(State::Active, "2027-02-24"), State::Active);
        assert_eq!(shown(State::Active, "2027-02-23"), State::Expiring);
        assert_eq!(shown(State::Signed, "2026-01-01"), State::Expiring);
        assert_eq!(shown(State::Negotiation, "2026-01-01"), State::Negotiation);
        assert_eq!(State::Active.on(today, None), State::Active);
    }
}
