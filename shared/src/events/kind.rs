//! What kinds of events there are: those that the act names.

use super::named;

named! {
    /// A kind of event.
    EventKind {
        /// A session that hands methods and tools to operators.
        TransferSession = "TRANSFER_SESSION",
        /// A session that informs the people who are served.
        InformationSession = "INFORMATION_SESSION",
        /// A meeting on how what was handed over is used.
        FollowUp = "FOLLOW_UP",
        /// A session of training.
        TrainingSession = "TRAINING_SESSION",
        /// A course of several sessions.
        Course = "COURSE",
        /// A workshop.
        Workshop = "WORKSHOP",
        /// A focus group.
        FocusGroup = "FOCUS_GROUP",
        /// A meeting to learn from one another.
        Exchange = "EXCHANGE",
        /// A meeting.
        Meeting = "MEETING",
        /// A sitting of an institutional or thematic table.
        Table = "TABLE",
        /// A seminar.
        Seminar = "SEMINAR",
        /// An event of a territory: animation, employer days.
        Event = "EVENT",
        /// A career day.
        CareerDay = "CAREER_DAY",
        /// Guidance of students and families.
        Orientation = "ORIENTATION",
        /// Interviews one by one.
        Interview = "INTERVIEW",
    }
}

impl EventKind {
    /// Whether such an event is usually open to everybody, and takes a whole day.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Seminar | Self::Event | Self::CareerDay | Self::Orientation)
    }

    /// Whether such an event takes morning and afternoon.
    pub fn is_whole_day(self) -> bool {
        matches!(self, Self::Event | Self::CareerDay)
    }
}
