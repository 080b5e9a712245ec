//! The accounts of the demo: one for each part and province. A server that is not a demo lets none of them in.

use shared::identity::{Grant, Role};
use uuid::Uuid;

use super::{password_hash, store::DemoPut};
use crate::{
    clock::{Clock, new_id},
    cx::{Cx, Who},
    db::Db,
    error::Result,
};

/// One account of the demo.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// Its address.
    pub email: String,
    /// Its name.
    pub name: String,
    pub(crate) grants: Vec<Grant>,
    pub(crate) id: Uuid,
}

/// The parts that the demo shows, with a person for each.
const PEOPLE: [(&str, &str, Role, Option<&str>); 12] = [
    ("amministratrice", "Ada Amministratrice", Role::Administrator, None),
    ("pianificatrice", "Paola Pianificatrice", Role::Planner, None),
    ("pianificatore", "Piero Pianificatore", Role::Planner, None),
    ("bari", "Barbara di Bari", Role::Coordinator, Some("BA")),
    ("brindisi", "Bruno di Brindisi", Role::Coordinator, Some("BR")),
    ("bat", "Berta della BAT", Role::Coordinator, Some("BT")),
    ("foggia", "Fabio di Foggia", Role::Coordinator, Some("FG")),
    ("lecce", "Lucia di Lecce", Role::Coordinator, Some("LE")),
    ("taranto", "Tonio di Taranto", Role::Coordinator, Some("TA")),
    ("cpi-foggia", "Carla del CPI di Foggia", Role::CpiHead, Some("FG03")),
    ("partner", "Renato del partenariato", Role::Partner, Some("ORG-001")),
    ("lettrice", "Lia Lettrice", Role::Reader, None),
];

/// Makes the accounts of the demo where they are missing, and gives all of them this password. Tells who they are.
///
/// # Errors
/// When the database fails.
pub async fn demo_accounts(db: &Db, clock: &Clock, password: &str) -> Result<Vec<DemoAccount>> {
    let mut accounts: Vec<DemoAccount> = Vec::new();
    for (local, name, role, scope) in PEOPLE {
        let grants: Vec<Grant> = Grant::new(role, scope).into_iter().collect();
        accounts.push(DemoAccount {
            email: format!("{local}@demo.example"),
            name: name.to_owned(),
            grants,
            id: new_id(),
        });
    }
    let administrator = Grant::new(Role::Administrator, Some("ORG-001"));
    accounts.push(DemoAccount {
        email: "partner-amministratore@demo.example".to_owned(),
        name: "Anna del partenariato".to_owned(),
        grants: administrator.into_iter().chain(Grant::new(Role::Partner, Some("ORG-001"))).collect(),
        id: new_id(),
    });
    let password = password_hash(password.to_owned()).await?;
    let stamp = Cx::system(db.clone(), clock.clone(), Who::system()).mark("demo");
    db.write_patiently(&DemoPut { accounts: accounts.clone(), password, stamp }).await?;
    Ok(accounts)
}
