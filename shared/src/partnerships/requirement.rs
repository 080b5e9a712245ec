//! What the act requires: each kind of partnership with its places, its sentence and the line of the act that it stands in
//! (`data/dgr-269-2020.txt`), and which partnership fills which place.
//!
//! Only what the act counts is a place to be filled. Networks that it promotes by events without saying how many, and the yearly
//! plans of schools and training centres, are not.

use super::{Group, Kind, State};
use crate::{number::Language, organisations::Level};

/// A sentence of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// As it is printed.
    pub text: &'static str,
    /// Its line in the text of the act.
    pub line: u32,
}

/// Places of one requirement: at the region, or in each province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Whether it is one set of places for each province; else for the region.
    pub each_province: bool,
    /// How many.
    pub count: u32,
    /// The sentence that asks for them.
    pub sentence: Sentence,
}

/// Something that the act requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The indicator or the expected result that counts it, as the plan's files name it.
    pub code: &'static str,
    it: &'static str,
    en: &'static str,
    /// The kind that is started when a place is empty, then the others that fill it too.
    pub kinds: &'static [Kind],
    /// Where, and how many.
    pub asks: &'static [Ask],
    /// Who has to take part; empty when the act does not say.
    pub composition: &'static [Group],
}

/// The provinces, in the order in which they are listed everywhere.
pub const PROVINCES: [&str; 6] = ["BA", "BR", "BT", "FG", "LE", "TA"];

const fn region(count: u32, line: u32, text: &'static str) -> Ask {
    Ask { each_province: false, count, sentence: Sentence { text, line } }
}

const fn provinces(line: u32, text: &'static str) -> Ask {
    Ask { each_province: true, count: 1, sentence: Sentence { text, line } }
}

const PAPERS: &[Kind] = &[Kind::Agreement, Kind::Partnership, Kind::Protocol, Kind::Convention];
const NETWORKS: &[Kind] = &[Kind::Network];
const CABIN: &[Group] = &[Group::Region, Group::Workers, Group::Employers, Group::Bilateral, Group::Fund];
const CABIN_SENTENCE: &str =
    "Formalizzare n° 1 Protocollo di Intesa per la Istituzione e la Gestione operativa di una \"Cabina di Pilotaggio\"";

/// All that the act requires and counts, in the act's order.
pub const REQUIREMENTS: [Requirement; 11] = [
    Requirement {
        code: "I-RDC-04",
        it: "Partenariati per l'inserimento dei beneficiari del RdC",
        en: "Partnerships for the beneficiaries of the RdC",
        kinds: &[Kind::Partnership, Kind::Agreement, Kind::Protocol, Kind::Convention, Kind::Network],
        asks: &[
            region(
                1,
                1035,
                "Partenariati territoriali (n° 1 Reg.+n° 6 Terr.) costituiti per favorire l'inserimento o il reinserimento lavorativo, in particolare dei beneficiari di RdC",
            ),
            provinces(1035, "N. partenariati (1 regionale e 6 territoriali) territoriali attivati"),
        ],
        composition: &[],
    },
    Requirement {
        code: "I-IMP-01",
        it: "Accordi di partenariato con imprese e istituzioni",
        en: "Partnership agreements with companies and institutions",
        kinds: PAPERS,
        asks: &[
            region(
                1,
                1078,
                "la stipula di almeno N. 7 accordi di partenariato (1 liv. Reg. + 6 Terr.) per lo sviluppo di interventi di politica tra gli stakeholder di riferimento",
            ),
            provinces(
                1078,
                "N. accordi di partenariato sottoscritti (1 liv. Reg. + 6 Terr.) tra imprese, Istituzioni formative, Enti territoriali, altri attori del mercato del lavoro",
            ),
        ],
        composition: &[Group::Business, Group::Education, Group::Authority],
    },
    Requirement {
        code: "8.4-R1",
        it: "Reti scuole, imprese e servizi per il lavoro",
        en: "Networks of schools, companies and employment services",
        kinds: NETWORKS,
        asks: &[region(3, 672, "Attivare n° 3 Reti partenariati Scuole/Imprese/SPL")],
        composition: &[Group::School, Group::Business, Group::Service],
    },
    Requirement {
        code: "8.4-R5",
        it: "Rete ITS, imprese e servizi per il lavoro",
        en: "Network of ITS, companies and employment services",
        kinds: NETWORKS,
        asks: &[region(1, 686, "Attivare n° 1 Rete partenariale ITS/Imprese/SPL")],
        composition: &[Group::Its, Group::Business, Group::Service],
    },
    Requirement {
        code: "8.4-R10",
        it: "Rete regionale dei sei ITS",
        en: "Regional network of the six ITS",
        kinds: NETWORKS,
        asks: &[region(
            1,
            690,
            "Sviluppare e consolidare una rete regionale costituita dai n° 6 ITS Attivati in Puglia",
        )],
        composition: &[Group::Its],
    },
    Requirement {
        code: "8.4-R11",
        it: "Rete enti IeFP, imprese e servizi per il lavoro",
        en: "Network of IeFP bodies, companies and employment services",
        kinds: NETWORKS,
        asks: &[region(1, 694, "Attivare n° 1 Rete partenariale leFP/Imprese/SPL")],
        composition: &[Group::Training, Group::Business, Group::Service],
    },
    Requirement {
        code: "8.3-R2",
        it: "Piano regionale di assistenza tecnica sul duale, da sottoscrivere",
        en: "Regional plan of technical assistance on the dual system, to be signed",
        kinds: &[Kind::Agreement, Kind::Protocol, Kind::Convention, Kind::ActionPlan],
        asks: &[region(1, 646, "Sottoscrivere n° 1 Piano regionale di assistenza tecnica")],
        composition: &[Group::Region],
    },
    Requirement {
        code: "IMP.1-R2",
        it: "Tavolo partenariale con le imprese",
        en: "Partnership table with companies",
        kinds: &[Kind::Table],
        asks: &[region(
            1,
            884,
            "Attivazione e animazione di n° 1 tavolo partenariale finalizzato alla definizione di proposte di politica attiva concordate con le imprese e le loro rappresentanze",
        )],
        composition: &[Group::Region, Group::Business],
    },
    Requirement {
        code: "10.a-R2",
        it: "Protocollo d'intesa per la Cabina di pilotaggio",
        en: "Protocol for the steering body of the crises",
        kinds: &[Kind::Protocol, Kind::Agreement],
        asks: &[region(1, 760, CABIN_SENTENCE)],
        composition: CABIN,
    },
    Requirement {
        code: "10.a",
        it: "Cabina di pilotaggio per le crisi aziendali",
        en: "Steering body for company crises",
        kinds: &[Kind::SteeringBody],
        asks: &[region(
            1,
            760,
            "Sono Attori della Cabina: La Regione Puglia, Anpal, Anpal servizi, Organizzazioni di rappresentanza sindacale e datoriale, Enti Bilaterali, Fondi Professionali",
        )],
        composition: CABIN,
    },
    Requirement {
        code: "DSM",
        it: "Rete degli attori del mercato del lavoro locale",
        en: "Network of the actors of the local labour market",
        kinds: &[Kind::Network, Kind::Partnership, Kind::Agreement],
        asks: &[region(
            1,
            952,
            "attivazione di una rete partenariale costituita dai principali Stakeholder del MdL locale",
        )],
        composition: &[],
    },
];

impl Requirement {
    /// The requirement of a code.
    pub fn find(code: &str) -> Option<&'static Self> {
        REQUIREMENTS.iter().find(|requirement| requirement.code == code)
    }

    /// What people call it.
    pub fn title(&self, language: Language) -> &'static str {
        match language {
            Language::Italian => self.it,
            Language::English => self.en,
        }
    }

    /// Its places, the region's first.
    fn places(&self) -> impl Iterator<Item = (Option<&'static str>, &'static Ask)> {
        let asks: &'static [Ask] = self.asks;
        asks.iter().flat_map(|ask| {
            let provinces = PROVINCES.iter().copied().map(Some).filter(|_| ask.each_province);
            provinces.chain((!ask.each_province).then_some(None)).map(move |place| (place, ask))
        })
    }

    /// Whether a partnership takes a place here: at the region, or in a province.
    pub fn is_filled_by(&self, counted: &Counted<'_>, province: Option<&str>) -> bool {
        if !counted.serves.contains(&self.code) || !self.kinds.contains(&counted.kind) {
            return false;
        }
        let by_province = self.asks.iter().any(|ask| ask.each_province);
        match counted.level {
            Level::National => false,
            Level::Regional => province.is_none(),
            // Where the act names no provinces, a network of one province is one of the region's.
            Level::Province => province == counted.province.filter(|_| by_province),
        }
    }
}

/// What the count has to know of a partnership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// How far it reaches.
    pub level: Level,
    /// Its province.
    pub province: Option<&'a str>,
    /// How far it has come.
    pub state: State,
    /// The requirements that it serves.
    pub serves: Vec<&'a str>,
}

/// One cell of the matrix: a requirement at the region or in a province, with the partnerships that fill it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What is required.
    pub requirement: &'static Requirement,
    /// Where; none: at the region.
    pub province: Option<&'static str>,
    /// How many, and by which sentence.
    pub ask: &'static Ask,
    /// Ids of those that are signed and hold.
    pub signed: Vec<String>,
    /// Ids of those that are being brought about.
    pub in_progress: Vec<String>,
}

impl Tally {
    /// Places that nobody fills or is about to.
    pub fn missing(&self) -> u32 {
        let taken = u32::try_from(self.signed.len() + self.in_progress.len()).unwrap_or(u32::MAX);
        self.ask.count.saturating_sub(taken)
    }
}

/// The matrix: every requirement at every place, in the order of the table. A partnership that serves two requirements is counted
/// once in each; one that is over, or only proposed, in none.
pub fn tally(partnerships: &[Counted<'_>]) -> Vec<Tally> {
    let mut cells = Vec::new();
    for requirement in &REQUIREMENTS {
        for (province, ask) in requirement.places() {
            let here = |counted: &&Counted<'_>| requirement.is_filled_by(counted, province);
            let ids = |wanted: fn(State) -> bool| {
                let those = partnerships.iter().filter(here).filter(move |counted| wanted(counted.state));
                those.map(|counted| counted.id.to_owned()).collect()
            };
            let (signed, in_progress) = (ids(State::is_signed), ids(State::is_in_progress));
            cells.push(Tally { requirement, province, ask, signed, in_progress });
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(id: &'static str, province: Option<&'static str>, state: State) -> Counted<'static> {
        let level = if province.is_some() { Level::Province } else { Level::Regional };
        Counted { id, kind: Kind::Agreement, level, province, state, serves: vec!["I-IMP-01", "I-RDC-04"] }
    }

    fn cell<'a>(cells: &'a [Tally], code: &str, province: Option<&str>) -> &'a Tally {
        let found = cells.iter().find(|cell| cell.requirement.code == code && cell.province == province);
        found.expect("there is such a cell")
    }

    #[test]
    fn empty_it_reads_what_the_act_requires() {
        let cells = tally(&[]);
        let count =
            |code: &str| cells.iter().filter(|cell| cell.requirement.code == code).map(Tally::missing).sum::<u32>();
        let counts = REQUIREMENTS.map(|requirement| (requirement.code, count(requirement.code)));
        let expected = [
            ("I-RDC-04", 7),
            ("I-IMP-01", 7),
            ("8.4-R1", 3),
            ("8.4-R5", 1),
            ("8.4-R10", 1),
            ("8.4-R11", 1),
            ("8.3-R2", 1),
            ("IMP.1-R2", 1),
            ("10.a-R2", 1),
            ("10.a", 1),
            ("DSM", 1),
        ];
        assert_eq!(counts, expected);
    }

    #[test]
    fn one_that_serves_two_requirements_counts_once_in_each() {
        let cells = tally(&[agreement("a", Some("FG"), State::Active), agreement("b", Some("LE"), State::Idea)]);
        for code in ["I-RDC-04", "I-IMP-01"] {
            assert_eq!(
                (&cell(&cells, code, Some("FG")).signed, cell(&cells, code, Some("FG")).missing()),
                (&vec!["a".to_owned()], 0)
            );
            assert_eq!(
                (&cell(&cells, code, Some("LE")).in_progress, cell(&cells, code, Some("LE")).missing()),
                (&vec!["b".to_owned()], 0)
            );
            assert_eq!(cell(&cells, code, None).missing(), 1);
        }
    }

    #[test]
    fn what_is_over_proposed_national_or_of_another_kind_fills_nothing() {
        let base = agreement("a", Some("FG"), State::Active);
        let ended = Counted { state: State::Ended, ..base.clone() };
        let proposed = Counted { state: State::Proposed, ..base.clone() };
        let national = Counted { level: Level::National, province: None, ..base.clone() };
        let table = Counted { kind: Kind::Table, ..base };
        assert!(tally(&[ended, proposed, national, table]).iter().all(|cell| cell.missing() == cell.ask.count));
    }

    #[test]
    fn a_network_of_one_province_is_one_of_the_three() {
        let network =
            Counted { kind: Kind::Network, serves: vec!["8.4-R1"], ..agreement("a", Some("TA"), State::Signed) };
        let cells = tally(&[network]);
        assert_eq!((cell(&cells, "8.4-R1", None).signed.len(), cell(&cells, "8.4-R1", None).missing()), (1, 2));
    }
}
