//! The figures as they are saved, what is being typed over them, and what both come to.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::{
    Problem, Rule,
    code::{CpiCode, ProfileCode},
    identity::{
        Resource,
        policy::act::{EditFigures, EditStaff},
    },
    number::{Language, parse_decimal},
    problem::FigureConflict,
    staffing::{FigureKey, Sizing, Unit, assumptions::SHARE_TOLERANCE, sensitivity::Sensitivity},
};

use super::{
    api::Figure,
    keep::{Keeper, Typed},
    plan::Plan,
};
use crate::{
    graphql::Failure,
    i18n::{Words, language},
    session::{self, Session},
};

/// How the saving of one figure goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Saving {
    /// It is on its way.
    Sent,
    /// The server cannot be reached: it is tried again and again.
    Waiting,
    /// The server took it.
    Saved,
    /// Someone else was quicker: their number, and who they are.
    Conflict(FigureConflict),
    /// The server refuses the value.
    Wrong(Rule),
    /// The server refuses for another reason.
    Failed(Failure),
}

/// What the figures come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    /// The last sizing that could be computed.
    pub(super) sizing: Option<Arc<Sizing>>,
    /// Why what is typed cannot be sized.
    pub(super) problem: Option<Problem>,
}

/// The state of the page.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) words: Words,
    pub(super) session: Session,
    pub(super) plan: StoredValue<Arc<Plan>>,
    pub(super) revision: RwSignal<i32>,
    pub(super) saved: RwSignal<BTreeMap<FigureKey, Figure>>,
    pub(super) typed: RwSignal<BTreeMap<FigureKey, String>>,
    pub(super) saving: RwSignal<BTreeMap<FigureKey, Saving>>,
    /// The revision that the writer saw of each figure that is being typed.
    pub(super) seen: StoredValue<BTreeMap<FigureKey, i32>>,
    /// Where this person's unsaved work is kept.
    pub(super) keeper: StoredValue<Keeper>,
    /// The write that lost a race for a figure: kept until somebody has decided.
    pub(super) disputed: StoredValue<BTreeMap<FigureKey, String>>,
    /// The figure whose source is shown.
    pub(super) source: RwSignal<Option<FigureKey>>,
    /// The number whose formula is shown.
    pub(super) formula: RwSignal<Option<(CpiCode, ProfileCode)>>,
    /// The sizing of what is saved.
    pub(super) before: Memo<Outcome>,
    /// The sizing with what is typed.
    pub(super) now: Memo<Outcome>,
}

impl Draft {
    /// Whether the reader may set a figure: who is in service at a job centre is its own people's to say, all else the region's.
    pub(super) fn may_set(self, key: &FigureKey) -> bool {
        match key {
            FigureKey::Staff(cpi, _) | FigureKey::IndividualAllowance(cpi, _) => {
                self.session.may::<EditStaff>(&Resource::Cpi(cpi.clone()))
            }
            _ => self.session.may::<EditFigures>(&Resource::Region),
        }
    }

    pub(super) fn new(words: Words, plan: Plan, revision: i32, figures: Vec<Figure>) -> Self {
        let saved: BTreeMap<_, _> = figures.into_iter().filter_map(|figure| Some((figure.key()?, figure))).collect();
        let plan = StoredValue::new(Arc::new(plan));
        let (saved, typed) = (RwSignal::new(saved), RwSignal::new(BTreeMap::new()));
        let before = Memo::new(move |last| outcome(&plan.get_value(), &saved.with(values), last));
        let now = Memo::new(move |last| outcome(&plan.get_value(), &counted(words, plan, saved, typed), last));
        let (revision, saving) = (RwSignal::new(revision), RwSignal::new(BTreeMap::new()));
        let (seen, source, formula) = (StoredValue::default(), RwSignal::new(None), RwSignal::new(None));
        let (keeper, disputed) = (StoredValue::new(Keeper::new(session::account())), StoredValue::default());
        let draft = Self {
            words,
            session: expect_context::<Session>(),
            plan,
            revision,
            saved,
            typed,
            saving,
            seen,
            keeper,
            disputed,
            source,
            formula,
            before,
            now,
        };
        draft.resume();
        Effect::new(move |_| draft.keep_typed());
        draft
    }

    /// What each figure does to the need, with what is typed; `None` while the figures contradict each other.
    pub(super) fn sensitivity(self, share: f64, cpi: Option<&CpiCode>) -> Option<Sensitivity> {
        let figures = counted(self.words, self.plan, self.saved, self.typed);
        self.plan.with_value(|plan| plan.sensitivity(&figures, share, cpi)).ok()
    }

    /// Keeps what is typed, for a reload of this tab.
    fn keep_typed(self) {
        let kept: Typed = self.typed.with(|typed| {
            let seen = |key: &FigureKey| self.seen.with_value(|seen| seen.get(key).copied().unwrap_or_default());
            typed.iter().map(|(key, text)| (key.clone(), (text.clone(), seen(key)))).collect()
        });
        self.keeper.with_value(|keeper| keeper.keep_typed(&kept));
    }

    /// The number that is saved.
    pub(super) fn value(self, key: &FigureKey) -> Option<f64> {
        self.saved.with(|saved| saved.get(key).and_then(|figure| figure.value))
    }

    /// The number that counts: what is typed if it is one, else what is saved.
    pub(super) fn current(self, key: &FigureKey) -> Option<f64> {
        let typed = self.typed.with(|typed| typed.get(key).and_then(|text| read(self.words, key, text).ok()));
        typed.or_else(|| self.value(key))
    }

    /// The text of the field of a figure.
    pub(super) fn text(self, key: &FigureKey) -> String {
        let typed = self.typed.with(|typed| typed.get(key).cloned());
        typed.unwrap_or_else(|| self.value(key).map(|value| write(self.words, key, value)).unwrap_or_default())
    }

    /// The rule that the text of the field breaks.
    pub(super) fn broken(self, key: &FigureKey) -> Option<Rule> {
        let text = self.typed.with(|typed| typed.get(key).cloned())?;
        if text.trim().is_empty() && key.is_optional() {
            return None;
        }
        read(self.words, key, &text).err()
    }

    /// How the saving of a figure goes.
    pub(super) fn saving_of(self, key: &FigureKey) -> Option<Saving> {
        self.saving.with(|saving| saving.get(key).cloned())
    }

    /// What the typed shares of a service come to, 0 to 1 and more.
    pub(super) fn mix_sum(self, keys: &[FigureKey]) -> f64 {
        keys.iter().filter_map(|key| self.current(key)).sum()
    }
}

/// Reads what was typed for a figure into its unit: shares are typed in percent.
///
/// # Errors
/// The rule that the text breaks.
pub(crate) fn read(words: Words, key: &FigureKey, text: &str) -> Result<f64, Rule> {
    parse(key, text, language(words))
}

fn parse(key: &FigureKey, text: &str, language: Language) -> Result<f64, Rule> {
    let text = text.trim().trim_end_matches('%');
    let typed = parse_decimal(text, language)?;
    let value = if key.unit() == Unit::Share { typed / 100.0 } else { typed };
    match key.broken_rule(value) {
        None => Ok(value),
        Some(rule) => Err(in_typed_unit(key, rule)),
    }
}

/// The rule as the reader sees the number: bounds of shares in percent.
pub(crate) fn in_typed_unit(key: &FigureKey, rule: Rule) -> Rule {
    let factor = if key.unit() == Unit::Share { 100.0 } else { 1.0 };
    match rule {
        Rule::TooSmall { min } => Rule::TooSmall { min: min * factor },
        Rule::TooGreat { max } => Rule::TooGreat { max: max * factor },
        other => other,
    }
}

/// Writes a figure's number as it is typed: no more decimals than it has.
pub(crate) fn write(words: Words, key: &FigureKey, value: f64) -> String {
    let value = if key.unit() == Unit::Share { value * 100.0 } else { value };
    let decimals = (0..4_u8).find(|&decimals| {
        let scale = 10_f64.powi(i32::from(decimals));
        ((value * scale).round() / scale - value).abs() < 1e-9
    });
    crate::ui::format::number(words, value, decimals.unwrap_or(4))
}

/// The figures that count: what is saved, with what is typed over it.
fn counted(
    words: Words,
    plan: StoredValue<Arc<Plan>>,
    saved: RwSignal<BTreeMap<FigureKey, Figure>>,
    typed: RwSignal<BTreeMap<FigureKey, String>>,
) -> BTreeMap<FigureKey, f64> {
    let mut figures = saved.with(values);
    typed.with(|typed| overlay(&plan.get_value(), &mut figures, typed, language(words)));
    figures
}

fn values(figures: &BTreeMap<FigureKey, Figure>) -> BTreeMap<FigureKey, f64> {
    figures.iter().filter_map(|(key, figure)| Some((key.clone(), figure.value?))).collect()
}

/// Lays what is typed, and makes sense, over the saved figures. A mix counts once it adds up.
fn overlay(
    plan: &Plan,
    figures: &mut BTreeMap<FigureKey, f64>,
    typed: &BTreeMap<FigureKey, String>,
    language: Language,
) {
    let saved = figures.clone();
    for (key, text) in typed {
        if key.is_optional() && text.trim().is_empty() {
            figures.remove(key);
        } else if let Ok(value) = parse(key, text, language) {
            figures.insert(key.clone(), value);
        }
    }
    for (service, _) in &plan.services {
        let keys = plan.mix(service);
        let sum: f64 = keys.iter().filter_map(|key| figures.get(key)).sum();
        if (sum - 1.0).abs() > SHARE_TOLERANCE {
            for key in keys {
                match saved.get(&key) {
                    Some(&value) => figures.insert(key, value),
                    None => figures.remove(&key),
                };
            }
        }
    }
}

fn outcome(plan: &Plan, figures: &BTreeMap<FigureKey, f64>, last: Option<&Outcome>) -> Outcome {
    match plan.size(figures) {
        Ok(sizing) => Outcome { sizing: Some(Arc::new(sizing)), problem: None },
        Err(problem) => Outcome { sizing: last.and_then(|last| last.sizing.clone()), problem: Some(problem) },
    }
}
