//! What all views of events share: the places, who may do what, which window is open, and when to read anew.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProvinceCode},
    events::{
        Territory,
        time::{day_of, local},
    },
    identity::{Action, policy::act::EditEvents},
};
use wasm_bindgen::JsCast as _;

use super::{
    api::{self, ActEvent, Event, Facilitator, Ground},
    draft::Draft,
};
use crate::{
    i18n::{Words, either, t_string},
    session::Session,
    ui::announce::Announcer,
};

/// A window over the page.
#[derive(Clone)]
pub(super) enum Window {
    /// One event, and what can be done with it.
    Detail(Event),
    /// The form of a new or a known event.
    Form(Draft),
    /// Who came.
    Attendance(Event),
    /// The programme.
    Programme,
}

/// What the views share.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub(super) words: Words,
    pub(super) session: Session,
    pub(super) ground: StoredValue<Ground>,
    pub(super) facilitators: RwSignal<Vec<Facilitator>>,
    /// Grows whenever events changed, here or elsewhere.
    pub(super) again: RwSignal<u32>,
    pub(super) window: RwSignal<Option<Window>>,
    /// The page's own owner: what is typed outlives the window that a form was opened from.
    owner: StoredValue<Option<Owner>>,
    /// The event whose entry takes the focus when the view is drawn next.
    pub(super) focus: StoredValue<Option<String>>,
}

impl Board {
    pub(super) fn new(words: Words, session: Session, ground: Ground) -> Self {
        let facilitators = RwSignal::new(Vec::new());
        if session.may_at_all(Action::ReadAllEvents) {
            wasm_bindgen_futures::spawn_local(async move {
                if let Ok(found) = api::facilitators().await {
                    facilitators.try_set(found);
                }
            });
        }
        Self {
            words,
            session,
            ground: StoredValue::new(ground),
            facilitators,
            again: RwSignal::new(0),
            window: RwSignal::new(None),
            owner: StoredValue::new(Owner::current()),
            focus: StoredValue::new(None),
        }
    }

    /// Opens a form.
    pub(super) fn write(self, draft: impl FnOnce() -> Draft) {
        let owner = self.owner.get_value();
        let draft = if let Some(owner) = owner { owner.with(draft) } else { draft() };
        self.window.set(Some(Window::Form(draft)));
    }

    /// Reads anew, closes the window, and says what was done.
    pub(super) fn done(self, said: String) {
        Announcer::say(said);
        self.window.try_set(None);
        self.again.try_update(|again| *again += 1);
    }

    /// Whether whoever is signed in plans events there.
    pub(super) fn may_edit(self, province: Option<&str>, cpi: Option<&str>) -> bool {
        let province = province.and_then(|code| ProvinceCode::new(code).ok());
        let cpi = cpi.and_then(|code| CpiCode::new(code).ok());
        self.session.may::<EditEvents>(&Territory::of(province, cpi).resource())
    }

    /// Whether whoever is signed in plans this event.
    pub(super) fn may_edit_event(self, event: &Event) -> bool {
        let province = event.province.as_ref().map(|province| &*province.code);
        self.may_edit(province, event.cpi.as_ref().map(|cpi| &*cpi.code))
    }

    /// The name of a requirement.
    pub(super) fn requirement(self, code: &str) -> String {
        let named = |row: &ActEvent| either(self.words, &row.title_it, &row.title_en).to_owned();
        let found = self.ground.with_value(|ground| ground.act_events.iter().find(|row| row.code == code).map(named));
        found.unwrap_or_else(|| code.to_owned())
    }

    /// The name of a place: a job centre's, a province's, or the region.
    pub(super) fn place(self, province: Option<&str>, cpi: Option<&str>) -> String {
        self.ground.with_value(|ground| {
            let cpi = ground.cpis.nodes.iter().find(|known| Some(&*known.code) == cpi).map(|cpi| cpi.name.clone());
            let known = ground.provinces.iter().find(|known| Some(&*known.code) == province);
            cpi.or_else(|| known.map(|province| province.name.clone()))
                .unwrap_or_else(|| t_string!(self.words, events.region).to_owned())
        })
    }

    /// The name of who holds an event.
    pub(super) fn facilitator(self, code: &str) -> String {
        let named =
            |all: &Vec<Facilitator>| all.iter().find(|known| known.code == code).map(|known| known.name.clone());
        self.facilitators.with(named).unwrap_or_else(|| code.to_owned())
    }
}

/// Today, in Rome.
pub(crate) fn today() -> Date {
    let now = Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH);
    day_of(now)
}

/// An instant of the API.
pub(crate) fn parsed(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A day as the language writes it: `lun 22/03/2027`.
pub(crate) fn day_text(words: Words, day: Date) -> String {
    let names = match words.get_locale() {
        crate::i18n::Locale::it => ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
        crate::i18n::Locale::en => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    let name =
        names.get(usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())).copied().unwrap_or_default();
    format!("{name} {:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// When an event is: its day, and from when to when.
pub(super) fn when_text(words: Words, event: &Event) -> String {
    let (start, end) = (local(parsed(&event.start.0)), local(parsed(&event.end.0)));
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let last = if end.date() == start.date() { String::new() } else { format!("{} ", day_text(words, end.date())) };
    format!("{}, {}–{last}{}", day_text(words, start.date()), clock(start.time()), clock(end.time()))
}

/// The hour at which an event begins.
pub(super) fn hour_text(event: &Event) -> String {
    let start = local(parsed(&event.start.0)).time();
    format!("{:02}:{:02}", start.hour(), start.minute())
}

/// Gives the focus to an element once it is drawn.
pub(super) fn focus_soon(id: String, frames: u32) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
        match found {
            Some(found) => drop(found.focus()),
            None if frames > 0 => focus_soon(id, frames - 1),
            None => {}
        }
    });
}
