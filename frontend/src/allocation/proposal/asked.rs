//! What was asked for, and what a difference between two plans comes to in the objective's own words and units.

use shared::staffing::allocate::{Alternative, Evidence, Exchange, Level, Measures, Objective, Room};

use super::ask::LEVELS;
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{number, pressure},
};

/// The objective that an answer is about, and where it is measured.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Asked {
    pub(super) objective: Objective,
    pub(super) level: Level,
}

/// A pressure that may be infinite.
pub(super) fn level_of(words: Words, value: Option<f64>) -> String {
    pressure(words, value.unwrap_or(f64::INFINITY))
}

impl Asked {
    /// `per CPI`.
    pub(super) fn level(self, words: Words) -> &'static str {
        LEVELS.iter().find(|(_, level, _)| *level == self.level).map_or("", |(_, _, text)| text(words))
    }

    /// Hours a year, or operators.
    fn amount(self, words: Words, value: f64) -> String {
        number(words, value, if self.objective == Objective::LeastUnmet { 1 } else { 3 })
    }

    /// What an alternative loses; `None` for Hamilton's rule, whose squares say nothing to anybody.
    pub(super) fn loss(self, words: Words, now: &Measures, other: &Alternative) -> Option<String> {
        if let Some(loss) = other.loss {
            let text = match self.objective {
                Objective::LeastUnmet => t_string!(words, proposal.loss_hours),
                _ => t_string!(words, proposal.loss_operators),
            };
            return Some(fill(text, &[("n", &self.amount(words, loss))]));
        }
        if self.objective == Objective::Equity && other.worst_pressure != now.worst_pressure {
            let worst = level_of(words, other.worst_pressure);
            return Some(fill(t_string!(words, proposal.loss_worst), &[("worst", &worst)]));
        }
        other.exchange.map(|exchange| self.exchange(words, exchange))
    }

    /// What more room gains.
    pub(super) fn gain(self, words: Words, now: &Measures, room: &Room) -> Option<String> {
        if let Some(gain) = room.gain {
            let text = match self.objective {
                Objective::LeastUnmet => t_string!(words, proposal.gain_hours),
                _ => t_string!(words, proposal.gain_operators),
            };
            return Some(fill(text, &[("n", &self.amount(words, gain))]));
        }
        if self.objective == Objective::Equity && room.worst_pressure != now.worst_pressure {
            let ends =
                [("now", &*level_of(words, now.worst_pressure)), ("worst", &*level_of(words, room.worst_pressure))];
            return Some(fill(t_string!(words, proposal.gain_worst), &ends));
        }
        room.exchange.map(|exchange| self.exchange(words, exchange))
    }

    fn exchange(self, words: Words, exchange: Exchange) -> String {
        let text = match self.objective {
            Objective::Equity => t_string!(words, proposal.level_exchange),
            _ if exchange.after == Some(0.0) => t_string!(words, proposal.rule_more),
            _ if exchange.before == Some(0.0) => t_string!(words, proposal.rule_less),
            _ => t_string!(words, proposal.rule_exchange),
        };
        let (before, after) = (level_of(words, exchange.before), level_of(words, exchange.after));
        fill(text, &[("before", &before), ("after", &after)])
    }

    /// How far from the best a plan may be whose search was stopped.
    pub(super) fn gap(self, words: Words, worst: Option<f64>, proof: &Evidence) -> Option<String> {
        match self.objective {
            Objective::LeastUnmet | Objective::Proportional => {
                let text = match self.objective {
                    Objective::LeastUnmet => t_string!(words, proposal.gap_hours),
                    _ => t_string!(words, proposal.gap_operators),
                };
                Some(fill(text, &[("n", &self.amount(words, proof.gap?))]))
            }
            Objective::Equity => {
                let least = proof.worst_at_least?;
                let is_met = worst.is_some_and(|worst| worst <= least);
                let text =
                    if is_met { t_string!(words, proposal.gap_met) } else { t_string!(words, proposal.gap_worst) };
                Some(fill(text, &[("least", &pressure(words, least)), ("worst", &level_of(words, worst))]))
            }
            Objective::Apportionment { .. } => Some(t_string!(words, proposal.gap_rule).to_owned()),
        }
    }
}
