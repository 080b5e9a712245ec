//! A scenario's way from a draft to what is in force: which step is possible where it stands, and who may take it.
//!
//! Only a draft is changed. What is approved stays as it is for good; whoever wants it otherwise copies it.

use serde::{Deserialize, Serialize};

use crate::{
    identity::{
        Action, Actor, Resource, may,
        policy::act::{ApproveScenarios, EditScenarios, ProposeScenarios},
    },
    problem::{Problem, Rule},
};

/// The longest note of a step, in characters.
pub const MAX_NOTE: usize = 500;

/// How far a scenario has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// It is worked on.
    #[default]
    Draft,
    /// It waits for the regional planner, and nobody changes it meanwhile.
    Proposed,
    /// Approved: frozen for good.
    Approved,
    /// The approved one that holds for its year.
    InForce,
}

impl State {
    /// All states, in the order of the way.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Proposed, Self::Approved, Self::InForce];

    /// The name that is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Proposed => "PROPOSED",
            Self::Approved => "APPROVED",
            Self::InForce => "IN_FORCE",
        }
    }

    /// Reads a stored name. `None` when it is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What is done to a whole scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// Hands a draft in for approval.
    Propose,
    /// Makes a draft again of what was proposed, with a reason.
    SendBack,
    /// Approves what was proposed: from then on it is frozen.
    Approve,
    /// Puts an approved one in force for its year.
    PutInForce,
    /// Takes one out of force, because another of its year came in. It is approved, as before.
    Supersede,
    /// Puts it away. It stays as it is, and is not shown among the others.
    Archive,
    /// Takes it out of the archive.
    Restore,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 7] =
        [Self::Propose, Self::SendBack, Self::Approve, Self::PutInForce, Self::Supersede, Self::Archive, Self::Restore];

    /// Its name in the log and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Propose => "PROPOSE",
            Self::SendBack => "SEND_BACK",
            Self::Approve => "APPROVE",
            Self::PutInForce => "PUT_IN_FORCE",
            Self::Supersede => "SUPERSEDE",
            Self::Archive => "ARCHIVE",
            Self::Restore => "RESTORE",
        }
    }

    /// The action that it is. `None`: nobody takes it, it follows from another scenario's step.
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Propose => Some(Action::ProposeScenarios),
            Self::SendBack | Self::Approve | Self::PutInForce => Some(Action::ApproveScenarios),
            Self::Archive | Self::Restore => Some(Action::EditScenarios),
            Self::Supersede => None,
        }
    }

    /// Whether its note may not be left out.
    pub fn wants_reason(self) -> bool {
        self == Self::SendBack
    }

    /// The note of this step without space around it; none when it is empty.
    ///
    /// # Errors
    /// The rule that the note breaks.
    pub fn checked_note(self, note: &str) -> Result<Option<String>, Rule> {
        let note = checked_note(note)?;
        if note.is_none() && self.wants_reason() { Err(Rule::Required) } else { Ok(note) }
    }
}

/// A note without space around it; none when it is empty.
///
/// # Errors
/// The rule that it breaks: too long, or with control characters other than a new line.
pub fn checked_note(note: &str) -> Result<Option<String>, Rule> {
    let note = note.trim();
    if note.is_empty() {
        return Ok(None);
    }
    if note.chars().count() > MAX_NOTE {
        return Err(Rule::TooLong { max: MAX_NOTE as u32 });
    }
    if note.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err(Rule::Unknown);
    }
    Ok(Some(note.to_owned()))
}

/// Where a scenario stands, and who brought it there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How far it has come.
    pub state: State,
    /// Whether it was put away.
    pub archived: bool,
    /// The name of who took the last step; empty when nobody took one.
    pub by: String,
    /// When, RFC 3339 in UTC; empty when nobody took one.
    pub at: String,
}

impl Standing {
    /// Whether its cells, name and bounds may be changed.
    pub fn is_open(&self) -> bool {
        self.state == State::Draft && !self.archived
    }

    /// Refuses a change of what is not open.
    ///
    /// # Errors
    /// [`Problem::WrongState`] with where it stands and by whom.
    pub fn check_open(&self) -> Result<(), Problem> {
        if self.is_open() { Ok(()) } else { Err(Problem::WrongState(self.clone())) }
    }

    /// Whether a step is possible here, whoever takes it.
    pub fn allows(&self, step: Step) -> bool {
        self.after(step).is_ok()
    }

    /// Where a step leads: the state, and whether it is archived then.
    ///
    /// # Errors
    /// [`Problem::WrongState`] with where it stands and by whom, when the step is not possible from here.
    pub fn after(&self, step: Step) -> Result<(State, bool), Problem> {
        let state = match (self.state, step, self.archived) {
            (State::Draft, Step::Propose, false) => State::Proposed,
            (State::Proposed, Step::SendBack, false) => State::Draft,
            (State::Proposed, Step::Approve, false) | (State::InForce, Step::Supersede, false) => State::Approved,
            (State::Approved, Step::PutInForce, false) => State::InForce,
            // What is in force is not put away before another one takes its place.
            (State::Draft | State::Proposed | State::Approved, Step::Archive, false) | (_, Step::Restore, true) => {
                self.state
            }
            _ => return Err(Problem::WrongState(self.clone())),
        };
        let archived = match step {
            Step::Archive => true,
            Step::Restore => false,
            _ => self.archived,
        };
        Ok((state, archived))
    }
}

/// Leave to take one step. Made only by [`StepLeave::ask`].
#[derive(Clone, Debug)]
pub struct StepLeave(Step);

impl StepLeave {
    /// Asks whether an actor may take a step.
    ///
    /// # Errors
    /// As [`may`]; [`Problem::Forbidden`] for the step that nobody takes.
    pub fn ask(actor: &Actor, step: Step) -> Result<Self, Problem> {
        let region = Resource::Region;
        match step {
            Step::Propose => may::<ProposeScenarios>(actor, &region).map(|_| ()),
            Step::SendBack | Step::Approve | Step::PutInForce => may::<ApproveScenarios>(actor, &region).map(|_| ()),
            Step::Archive | Step::Restore => may::<EditScenarios>(actor, &region).map(|_| ()),
            Step::Supersede => Err(Problem::Forbidden),
        }?;
        Ok(Self(step))
    }

    /// The step.
    pub fn step(&self) -> Step {
        self.0
    }
}

#[cfg(test)]
mod tests;
