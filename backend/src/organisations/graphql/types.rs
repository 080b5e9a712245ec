//! Organisations, as partners see them.

use async_graphql::{Context, Enum, ID, Object};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    id::{GlobalId, Kind as IdKind},
    organisations as model,
};

use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::int,
    organisations::entity::organisation::Model,
};

/// The kind of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Kind")]
pub(crate) enum OrganisationKind {
    /// A ministry, the region, one of its offices.
    Institution,
    /// A municipality or its social services.
    LocalAuthority,
    /// A public agency.
    Agency,
    /// A public job centre.
    EmploymentCentre,
    /// A private or mixed service for work.
    JobService,
    /// A chamber of commerce, or their union.
    ChamberOfCommerce,
    /// Represents employers.
    EmployerAssociation,
    /// Represents workers.
    Union,
    /// Of employers and workers together.
    BilateralBody,
    /// An order of a profession.
    ProfessionalOrder,
    /// A school.
    School,
    /// A university.
    University,
    /// A higher technical institute.
    Its,
    /// A training body, a vocational training centre.
    TrainingBody,
    /// A joint fund for training.
    TrainingFund,
    /// A company.
    Company,
    /// Several companies under one roof.
    Consortium,
    /// A productive district.
    District,
    /// Any other association.
    Association,
    /// A body of the third sector.
    ThirdSector,
    /// Studies.
    ResearchBody,
    /// Observes the labour market.
    Observatory,
    /// A network that acts as one.
    Network,
    /// A task force, a steering committee.
    SteeringBody,
    /// A standing conference of public bodies.
    Conference,
    /// Of the European Union.
    Eu,
    /// A court.
    Court,
}

/// How far an organisation, or a partnership, reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Level")]
pub(crate) enum Level {
    /// The whole country.
    National,
    /// The whole region.
    Regional,
    /// One province.
    Province,
}

/// A sentence of the act, DGR 269/2020.
#[derive(Clone, Debug, async_graphql::SimpleObject)]
pub(crate) struct ActSentence {
    /// As it is printed.
    pub(crate) text: String,
    /// Its line in the text of the act, `data/dgr-269-2020.txt`.
    pub(crate) line: i32,
}

/// An organisation: an institution, an association, a company.
pub(crate) struct Organisation(pub(crate) Model);

impl Organisation {
    /// How an office is reached is told to whoever is signed in.
    fn contact<'a>(ctx: &Context<'_>, text: &'a str) -> Result<Option<&'a str>> {
        let told = !text.is_empty() && !Cx::of(ctx)?.who().actor.is_visitor();
        Ok(told.then_some(text))
    }
}

#[Object]
impl Organisation {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(IdKind::Organisation, &*self.0.code).to_string().into()
    }

    /// Its code, as the parts of accounts and tokens name it: `ORG-001`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn kind(&self) -> Result<OrganisationKind> {
        let kind = model::Kind::from_name(&self.0.kind);
        Ok(kind.ok_or_else(|| Error::fault("reading an organisation's kind", self.0.kind.clone()))?.into())
    }

    /// How far it reaches.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn level(&self) -> Result<Level> {
        let level = model::Level::from_name(&self.0.level);
        Ok(level.ok_or_else(|| Error::fault("reading an organisation's level", self.0.level.clone()))?.into())
    }

    /// Code of its province. Null when it belongs to none.
    async fn province(&self) -> Option<&str> {
        self.0.province.as_deref()
    }

    /// ISTAT code of the municipality of its seat.
    async fn municipality(&self) -> Option<&str> {
        self.0.municipality.as_deref()
    }

    /// Other names that it is known by.
    async fn aliases(&self) -> Vec<&str> {
        self.0.aliases.lines().collect()
    }

    /// Whether it is a kind of organisation that the act speaks of, such as its 43 job centres, and no single one.
    async fn generic(&self) -> bool {
        self.0.generic
    }

    /// Address of the office. Null for a visitor.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn address(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Self::contact(ctx, &self.0.address)
    }

    /// E-mail address of the office. Null for a visitor.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Self::contact(ctx, &self.0.email)
    }

    /// Telephone number of the office. Null for a visitor.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn phone(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Self::contact(ctx, &self.0.phone)
    }

    async fn website(&self) -> Option<&str> {
        Some(self.0.website.as_str()).filter(|link| !link.is_empty())
    }

    /// What else is worth knowing. Null for a visitor.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn note(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Self::contact(ctx, &self.0.note)
    }

    /// Where the act names it. Null when somebody added it.
    async fn sentence(&self) -> Option<ActSentence> {
        let text = self.0.quote.clone()?;
        Some(ActSentence { text, line: self.0.act_line.unwrap_or_default() })
    }

    /// The revision of the organisations at which it last changed; 0 when it never did since it came with the data.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// Who edited it last. Null when nobody did, and for a visitor.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn edited_by(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Self::contact(ctx, self.0.edited_by.as_deref().unwrap_or_default())
    }

    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.edited_at
    }
}
