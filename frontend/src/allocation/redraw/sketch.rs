//! What is tried out, and all that follows from it: the catchments as they would be, sized by the code that the server runs.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::{
    code::MunicipalityCode,
    staffing::{
        Sizing, Totals,
        catchment::{Moves, Refusal, Trail},
    },
};

use super::{
    address::Address,
    api::{Known, Town},
};
use crate::{
    i18n::{Words, fill, t_string},
    ui::{announce::Announcer, format::pressure},
};

/// Full-time equivalents by which sums in another order may differ.
const LAST_BITS: f64 = 1e-6;

/// A CPI, or the region, before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Effect {
    pub(super) working_age: (u64, u64),
    pub(super) totals: (Totals, Totals),
}

/// What is tried out: cheap to copy, all of it signals.
#[derive(Clone, Copy)]
pub(super) struct Sketch {
    pub(super) known: Memo<Arc<Known>>,
    pub(super) at: Address,
    /// The moves that can be.
    pub(super) moves: Memo<Moves>,
    /// Those of the address that cannot, each with the reason.
    pub(super) refused: Memo<BTreeMap<MunicipalityCode, Refusal>>,
    pub(super) trail: RwSignal<Trail>,
    pub(super) before: Memo<Option<Arc<Sizing>>>,
    pub(super) after: Memo<Option<Arc<Sizing>>>,
    /// Every CPI before and after, shape `[cpis]`.
    pub(super) effects: Memo<Vec<Effect>>,
    /// The municipality that is chosen, by its place.
    pub(super) chosen: RwSignal<Option<usize>>,
    /// What the last step did, in words.
    pub(super) told: RwSignal<String>,
    /// The municipality whose field has the focus and has sent it somewhere: whoever goes through the options by the arrows takes
    /// one step, not one an option.
    held: StoredValue<Option<Held>>,
}

/// What stood before the step of a field that still has the focus.
#[derive(Clone, Debug)]
struct Held {
    town: usize,
    moves: Moves,
    effects: Vec<Effect>,
}

impl Sketch {
    pub(super) fn new(known: Memo<Arc<Known>>, at: Address) -> Self {
        let sifted = Memo::new(move |_| known.with(|known| at.moves.with(|moves| known.catchments.sift(moves))));
        let moves = Memo::new(move |_| sifted.with(|(moves, _)| moves.clone()));
        let before = Memo::new(move |_| known.with(|known| sized(known, &Moves::none())).map(Arc::new));
        let after = Memo::new(move |_| {
            let after = known.with(|known| moves.with(|moves| sized(known, moves)))?;
            Some(Arc::new(before.with(|before| before.as_ref().map(|before| after.staffed_as(before)))?))
        });
        let effects = Memo::new(move |_| {
            let (before, after) = (before.get(), after.get());
            known.with(|known| moves.with(|moves| effects(known, moves, before.as_deref(), after.as_deref())))
        });
        let refused = Memo::new(move |_| sifted.with(|(_, refused)| refused.clone()));
        let (trail, chosen, told) =
            (RwSignal::new(Trail::default()), RwSignal::new(None), RwSignal::new(String::new()));
        let held = StoredValue::new(None);
        Self { known, at, moves, refused, trail, before, after, effects, chosen, told, held }
    }

    /// The municipality at a place of the list.
    pub(super) fn town(&self, town: usize) -> Option<Town> {
        self.known.with(|known| known.towns.get(town).cloned())
    }

    /// The CPI that serves a municipality once it was moved, by its place.
    pub(super) fn target(&self, town: usize) -> usize {
        self.known.with(|known| {
            let Some(town) = known.towns.get(town) else { return 0 };
            let sent = self.moves.with(|moves| moves.target(&town.code).cloned());
            sent.and_then(|cpi| known.plan.cpis.iter().position(|known| known.code == cpi)).unwrap_or(town.cpi)
        })
    }

    /// Sends a municipality to a CPI; to its own, it comes back.
    pub(super) fn send(&self, words: Words, town: usize, cpi: usize) {
        let (known, now) = (self.known.get_untracked(), self.moves.get_untracked());
        let Some((sent, cpi)) = known.towns.get(town).zip(known.plan.cpis.get(cpi)) else { return };
        let next = known.catchments.settled(&now.with(sent.code.clone(), cpi.code.clone()));
        if let Some(held) = self.held.get_value().filter(|held| held.town == town) {
            self.show(words, &held.moves, &held.effects, &next);
        } else {
            let effects = self.effects.get_untracked();
            self.step(words, &next);
            self.held.set_value(Some(Held { town, moves: now, effects }));
        }
    }

    /// Whatever a field sends next is a step of its own.
    pub(super) fn release(&self) {
        self.held.set_value(None);
    }

    /// Makes these the moves, as one step that can be taken back.
    pub(super) fn step(&self, words: Words, next: &Moves) {
        let now = self.moves.get_untracked();
        self.release();
        if *next != now {
            self.trail.update(|trail| trail.record(now.clone()));
            self.show(words, &now, &self.effects.get_untracked(), next);
        }
    }

    /// Takes back the last step, or does it again.
    pub(super) fn step_back(&self, words: Words, redo: bool) {
        let now = self.moves.get_untracked();
        self.release();
        let step = |trail: &mut Trail| if redo { trail.redo(now.clone()) } else { trail.undo(now.clone()) };
        if let Some(next) = self.trail.try_update(step).flatten() {
            self.show(words, &now, &self.effects.get_untracked(), &next);
        }
    }

    /// Shows the next moves, and tells how they differ from what stood before, and what that did.
    fn show(&self, words: Words, before: &Moves, was: &[Effect], next: &Moves) {
        self.at.set(next.clone());
        let text = self.tell(words, before, next, was);
        self.told.set(text.clone());
        Announcer::say(text);
    }

    /// What a step did: where a municipality went, and what that makes of both CPIs.
    fn tell(&self, words: Words, now: &Moves, next: &Moves, was: &[Effect]) -> String {
        let (known, is) = (self.known.get_untracked(), self.effects.get_untracked());
        let place = |town: &Town, moves: &Moves| {
            let sent = moves.target(&town.code);
            sent.and_then(|cpi| known.plan.cpis.iter().position(|it| it.code == *cpi)).unwrap_or(town.cpi)
        };
        let went: Vec<(&Town, usize, usize)> = known
            .towns
            .iter()
            .map(|town| (town, place(town, now), place(town, next)))
            .filter(|(_, from, to)| from != to)
            .collect();
        let [(town, from, to)] = went.as_slice() else {
            return fill(t_string!(words, redraw.told_many), &[("n", &went.len().to_string())]);
        };
        let name = |cpi: usize| known.plan.cpis.get(cpi).map(|cpi| cpi.name.clone()).unwrap_or_default();
        let load = |all: &[Effect], cpi: usize| {
            let after = all.get(cpi).map(|effect| effect.totals.1).unwrap_or_default();
            pressure(words, after.pressure())
        };
        let values = [
            ("town", town.name.clone()),
            ("from", name(*from)),
            ("to", name(*to)),
            ("from_before", load(was, *from)),
            ("from_after", load(&is, *from)),
            ("to_before", load(was, *to)),
            ("to_after", load(&is, *to)),
        ];
        fill(t_string!(words, redraw.told), &values.each_ref().map(|(key, value)| (*key, value.as_str())))
    }

    /// The CPIs of which something becomes another number, by their places: those that lose or receive somebody, and those whose
    /// province is split anew because of it.
    pub(super) fn touched(&self) -> Vec<usize> {
        self.effects.with(|effects| {
            let is_touched = |effect: &Effect| {
                let (before, after) = effect.totals;
                effect.working_age.0 != effect.working_age.1 || (before.required - after.required).abs() > LAST_BITS
            };
            (0..effects.len()).filter(|&cpi| is_touched(&effects[cpi])).collect()
        })
    }

    /// The region before and after.
    pub(super) fn region(&self) -> Effect {
        self.effects.with(|effects| {
            effects.iter().fold(Effect::default(), |sum, one| Effect {
                working_age: (sum.working_age.0 + one.working_age.0, sum.working_age.1 + one.working_age.1),
                totals: (sum.totals.0 + one.totals.0, sum.totals.1 + one.totals.1),
            })
        })
    }
}

/// The sizing once the moves are made. `None` while the figures contradict each other.
fn sized(known: &Known, moves: &Moves) -> Option<Sizing> {
    let catchments = known.catchments.redrawn(moves).ok()?;
    Sizing::of(known.assumptions.as_ref()?, &catchments).ok()
}

fn effects(known: &Known, moves: &Moves, before: Option<&Sizing>, after: Option<&Sizing>) -> Vec<Effect> {
    let placed = known.played.as_ref().map(|played| played.placed.as_slice()).unwrap_or_default();
    let totals = |sizing: Option<&Sizing>| sizing.map(|it| Totals::of_cpis(it, placed)).unwrap_or_default();
    let (was, is) = (totals(before), totals(after));
    let people = known.catchments.redrawn(moves).unwrap_or_default();
    let people = known.catchments.as_they_are().iter().zip(people);
    let people = people.map(|(before, after)| (before.working_age, after.working_age));
    was.into_iter().zip(is).zip(people).map(|(totals, working_age)| Effect { working_age, totals }).collect()
}
