//! Saying something, changing it, taking it back, and saying that it is done.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use serde::Serialize;
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    id::Kind,
    identity::Resource,
    problem::Fields,
    staffing::talk::{self, MAX_MENTIONS},
};
use uuid::Uuid;

use super::{
    ScenarioThread,
    query::{account, colleagues},
    threads_by_id,
};
use crate::{
    changes::scenario_topic,
    clock::new_id,
    cx::Cx,
    db::Write,
    error::{Error, Result},
    graphql::{as_text, int, key_of},
    identity::store::{ColleagueFilter, colleague_list},
    staffing::{
        graphql::sizing::scenario_key,
        store::{CommentAdd, CommentChange, Said, ThreadResolve, To, mention_list},
    },
};

/// Something to say.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCommentAddInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    /// The thread that it answers. Left out: it begins one, of `cpi`.
    #[serde(serialize_with = "as_optional_text")]
    thread: Option<ID>,
    /// Code of the CPI of which a new thread is.
    cpi: Option<String>,
    /// Code of the profile of which a new thread is. Left out: of the whole CPI.
    profile: Option<String>,
    /// Plain text of at most 1,000 characters. Whom it mentions stands in it as `@` and the name.
    text: String,
    /// The accounts that it mentions, at most 10.
    #[graphql(default)]
    #[serde(serialize_with = "as_texts")]
    mentions: Vec<ID>,
}

/// What one has said oneself, otherwise.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCommentUpdateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    comment: ID,
    /// Plain text of at most 1,000 characters.
    text: String,
    /// The accounts that it mentions, at most 10.
    #[graphql(default)]
    #[serde(serialize_with = "as_texts")]
    mentions: Vec<ID>,
}

/// What one has said oneself, to be taken back.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCommentDeleteInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    comment: ID,
}

/// A thread that is done, or is not after all.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioThreadResolveInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "as_text")]
    thread: ID,
    resolved: bool,
}

#[expect(clippy::ref_option, reason = "serde gives the field as it is")]
fn as_optional_text<S: serde::Serializer>(id: &Option<ID>, to: S) -> Result<S::Ok, S::Error> {
    id.as_deref().serialize(to)
}

fn as_texts<S: serde::Serializer>(ids: &[ID], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(ids.iter().map(|id| id.as_str()))
}

/// The thread in which something was said, as it stands now.
#[derive(SimpleObject)]
pub(crate) struct ScenarioTalkPayload {
    thread: ScenarioThread,
    /// The scenario's revision that this write made.
    revision: i32,
}

impl ScenarioTalkPayload {
    async fn of<W: Write<Done = Said>>(ctx: &Context<'_>, write: W) -> Result<Self> {
        let cx = Cx::of(ctx)?;
        let said = cx.db().write(&write).await?;
        cx.live().tell(&scenario_topic(said.scenario));
        let thread = threads_by_id(ctx, &[said.thread]).await?.into_iter().next();
        let thread = thread.ok_or_else(|| Error::fault("reading a thread that was written", "it is not there"))?;
        Ok(Self { thread, revision: int(said.revision) })
    }
}

/// The mutations of what is said.
#[derive(Debug, Default)]
pub(crate) struct TalkMutation;

#[Object]
impl TalkMutation {
    /// Says something of a scenario's cell or job centre, whatever its state: in a thread that is there, or in a new one.
    async fn scenario_comment_add(
        &self,
        ctx: &Context<'_>,
        input: ScenarioCommentAddInput,
    ) -> Result<ScenarioTalkPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let to = input.place()?;
        let text = checked(&input.text)?;
        let stamp = cx.stamp(&input.write, "scenarioCommentAdd", &input)?;
        let scenario = scenario_key(&input.scenario).ok_or_else(Error::not_found)?;
        let mentions = mentioned(cx, &text, &input.mentions, &[]).await?;
        let (id, account) = (new_id(), account(cx)?);
        ScenarioTalkPayload::of(ctx, CommentAdd { id, scenario, to, account, text, mentions, permit, stamp }).await
    }

    /// Changes what one has said oneself.
    async fn scenario_comment_update(
        &self,
        ctx: &Context<'_>,
        input: ScenarioCommentUpdateInput,
    ) -> Result<ScenarioTalkPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let text = checked(&input.text)?;
        let stamp = cx.stamp(&input.write, "scenarioCommentUpdate", &input)?;
        let id = uuid_of(&input.comment, Kind::ScenarioComment)?;
        let known = mention_list(cx.db().read(), id).await?;
        let mentions = mentioned(cx, &text, &input.mentions, &known).await?;
        let account = account(cx)?;
        ScenarioTalkPayload::of(ctx, CommentChange { id, account, text: Some((text, mentions)), permit, stamp }).await
    }

    /// Takes back what one has said oneself. Its text is gone for whoever reads the scenario; that something was said stays, and the
    /// register keeps what.
    async fn scenario_comment_delete(
        &self,
        ctx: &Context<'_>,
        input: ScenarioCommentDeleteInput,
    ) -> Result<ScenarioTalkPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let stamp = cx.stamp(&input.write, "scenarioCommentDelete", &input)?;
        let id = uuid_of(&input.comment, Kind::ScenarioComment)?;
        let account = account(cx)?;
        ScenarioTalkPayload::of(ctx, CommentChange { id, account, text: None, permit, stamp }).await
    }

    /// Says that what a thread is about is done, or that it is not after all.
    async fn scenario_thread_resolve(
        &self,
        ctx: &Context<'_>,
        input: ScenarioThreadResolveInput,
    ) -> Result<ScenarioTalkPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let stamp = cx.stamp(&input.write, "scenarioThreadResolve", &input)?;
        let id = uuid_of(&input.thread, Kind::ScenarioThread)?;
        ScenarioTalkPayload::of(ctx, ThreadResolve { id, resolved: input.resolved, permit, stamp }).await
    }
}

impl ScenarioCommentAddInput {
    fn place(&self) -> Result<To> {
        if let Some(thread) = &self.thread {
            return uuid_of(thread, Kind::ScenarioThread).map(To::Thread);
        }
        let cpi = self.cpi.as_deref().ok_or_else(|| Error::invalid("cpi", Rule::Required))?;
        let mut fields = Fields::default();
        let cpi = CpiCode::new(cpi).map_err(|_| fields.push("cpi", Rule::Unknown));
        let profile = self.profile.as_deref().map(ProfileCode::new).transpose();
        let profile = profile.map_err(|_| fields.push("profile", Rule::Unknown));
        fields.finish()?;
        match (cpi, profile) {
            (Ok(cpi), Ok(profile)) => Ok(To::Place(cpi, profile)),
            // Each of them was noted, and refused.
            _ => Err(Error::invalid("cpi", Rule::Unknown)),
        }
    }
}

fn checked(text: &str) -> Result<String> {
    talk::checked_text(text).map_err(|rule| Error::invalid("text", rule))
}

fn uuid_of(id: &ID, kind: Kind) -> Result<Uuid> {
    let key = key_of(Some(id), kind)?.and_then(|key| Uuid::try_parse(&key).ok());
    key.ok_or_else(Error::not_found)
}

/// Those whom a text mentions, by id and name. Whoever may not be mentioned, and whoever the text does not name, is refused alike.
async fn mentioned(cx: &Cx, text: &str, ids: &[ID], known: &[(Uuid, String)]) -> Result<Vec<(Uuid, String)>> {
    if ids.len() > MAX_MENTIONS {
        return Err(Error::invalid("mentions", Rule::TooLong { max: MAX_MENTIONS as u32 }));
    }
    let ids: Vec<Option<Uuid>> = ids.iter().map(|id| uuid_of(id, Kind::Account).ok()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = ColleagueFilter { ids: Some(ids.iter().flatten().copied().collect()), ..colleagues(cx, None) };
    let found = colleague_list(cx.db().read(), &filter, MAX_MENTIONS as u64).await?;
    let (mut fields, mut mentions) = (Fields::default(), Vec::new());
    for (index, id) in ids.into_iter().enumerate() {
        // Whoever the comment mentioned before stays mentioned, though they are no colleague or are called otherwise by now.
        let before = known.iter().find(|(account, name)| Some(*account) == id && talk::mentions(text, name));
        let named = found.iter().find(|(account, _)| Some(account.id) == id).map(|(account, _)| account.name.clone());
        let named = before.map(|(_, name)| name.clone()).or(named);
        match id.zip(named.filter(|name| talk::mentions(text, name))) {
            Some(mention) if mentions.contains(&mention) => fields.push(format!("mentions.{index}"), Rule::Duplicate),
            Some(mention) => mentions.push(mention),
            None => fields.push(format!("mentions.{index}"), Rule::Unknown),
        }
    }
    fields.finish()?;
    Ok(mentions)
}
