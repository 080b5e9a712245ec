//! Loads the data that comes with the program. Doing it again changes nothing; newer data updates what nobody has edited.

use std::{io::ErrorKind, path::Path};

use crate::{
    clock::Clock,
    cx::{Cx, Who, WriteStamp},
    db::{Db, Tx, Write, take_turn},
    error::{Context as _, Error, Result},
    events::{builtin::EventsGround, events_seed},
    organisations, partnerships,
    plan::{builtin::Plan, store::plan_seed},
    staffing::{builtin::Staffing, store::staffing_seed},
    territory::{builtin::Territory, seed_store::territory_seed},
};

/// The files of `data/` that are loaded, as text. By default those that the program carries.
#[derive(Clone, Debug)]
pub struct Files {
    /// `provinces.csv`
    pub provinces: String,
    /// `cpi.csv`
    pub cpis: String,
    /// `municipalities.csv`
    pub municipalities: String,
    /// `sources.json`
    pub sources: String,
    /// `staffing-defaults.json`
    pub staffing_defaults: String,
    /// `lep.csv`
    pub levels: String,
    /// `plan/plan.json`
    pub plan: String,
    /// `dgr-269-2020.txt`
    pub plan_act: String,
    /// `plan/items.csv`
    pub plan_items: String,
    /// `plan/indicators.csv`
    pub plan_indicators: String,
    /// `plan/targets.csv`
    pub plan_targets: String,
    /// `plan/baselines.csv`
    pub plan_baselines: String,
    /// `plan/ambiguities.csv`
    pub plan_ambiguities: String,
    /// `events.csv`
    pub events: String,
    /// `facilitators.csv`
    pub facilitators: String,
    /// `patrons.csv`
    pub patrons: String,
    /// `organisations.csv`
    pub organisations: String,
    /// `partnerships.csv`
    pub partnerships: String,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            provinces: include_str!("../../data/provinces.csv").to_owned(),
            cpis: include_str!("../../data/cpi.csv").to_owned(),
            municipalities: include_str!("../../data/municipalities.csv").to_owned(),
            sources: include_str!("../../data/sources.json").to_owned(),
            staffing_defaults: include_str!("../../data/staffing-defaults.json").to_owned(),
            levels: include_str!("../../data/lep.csv").to_owned(),
            plan: include_str!("../../data/plan/plan.json").to_owned(),
            plan_act: include_str!("../../data/dgr-269-2020.txt").to_owned(),
            plan_items: include_str!("../../data/plan/items.csv").to_owned(),
            plan_indicators: include_str!("../../data/plan/indicators.csv").to_owned(),
            plan_targets: include_str!("../../data/plan/targets.csv").to_owned(),
            plan_baselines: include_str!("../../data/plan/baselines.csv").to_owned(),
            plan_ambiguities: include_str!("../../data/plan/ambiguities.csv").to_owned(),
            events: include_str!("../../data/events.csv").to_owned(),
            facilitators: include_str!("../../data/facilitators.csv").to_owned(),
            patrons: include_str!("../../data/patrons.csv").to_owned(),
            organisations: include_str!("../../data/organisations.csv").to_owned(),
            partnerships: include_str!("../../data/partnerships.csv").to_owned(),
        }
    }
}

/// The text of a file among [`Files`].
type Text = fn(&mut Files) -> &mut String;

/// The files, by their names in the folder.
const NAMES: [(&str, Text); 18] = [
    ("provinces.csv", |files| &mut files.provinces),
    ("cpi.csv", |files| &mut files.cpis),
    ("municipalities.csv", |files| &mut files.municipalities),
    ("sources.json", |files| &mut files.sources),
    ("staffing-defaults.json", |files| &mut files.staffing_defaults),
    ("lep.csv", |files| &mut files.levels),
    ("plan/plan.json", |files| &mut files.plan),
    ("dgr-269-2020.txt", |files| &mut files.plan_act),
    ("plan/items.csv", |files| &mut files.plan_items),
    ("plan/indicators.csv", |files| &mut files.plan_indicators),
    ("plan/targets.csv", |files| &mut files.plan_targets),
    ("plan/baselines.csv", |files| &mut files.plan_baselines),
    ("plan/ambiguities.csv", |files| &mut files.plan_ambiguities),
    ("events.csv", |files| &mut files.events),
    ("facilitators.csv", |files| &mut files.facilitators),
    ("patrons.csv", |files| &mut files.patrons),
    ("organisations.csv", |files| &mut files.organisations),
    ("partnerships.csv", |files| &mut files.partnerships),
];

impl Files {
    /// The files of a folder, under their names in `data/`. What is not there is as the program carries it.
    ///
    /// # Errors
    /// When the folder holds none of them, so that a slip of the pen in its name is not silent; when a file cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let (mut files, mut found) = (Self::default(), false);
        for (name, text) in NAMES {
            match std::fs::read_to_string(folder.join(name)) {
                Ok(read) => {
                    *text(&mut files) = read;
                    found = true;
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error).context("reading the folder of the built-in data"),
            }
        }
        let none = || format!("{} holds no file of the built-in data", folder.display());
        if found { Ok(files) } else { Err(Error::fault("reading the folder of the built-in data", none())) }
    }
}

struct Seed {
    territory: Territory,
    staffing: Staffing,
    plan: Plan,
    events: EventsGround,
    organisations: Vec<organisations::builtin::BuiltIn>,
    partnerships: Vec<partnerships::builtin::BuiltIn>,
    stamp: WriteStamp,
}

impl Write for Seed {
    type Done = usize;

    async fn run(&self, tx: &Tx) -> Result<usize> {
        take_turn(tx).await?;
        territory_seed(tx, &self.territory).await?;
        plan_seed(tx, &self.plan).await?;
        events_seed(tx, &self.events).await?;
        let changed = staffing_seed(tx, &self.staffing, &self.stamp).await?;
        organisations::organisation_seed(tx, &self.organisations, &self.stamp).await?;
        partnerships::partnership_seed(tx, &self.partnerships, &self.stamp).await?;
        Ok(changed)
    }
}

/// Loads the data of `files`, in one transaction. Gives the number of figures that changed.
///
/// # Errors
/// When a file cannot be read, or the database fails.
pub async fn seed(db: &Db, clock: &Clock, files: &Files) -> Result<usize> {
    let stamp = Cx::system(db.clone(), clock.clone(), Who::system()).mark("seed");
    let seed = Seed {
        territory: Territory::read(files)?,
        staffing: Staffing::read(files)?,
        plan: Plan::read(files)?,
        events: EventsGround::read(files)?,
        organisations: organisations::builtin::read(files)?,
        partnerships: partnerships::builtin::read(files)?,
        stamp,
    };
    db.write_patiently(&seed).await
}
