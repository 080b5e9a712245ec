//! The tables of those who work on a scenario at once.

/// An open page of a scenario, and the cell that its reader is in.
pub(crate) mod presence {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_presence")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub scenario_id: Uuid,
        pub account_id: Uuid,
        pub name: String,
        pub cpi: Option<String>,
        pub profile: Option<String>,
        /// What it shows, where others follow it: the query of its address.
        pub look: Option<String>,
        /// Since when it is in that cell.
        pub moved_at: DateTimeUtc,
        /// When it was there last. What was not seen for long is gone.
        pub seen_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is said of one place of a scenario.
pub(crate) mod thread {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_thread")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub scenario_id: Uuid,
        /// The scenario's revision that its first comment made: its place among the scenario's threads.
        pub begun: i64,
        pub cpi: String,
        /// None: of the whole job centre.
        pub profile: Option<String>,
        pub resolved: bool,
        pub resolved_by: Option<String>,
        pub resolved_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One comment of a thread.
pub(crate) mod comment {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_comment")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub thread_id: Uuid,
        /// The scenario's revision that it made: its place in the thread.
        pub made: i64,
        pub account_id: Uuid,
        pub by: String,
        pub at: DateTimeUtc,
        pub edited_at: Option<DateTimeUtc>,
        /// Its author took it back: its text is gone, and whom it mentioned.
        pub deleted: bool,
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Someone whom a comment mentions.
pub(crate) mod mention {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_mention")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub comment_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        /// The name by which the comment calls them.
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A decision between scenarios.
pub(crate) mod decision {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_decision")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Its place in the log of all decisions.
        pub made: i64,
        pub chosen: Uuid,
        pub reason: String,
        pub act: Option<String>,
        /// What was compared, as it was.
        pub compared: Json,
        pub by: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A meeting at a scenario.
pub(crate) mod meeting {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_meeting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub scenario_id: Uuid,
        /// The scenario's revision that began it: its place among the scenario's meetings.
        pub begun: i64,
        pub begun_at: DateTimeUtc,
        pub leader_id: Uuid,
        pub leader: String,
        /// None while it is on.
        pub ended_at: Option<DateTimeUtc>,
        pub ended_by: Option<String>,
        pub outcome: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What someone said of a scenario at a meeting.
pub(crate) mod opinion {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_opinion")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub meeting_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub by: String,
        pub stance: String,
        pub remark: Option<String>,
        /// The scenario's revision of which it is.
        pub revision: i64,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
