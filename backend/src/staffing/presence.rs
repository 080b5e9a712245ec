//! Who is at a scenario, as a stream: whoever reads it over a socket is there himself, for as long as the socket is heard from.
//!
//! The table is the truth, so that several processes on one database tell the same. A page that says that it leaves is gone
//! at once. One that falls silent is gone after [`BEATS`] beats, 15 seconds; so is one whose server is gone. While the database is
//! away nobody is told anything, and whoever is there is told of again afterwards.

use chrono::{DateTime, TimeDelta, Utc};
use futures::stream::{self, Stream};
use shared::{
    Problem,
    code::{CpiCode, ProfileCode},
    identity::{Permit, policy::act::ReadScenarios},
};
use uuid::Uuid;

use super::{
    entity::presence::Model,
    store::{PresenceEnd, PresenceKeep, presence_list},
};
use crate::{
    clock::new_id,
    cx::Cx,
    db::is_unavailable,
    error::{Error, Result},
    live::{Listener, Pulse},
};

/// After how many beats without a sign a page is gone.
const BEATS: u32 = 3;
/// People that are told at most.
const MAX_PEOPLE: usize = 100;

/// Where a reader is: at a job centre, in the column of a profile, or nowhere in particular.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) cpi: Option<CpiCode>,
    pub(crate) profile: Option<ProfileCode>,
    /// What the reader's board shows, where others follow it: the query of its address.
    pub(crate) look: Option<String>,
}

/// Someone who is at a scenario: the page on which they moved last stands for all that they have open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    pub(crate) account: Uuid,
    pub(crate) name: String,
    pub(crate) cpi: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) look: Option<String>,
}

/// The topic that wakes those who follow who is at a scenario. It is in no log.
fn topic(scenario: Uuid) -> String {
    format!("presence:{scenario}")
}

/// Those who are at a scenario, each time they are others or elsewhere.
///
/// # Errors
/// `UNAUTHENTICATED` when nobody is signed in: only people are shown, to people.
pub(crate) fn follow(
    cx: Cx,
    permit: Permit<ReadScenarios>,
    scenario: Uuid,
    place: Place,
    pulse: Option<Pulse>,
) -> Result<impl Stream<Item = Result<Vec<Visitor>>> + use<>> {
    let account = cx.who().actor.account.as_deref().and_then(|id| Uuid::try_parse(id).ok());
    let account = account.ok_or(Error::Refused(Problem::SignedOut))?;
    let listener = cx.live().listen(&topic(scenario));
    let page = Model {
        id: new_id(),
        scenario_id: scenario,
        account_id: account,
        name: cx.who().name.clone(),
        cpi: place.cpi.map(|code| code.to_string()),
        profile: place.profile.map(|code| code.to_string()),
        look: place.look,
        moved_at: cx.now(),
        seen_at: DateTime::UNIX_EPOCH,
    };
    let page = pulse.map(|pulse| Page { cx: cx.clone(), row: page, pulse, is_kept: false });
    let reader = Reader { cx, permit, scenario, listener, page, told: None };
    Ok(stream::try_unfold(reader, |mut reader| async move {
        let visitors = reader.next().await?;
        Ok(Some((visitors, reader)))
    }))
}

struct Reader {
    cx: Cx,
    permit: Permit<ReadScenarios>,
    scenario: Uuid,
    listener: Listener,
    /// The reader's own page. None: it is not shown, because nothing says for how long it is there.
    page: Option<Page>,
    told: Option<Vec<Visitor>>,
}

impl Reader {
    async fn next(&mut self) -> Result<Vec<Visitor>> {
        loop {
            match self.look().await {
                Ok(visitors) if self.told.as_ref() != Some(&visitors) => {
                    self.told = Some(visitors.clone());
                    return Ok(visitors);
                }
                Ok(_) => {}
                Err(fault) if is_unavailable(&fault) => {
                    tracing::debug!(error = %fault, "who is at a scenario is asked again later");
                }
                Err(fault) => return Err(fault),
            }
            self.listener.wait().await;
        }
    }

    /// Keeps the reader's own page, and asks who is there.
    async fn look(&mut self) -> Result<Vec<Visitor>> {
        if let Some(page) = &mut self.page {
            page.keep().await?;
        }
        let since = self.cx.now() - silence(&self.cx);
        let pages = presence_list(self.cx.db().read(), &self.permit, self.scenario, since).await?;
        Ok(visitors(pages))
    }
}

/// For how long a page may give no sign.
fn silence(cx: &Cx) -> TimeDelta {
    TimeDelta::from_std(cx.settings().periods.beat * BEATS).unwrap_or(TimeDelta::MAX)
}

/// Each person once, by name.
fn visitors(pages: Vec<Model>) -> Vec<Visitor> {
    let mut visitors: Vec<Visitor> = Vec::new();
    for page in pages {
        // Those that moved last come first.
        if visitors.iter().all(|known| known.account != page.account_id) {
            let Model { account_id, name, cpi, profile, look, .. } = page;
            visitors.push(Visitor { account: account_id, name, cpi, profile, look });
        }
    }
    visitors.truncate(MAX_PEOPLE);
    visitors.sort_by(|a, b| (&a.name, a.account).cmp(&(&b.name, b.account)));
    visitors
}

/// The reader's own page, shown until this is dropped or falls silent.
struct Page {
    cx: Cx,
    row: Model,
    pulse: Pulse,
    is_kept: bool,
}

impl Page {
    /// Writes that the page is there, when it is time to; takes it away when its socket has fallen silent.
    async fn keep(&mut self) -> Result<()> {
        let (now, beat) = (self.cx.now(), self.cx.settings().periods.beat);
        if self.pulse.silence() > beat * BEATS {
            if self.is_kept {
                self.is_kept = false;
                self.cx.write(&topic(self.row.scenario_id), &PresenceEnd(self.row.id)).await?;
            }
            return Ok(());
        }
        // A clock that was set back says so by how far it is from the last beat: what was written in its future is written anew.
        let since = (now - self.row.seen_at).abs();
        if self.is_kept && since < TimeDelta::from_std(beat).unwrap_or(TimeDelta::MAX) {
            return Ok(());
        }
        let page = Model { seen_at: now, ..self.row.clone() };
        let keep = PresenceKeep { page, gone: gone(&self.cx, now) };
        if self.is_kept {
            // Whoever reads knows of it already: nobody is woken by a heart that goes on beating.
            self.cx.db().write(&keep).await?;
        } else {
            // Before it is written: dropped on the way, the row is taken away again.
            self.is_kept = true;
            self.cx.write(&topic(self.row.scenario_id), &keep).await?;
        }
        self.row.seen_at = now;
        Ok(())
    }
}

/// What was not seen since is deleted: well after it was shown no more, because the clocks of two servers may differ.
fn gone(cx: &Cx, now: DateTime<Utc>) -> DateTime<Utc> {
    now - silence(cx) * 4
}

impl Drop for Page {
    fn drop(&mut self) {
        // Without a runtime nobody reads any more either: the row grows old.
        let (true, Ok(runtime)) = (self.is_kept, tokio::runtime::Handle::try_current()) else { return };
        let (cx, scenario, id) = (self.cx.clone(), self.row.scenario_id, self.row.id);
        runtime.spawn(async move {
            if let Err(error) = cx.write(&topic(scenario), &PresenceEnd(id)).await {
                tracing::warn!(%error, "a page that was closed is shown until it is old");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(account: u128, name: &str, cpi: Option<&str>) -> Model {
        Model {
            id: new_id(),
            scenario_id: Uuid::nil(),
            account_id: Uuid::from_u128(account),
            name: name.into(),
            cpi: cpi.map(str::to_owned),
            profile: None,
            look: None,
            moved_at: DateTime::UNIX_EPOCH,
            seen_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn who_is_quiet_is_asked_before_they_are_gone() {
        let periods = crate::config::Periods::default();
        assert!(periods.ping < periods.beat * BEATS, "or a page that is there would come and go");
    }

    #[test]
    fn two_pages_of_one_person_are_one_person_where_they_moved_last() {
        let told =
            visitors(vec![page(2, "Bruno", Some("BA01")), page(1, "Anna", None), page(2, "Bruno", Some("LE01"))]);
        let told: Vec<_> = told.iter().map(|visitor| (visitor.name.as_str(), visitor.cpi.as_deref())).collect();
        assert_eq!(told, [("Anna", None), ("Bruno", Some("BA01"))]);
    }
}
