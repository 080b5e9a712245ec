//! Who has to sit in a partnership: groups of kinds of organisation, each of which must be there.

use serde::{Deserialize, Serialize};

use crate::{
    number::Language,
    organisations::{Kind as OrganisationKind, named},
};

named! {
    /// A group of which at least one must take part.
    Group {
        /// A school.
        School = "SCHOOL", "una scuola", "a school";
        /// A university.
        University = "UNIVERSITY", "un'università", "a university";
        /// A higher technical institute.
        Its = "ITS", "un ITS", "an ITS";
        /// A provider of vocational education and training.
        Training = "TRAINING", "un ente di formazione", "a training body";
        /// An institution that teaches.
        Education = "EDUCATION", "un'istituzione formativa", "an institution of education or training";
        /// A company, or who speaks for companies.
        Business = "BUSINESS", "un'impresa o chi le rappresenta", "a company or an association of companies";
        /// A service for work.
        Service = "SERVICE", "un servizio per il lavoro", "an employment service";
        /// A local authority.
        Authority = "AUTHORITY", "un ente territoriale", "a local authority";
        /// Represents workers.
        Workers = "WORKERS", "un'organizzazione sindacale", "a trade union";
        /// Represents employers.
        Employers = "EMPLOYERS", "un'organizzazione datoriale", "an employers' association";
        /// A bilateral body.
        Bilateral = "BILATERAL", "un ente bilaterale", "a bilateral body";
        /// A fund for training.
        Fund = "FUND", "un fondo professionale", "a training fund";
        /// The region or a public agency.
        Region = "REGION", "la Regione o un'agenzia pubblica", "the region or a public agency";
    }
}

impl Group {
    /// Whether an organisation of a kind stands for this group.
    pub fn has(self, kind: OrganisationKind) -> bool {
        use OrganisationKind as Kind;
        match self {
            Self::School => kind == Kind::School,
            Self::University => kind == Kind::University,
            Self::Its => kind == Kind::Its,
            Self::Training => kind == Kind::TrainingBody,
            Self::Education => matches!(kind, Kind::School | Kind::University | Kind::Its | Kind::TrainingBody),
            Self::Business => matches!(
                kind,
                Kind::Company | Kind::EmployerAssociation | Kind::Consortium | Kind::District | Kind::ChamberOfCommerce
            ),
            Self::Service => matches!(kind, Kind::EmploymentCentre | Kind::JobService | Kind::Agency),
            Self::Authority => kind == Kind::LocalAuthority,
            Self::Workers => kind == Kind::Union,
            Self::Employers => kind == Kind::EmployerAssociation,
            Self::Bilateral => kind == Kind::BilateralBody,
            Self::Fund => kind == Kind::TrainingFund,
            Self::Region => matches!(kind, Kind::Institution | Kind::Agency),
        }
    }
}

/// The groups of a rule of which nobody takes part, in the rule's order.
pub fn missing_groups(rule: &[Group], partners: &[OrganisationKind]) -> Vec<Group> {
    rule.iter().copied().filter(|group| !partners.iter().any(|kind| group.has(*kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_schools_lacks_whom_the_act_names() {
        use OrganisationKind::{ChamberOfCommerce, EmploymentCentre, School};
        let rule = [Group::School, Group::Business, Group::Service];
        assert_eq!(missing_groups(&rule, &[]), rule);
        assert_eq!(missing_groups(&rule, &[School, School]), [Group::Business, Group::Service]);
        assert_eq!(missing_groups(&rule, &[EmploymentCentre, School, ChamberOfCommerce]), []);
    }
}
