//! Global ids of the API: opaque to partners, but they carry their kind, so an id of another kind is refused.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What a global id can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A province, by code.
    Province,
    /// A job centre, by code.
    Cpi,
    /// A municipality, by ISTAT code.
    Municipality,
    /// A professional profile, by code.
    Profile,
    /// A service, by code.
    Service,
    /// A figure of the assumptions, by key.
    Figure,
    /// A scenario, by UUID.
    Scenario,
    /// An event, by UUID.
    Event,
    /// An account, by UUID.
    Account,
    /// A signed-in browser, by UUID.
    Session,
    /// A partner's token, by UUID.
    Token,
    /// An identity of the gateway that is linked to an account, by UUID.
    Identity,
    /// A measurement of an indicator, by UUID.
    Measurement,
    /// An organisation, by code.
    Organisation,
    /// A partnership, by UUID.
    Partnership,
    /// The secret address of a calendar, by UUID.
    CalendarAddress,
    /// A view that somebody keeps, by UUID.
    SavedView,
    /// What is said of one place of a scenario, by UUID.
    ScenarioThread,
    /// One comment of it, by UUID.
    ScenarioComment,
    /// A decision between scenarios, by UUID.
    Decision,
    /// A meeting at a scenario, by UUID.
    ScenarioMeeting,
}

impl Kind {
    const ALL: &[Self] = &[
        Self::Province,
        Self::Cpi,
        Self::Municipality,
        Self::Profile,
        Self::Service,
        Self::Figure,
        Self::Scenario,
        Self::Event,
        Self::Account,
        Self::Session,
        Self::Token,
        Self::Identity,
        Self::Measurement,
        Self::Organisation,
        Self::Partnership,
        Self::CalendarAddress,
        Self::SavedView,
        Self::ScenarioThread,
        Self::ScenarioComment,
        Self::Decision,
        Self::ScenarioMeeting,
    ];

    /// The name of the kind in the schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "Province",
            Self::Cpi => "Cpi",
            Self::Municipality => "Municipality",
            Self::Profile => "Profile",
            Self::Service => "Service",
            Self::Figure => "Figure",
            Self::Scenario => "Scenario",
            Self::Event => "Event",
            Self::Account => "Account",
            Self::Session => "Session",
            Self::Token => "Token",
            Self::Identity => "Identity",
            Self::Measurement => "Measurement",
            Self::Organisation => "Organisation",
            Self::Partnership => "Partnership",
            Self::CalendarAddress => "CalendarAddress",
            Self::SavedView => "SavedView",
            Self::ScenarioThread => "ScenarioThread",
            Self::ScenarioComment => "ScenarioComment",
            Self::Decision => "Decision",
            Self::ScenarioMeeting => "ScenarioMeeting",
        }
    }
}

/// The longest global id that is decoded, in characters; longer ones are unknown by construction.
const MAX_ID: usize = 200;

/// One thing of the API: its kind and its key within the kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GlobalId {
    /// What it is.
    pub kind: Kind,
    /// Which one, within the kind.
    pub key: String,
}

impl GlobalId {
    /// Names one thing.
    pub fn new(kind: Kind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into() }
    }

    /// Reads an id as the API prints it: base64url of `Kind:key`, without padding. `None` if it is no such thing.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_ID {
            return None;
        }
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (kind, key) = plain.split_once(':')?;
        let kind = Kind::ALL.iter().copied().find(|known| known.name() == kind)?;
        if key.contains(char::is_control) {
            return None;
        }
        Some(Self::new(kind, key))
    }

    /// Reads the key of an id that must be of one kind. `None` if it is no id, or of another kind.
    pub fn key_of(text: &str, kind: Kind) -> Option<String> {
        Self::parse(text).filter(|id| id.kind == kind).map(|id| id.key)
    }
}

impl fmt::Display for GlobalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{}:{}", self.kind.name(), self.key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_keeps_its_kind() {
        for &kind in Kind::ALL {
            let id = GlobalId::new(kind, "FG03:x");
            assert_eq!(GlobalId::parse(&id.to_string()), Some(id.clone()));
            assert_eq!(GlobalId::key_of(&id.to_string(), kind), Some(id.key));
        }
        let cpi = GlobalId::new(Kind::Cpi, "FG03").to_string();
        assert_eq!(GlobalId::key_of(&cpi, Kind::Province), None);
        let control = GlobalId::new(Kind::Cpi, "FG\0").to_string();
        for nonsense in ["", "FG03", "%%%", &"A".repeat(10_000), &control] {
            assert_eq!(GlobalId::parse(nonsense), None);
        }
    }
}
