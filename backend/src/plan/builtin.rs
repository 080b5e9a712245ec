//! The files of `data/plan/`, read into rows. What is printed at the lines that a row names is looked up in the act.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::entity::{ambiguity, baseline, indicator, item, plan, target};
use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// The plan that comes with the program.
pub(crate) struct Plan {
    pub(super) act: plan::Model,
    pub(super) items: Vec<item::Model>,
    pub(super) indicators: Vec<indicator::Model>,
    pub(super) targets: Vec<target::Model>,
    pub(super) baselines: Vec<baseline::Model>,
    pub(super) ambiguities: Vec<ambiguity::Model>,
}

impl Plan {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// When a file does not have the columns that are read here, a row names a line that the act has not, or points to a row
    /// that is not there.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let act = Act(files.plan_act.lines().collect());
        let mut plan = Self {
            act: serde_json::from_str(&files.plan).context("reading plan/plan.json")?,
            items: rows(&files.plan_items).context("reading plan/items.csv")?,
            indicators: rows(&files.plan_indicators).context("reading plan/indicators.csv")?,
            targets: rows(&files.plan_targets).context("reading plan/targets.csv")?,
            baselines: rows(&files.plan_baselines).context("reading plan/baselines.csv")?,
            ambiguities: rows(&files.plan_ambiguities).context("reading plan/ambiguities.csv")?,
        };
        for (place, row) in (0..).zip(&mut plan.items) {
            (row.place, row.printed) = (place, act.printed(&row.code, &row.lines)?);
        }
        for (place, row) in (0..).zip(&mut plan.indicators) {
            (row.place, row.printed) = (place, act.printed(&row.code, &row.lines)?);
        }
        for (place, row) in (0..).zip(&mut plan.baselines) {
            (row.place, row.printed) = (place, act.printed(&row.code, &row.lines)?);
        }
        for (place, row) in (0..).zip(&mut plan.ambiguities) {
            (row.place, row.printed) = (place, act.printed(&row.code, &row.lines)?);
        }
        plan.check()?;
        Ok(plan)
    }

    /// Every reference must lead somewhere.
    fn check(&self) -> Result<()> {
        let indicators: BTreeSet<&str> = self.indicators.iter().map(|row| row.code.as_str()).collect();
        let mut known: BTreeSet<&str> = self.items.iter().map(|row| row.code.as_str()).collect();
        known.extend(&indicators);
        known.extend(self.baselines.iter().map(|row| row.code.as_str()));
        let items = self.items.iter().flat_map(|row| row.links.split(' ').chain([row.parent.as_str()]));
        let linked = self.indicators.iter().flat_map(|row| row.links.split(' ').chain([row.area.as_str()]));
        let ambiguous = self.ambiguities.iter().flat_map(|row| row.rows.split(' '));
        let of_rows = items.chain(linked).chain(ambiguous).find(|code| !code.is_empty() && !known.contains(code));
        let of_targets = self.targets.iter().map(|row| row.indicator.as_str());
        let fed = self.baselines.iter().flat_map(|row| row.indicators.split(' ')).filter(|code| !code.is_empty());
        let strange = of_rows.or_else(|| of_targets.chain(fed).find(|code| !indicators.contains(code)));
        let what = |code: &str| Error::fault("checking the built-in plan", format!("{code} is not there"));
        strange.map_or(Ok(()), |code| Err(what(code)))
    }
}

/// The lines of the act.
struct Act<'a>(Vec<&'a str>);

impl Act<'_> {
    /// What stands at the lines, without the marks of the scan: bullets, bold type, cells.
    fn printed(&self, code: &str, lines: &str) -> Result<String> {
        let missing = || Error::fault("reading the act", format!("{code} names a line that is not there: {lines}"));
        let mut words = Vec::new();
        for number in lines.split_whitespace() {
            let line = number.parse::<usize>().ok().and_then(|number| self.0.get(number.checked_sub(1)?));
            let line = line.ok_or_else(missing)?.replace("**", "").replace('\t', " · ");
            words.extend(line.trim_start_matches(['-', '➤', '✓', ' ', '·']).split_whitespace().map(str::to_owned));
        }
        Ok(words.join(" "))
    }
}

fn rows<Row: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}
