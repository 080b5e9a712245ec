//! The kinds of partnership that the act speaks of.

use serde::{Deserialize, Serialize};

use crate::{number::Language, organisations::named};

named! {
    /// The kind of a partnership.
    Kind {
        /// An agreement of partners who do something together.
        Agreement = "AGREEMENT", "accordo", "agreement";
        /// A partnership, as the act asks for them for the beneficiaries of the Reddito di Cittadinanza.
        Partnership = "PARTNERSHIP", "partenariato", "partnership";
        /// A convention between administrations.
        Convention = "CONVENTION", "convenzione", "convention";
        /// A protocol of understanding.
        Protocol = "PROTOCOL", "protocollo d'intesa", "protocol of understanding";
        /// A network.
        Network = "NETWORK", "rete", "network";
        /// A table at which partners meet.
        Table = "TABLE", "tavolo", "table";
        /// A body that steers.
        SteeringBody = "STEERING_BODY", "organismo di pilotaggio", "steering body";
        /// A working group.
        WorkingGroup = "WORKING_GROUP", "gruppo di lavoro", "working group";
        /// Relations without a paper.
        Relation = "RELATION", "rapporti di collaborazione", "working relations";
        /// A plan of actions that was agreed.
        ActionPlan = "ACTION_PLAN", "piano d'azione", "action plan";
        /// A plan of support to a school.
        SupportPlan = "SUPPORT_PLAN", "piano di supporto", "support plan";
    }
}
