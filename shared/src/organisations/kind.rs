//! What an organisation is, and how far it reaches. Each value with its name in both languages: they are terms of the plan.

use serde::{Deserialize, Serialize};

use crate::number::Language;

/// Makes an enumeration whose values have a stored name and a name in each language.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $stored:literal, $it:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $stored)] $value,)+ }

        impl $name {
            /// All of them, in the order in which they are listed.
            pub const ALL: [Self; [$(Self::$value),+].len()] = [$(Self::$value),+];

            /// The name that is stored and sent.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $stored,)+ }
            }

            /// Reads a stored name, in capitals or not. `None` when it is none.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(name))
            }

            /// What people call it.
            pub fn label(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$value, Language::Italian) => $it, (Self::$value, Language::English) => $en,)+
                }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// The kind of an organisation.
    Kind {
        /// A ministry, the region, one of its offices.
        Institution = "INSTITUTION", "istituzione", "institution";
        /// A municipality or its social services.
        LocalAuthority = "LOCAL_AUTHORITY", "ente locale", "local authority";
        /// A public agency.
        Agency = "AGENCY", "agenzia pubblica", "public agency";
        /// A public job centre.
        EmploymentCentre = "EMPLOYMENT_CENTRE", "centro per l'impiego", "job centre";
        /// A private or mixed service for work.
        JobService = "JOB_SERVICE", "servizio per il lavoro", "job service";
        /// A chamber of commerce, or their union.
        ChamberOfCommerce = "CHAMBER_OF_COMMERCE", "camera di commercio", "chamber of commerce";
        /// Represents employers.
        EmployerAssociation = "EMPLOYER_ASSOCIATION", "associazione datoriale", "employers' association";
        /// Represents workers.
        Union = "UNION", "organizzazione sindacale", "trade union";
        /// Of employers and workers together.
        BilateralBody = "BILATERAL_BODY", "ente bilaterale", "bilateral body";
        /// An order of a profession.
        ProfessionalOrder = "PROFESSIONAL_ORDER", "ordine professionale", "professional order";
        /// A school.
        School = "SCHOOL", "scuola", "school";
        /// A university.
        University = "UNIVERSITY", "università", "university";
        /// A higher technical institute.
        Its = "ITS", "ITS", "higher technical institute (ITS)";
        /// A training body, a vocational training centre.
        TrainingBody = "TRAINING_BODY", "ente di formazione", "training body";
        /// A joint fund for training.
        TrainingFund = "TRAINING_FUND", "fondo per la formazione", "training fund";
        /// A company.
        Company = "COMPANY", "impresa", "company";
        /// Several companies under one roof.
        Consortium = "CONSORTIUM", "consorzio", "consortium";
        /// A productive district.
        District = "DISTRICT", "distretto produttivo", "productive district";
        /// Any other association.
        Association = "ASSOCIATION", "associazione", "association";
        /// A body of the third sector.
        ThirdSector = "THIRD_SECTOR", "ente del terzo settore", "third-sector body";
        /// Studies.
        ResearchBody = "RESEARCH_BODY", "ente di ricerca", "research body";
        /// Observes the labour market.
        Observatory = "OBSERVATORY", "osservatorio", "observatory";
        /// A network that acts as one.
        Network = "NETWORK", "rete", "network";
        /// A task force, a steering committee.
        SteeringBody = "STEERING_BODY", "organismo di coordinamento", "steering body";
        /// A standing conference of public bodies.
        Conference = "CONFERENCE", "conferenza istituzionale", "institutional conference";
        /// Of the European Union.
        Eu = "EU", "Unione europea", "European Union";
        /// A court.
        Court = "COURT", "organo giurisdizionale", "court";
    }
}

named! {
    /// How far an organisation, or a partnership, reaches.
    Level {
        /// The whole country.
        National = "NATIONAL", "nazionale", "national";
        /// The whole region.
        Regional = "REGIONAL", "regionale", "regional";
        /// One province.
        Province = "PROVINCE", "provinciale", "provincial";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_by_the_name_that_is_stored_and_by_that_of_the_files() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(Kind::from_name(&kind.name().to_lowercase()), Some(kind));
        }
        assert_eq!(Kind::from_name("club"), None);
    }
}
