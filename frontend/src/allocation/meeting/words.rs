//! What stances and meetings are called.

use shared::staffing::meeting::Stance;

use super::ToldMeeting;
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::instant,
};

/// What a stance is called.
pub(super) fn name_of(words: Words, stance: Stance) -> &'static str {
    match stance {
        Stance::Favourable => t_string!(words, meeting.favourable),
        Stance::Conditional => t_string!(words, meeting.conditional),
        Stance::Contrary => t_string!(words, meeting.contrary),
        Stance::Abstaining => t_string!(words, meeting.abstaining),
    }
}

/// How many said what, those stances alone that somebody has.
pub(super) fn counts(words: Words, meeting: &ToldMeeting) -> String {
    let count = |stance: Stance| meeting.opinions.iter().filter(|it| Stance::from(it.stance) == stance).count();
    let told = Stance::ALL.into_iter().map(|stance| (stance, count(stance))).filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(stance, count)| format!("{}: {count}", name_of(words, stance))).collect();
    if told.is_empty() { t_string!(words, meeting.no_opinions).to_owned() } else { told.join(" · ") }
}

/// Who leads since when.
pub(super) fn led(words: Words, meeting: &ToldMeeting) -> String {
    let at = instant(words, &meeting.begun_at.0);
    fill(t_string!(words, meeting.led), &[("name", &meeting.led_by), ("at", &at)])
}
