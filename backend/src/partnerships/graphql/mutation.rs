//! Partnerships are begun, changed and moved on: by planners all, by coordinators those of their province. Partners propose.

use async_graphql::{Context, ID, Object, SimpleObject};
use shared::{
    Problem, Rule,
    code::ProvinceCode,
    identity::{Action, OrganisationCode, Resource, policy::may_at_all},
    partnerships::Outline,
};
use uuid::Uuid;

use super::{
    Partnership,
    input::{
        PartnershipCreateInput, PartnershipNoteInput, PartnershipPartnerJoinInput, PartnershipPartnerLeaveInput,
        PartnershipStepInput, PartnershipUpdateInput, note_of,
    },
    types::{day_of, key_of},
};
use crate::{
    changes::PARTNERSHIPS,
    clock::new_id,
    cx::Cx,
    db::Write,
    error::{Error, Result},
    partnerships::{
        body::Sight,
        store::{
            self, Begun, FirstPartner, Full, Leave, PartnerJoin, PartnerLeave, PartnershipCreate, PartnershipNote,
            PartnershipStep, PartnershipUpdate, place_of,
        },
        today::today,
    },
};

/// The mutations of the partnerships.
#[derive(Debug, Default)]
pub(crate) struct PartnershipMutation;

/// The partnership after the write.
#[derive(SimpleObject)]
pub(crate) struct PartnershipPayload {
    partnership: Partnership,
}

#[Object]
impl PartnershipMutation {
    /// Begins a partnership, as an idea. By a partner it is a proposal, in the organisation's name: a coordinator of the province, or a
    /// planner, accepts it by the step to `IDEA`, or declines it by the step to `DECLINED`, with a reason.
    async fn partnership_create(&self, ctx: &Context<'_>, input: PartnershipCreateInput) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let (outline, mut partners) = (input.outline.parse()?, input.partners()?);
        let begun = may_begin(cx, &outline, &mut partners)?;
        let stamp = cx.stamp(&input.write, "partnershipCreate", &input)?;
        let id = cx.write(PARTNERSHIPS, &PartnershipCreate { id: new_id(), outline, partners, begun, stamp }).await?;
        payload(ctx, id).await
    }

    /// Changes what is kept of a partnership.
    async fn partnership_update(&self, ctx: &Context<'_>, input: PartnershipUpdateInput) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let outline = input.outline.parse()?;
        let stamp = cx.stamp(&input.write, "partnershipUpdate", &input)?;
        let (id, leave) = may_change(cx, &input.partnership).await?;
        elsewhere(cx.may::<shared::identity::policy::act::EditPartnerships>(&place(&outline)).map(|_| ()))?;
        let (seen, today) = (i64::from(input.seen), today(cx.now())?);
        write(ctx, id, &PartnershipUpdate { id, seen, outline, today, leave, stamp }).await
    }

    /// Takes a step with a partnership. What is signed needs the day of its signature and two partners.
    async fn partnership_step(&self, ctx: &Context<'_>, input: PartnershipStepInput) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let note = note_of("note", &input.note, false)?;
        let signed_on = day_of("signedOn", input.signed_on.as_deref())?;
        let stamp = cx.stamp(&input.write, "partnershipStep", &input)?;
        let (id, leave) = may_change(cx, &input.partnership).await?;
        let (seen, today, to) = (input.seen.map(i64::from), today(cx.now())?, input.to.into());
        write(ctx, id, &PartnershipStep { id, seen, to, signed_on, note, today, leave, stamp }).await
    }

    /// Adds a partner.
    async fn partnership_partner_join(
        &self,
        ctx: &Context<'_>,
        input: PartnershipPartnerJoinInput,
    ) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let partner = input.partner.parse("organisation")?;
        let stamp = cx.stamp(&input.write, "partnershipPartnerJoin", &input)?;
        let (partnership, leave) = may_change(cx, &input.partnership).await?;
        write(ctx, partnership, &PartnerJoin { partnership, partner, leave, stamp }).await
    }

    /// Notes that a partner left. It stays on record.
    async fn partnership_partner_leave(
        &self,
        ctx: &Context<'_>,
        input: PartnershipPartnerLeaveInput,
    ) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let today = today(cx.now())?;
        let left_on = day_of("leftOn", input.left_on.as_deref())?.unwrap_or(today);
        let stamp = cx.stamp(&input.write, "partnershipPartnerLeave", &input)?;
        let (partnership, leave) = may_change(cx, &input.partnership).await?;
        let unknown = |_| Error::invalid("organisation", Rule::Unknown);
        let organisation = OrganisationCode::new(&*input.organisation).map_err(unknown)?;
        write(ctx, partnership, &PartnerLeave { partnership, organisation, left_on, today, leave, stamp }).await
    }

    /// Adds a note to the history of a partnership.
    async fn partnership_note(&self, ctx: &Context<'_>, input: PartnershipNoteInput) -> Result<PartnershipPayload> {
        let cx = Cx::of(ctx)?;
        let text = input.parse()?;
        let stamp = cx.stamp(&input.write, "partnershipNote", &input)?;
        let (id, leave) = may_change(cx, &input.partnership).await?;
        write(ctx, id, &PartnershipNote { id, text, leave, stamp }).await
    }
}

async fn write<W: Write>(ctx: &Context<'_>, id: Uuid, write: &W) -> Result<PartnershipPayload> {
    Cx::of(ctx)?.write(PARTNERSHIPS, write).await?;
    payload(ctx, id).await
}

async fn payload(ctx: &Context<'_>, id: Uuid) -> Result<PartnershipPayload> {
    let cx = Cx::of(ctx)?;
    let sight = Sight::of(&cx.who().actor);
    let found = match store::partnership_find(cx.db().read(), &sight, id).await? {
        Some(found) => Some(found),
        // A token that may propose and read nothing is told what it proposed, and nothing of what became of it.
        None => {
            store::partnership_find(cx.db().read(), &Sight::All, id).await?.map(|full| Full { whole: false, ..full })
        }
    };
    Ok(PartnershipPayload { partnership: Partnership(found.ok_or_else(Error::not_found)?) })
}

/// Where an outline says that the partnership is.
fn place(outline: &Outline) -> Resource {
    outline.province.clone().map_or(Resource::Region, Resource::Province)
}

/// What lies elsewhere is refused at the field that says where.
fn elsewhere<T>(asked: Result<T>) -> Result<T> {
    match asked {
        Err(Error::Refused(Problem::NotFound)) => Err(Error::invalid("province", Rule::NotYours)),
        asked => asked,
    }
}

/// Leave to begin a partnership. A partner that proposes one takes part in it.
fn may_begin(cx: &Cx, outline: &Outline, partners: &mut Vec<FirstPartner>) -> Result<Begun> {
    let actor = &cx.who().actor;
    if may_at_all(actor, Action::EditPartnerships).is_ok() {
        return elsewhere(cx.may(&place(outline))).map(Begun::Idea);
    }
    may_at_all(actor, Action::ProposePartnerships)?;
    let own: Vec<OrganisationCode> = actor.organisations().cloned().collect();
    // Of several organisations, the first that is named among the partners proposes; else the first of all.
    let named = |code: &&OrganisationCode| partners.iter().any(|partner| partner.organisation == **code);
    let proposer = own.iter().find(named).or_else(|| own.first()).cloned().ok_or(Problem::Forbidden)?;
    let permit = cx.may(&Resource::Organisation(proposer.clone()))?;
    if partners.iter().all(|partner| partner.organisation != proposer) {
        partners.insert(0, FirstPartner { organisation: proposer.clone(), role: String::new(), joined_on: None });
    }
    Ok(Begun::Proposed(permit, proposer))
}

/// Leave to change a partnership, where it is now.
async fn may_change(cx: &Cx, id: &ID) -> Result<(Uuid, Leave)> {
    may_at_all(&cx.who().actor, Action::EditPartnerships)?;
    let id = key_of(id).ok_or_else(Error::not_found)?;
    let found = store::partnership_find(cx.db().read(), &Sight::of(&cx.who().actor), id).await?;
    let Full { row, .. } = found.ok_or_else(Error::not_found)?;
    let province = row.province.as_ref().and_then(|code| ProvinceCode::new(&**code).ok());
    let permit = cx.may(&province.map_or(Resource::Region, Resource::Province))?;
    Ok((id, Leave { permit, place: place_of(&row) }))
}
