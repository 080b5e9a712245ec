//! The statements of the events.

mod address;
mod attendance;
mod create;
mod ground;
mod held;
mod known;
mod places;
mod read;
mod rows;
mod staff;
mod step;
mod update;

pub(crate) use address::{AddressEnd, AddressMake, AddressRenew, AddressTouch, Mark, address_by_hash, address_list};
pub(crate) use attendance::EventAttendanceSet;
pub(crate) use create::{EventsCreate, NewEvent};
pub(crate) use ground::{
    act_event_list, events_seed, facilitator_list, facilitator_list_by_code, patron_day_list, requirement_of,
};
pub(crate) use held::{Held, held_list, requirement_lines};
pub(crate) use places::{EventRegister, RegisterLeave, line_of, registration_list};
pub(crate) use read::{
    EventFilter, counted_list, event_count, event_find, event_list, event_list_between, feed_event_list,
    public_event_list, single_event_find,
};
pub(crate) use staff::FacilitatorSet;
pub(crate) use step::EventStep;
pub(crate) use update::EventUpdate;
