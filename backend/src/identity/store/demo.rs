//! The accounts of the demo.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};

use super::accounts::{account_by_email, grants_put, password_put};
use crate::{
    cx::WriteStamp,
    db::{Tx, Write, take_turn},
    error::{Context as _, Result},
    identity::{demo::DemoAccount, entity::account},
};

/// Makes the accounts that are missing, and gives all of them the password.
pub(crate) struct DemoPut {
    pub(crate) accounts: Vec<DemoAccount>,
    /// The password's hash.
    pub(crate) password: String,
    pub(crate) stamp: WriteStamp,
}

impl Write for DemoPut {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        take_turn(tx).await?;
        for wanted in &self.accounts {
            let known = account_by_email(tx, &wanted.email).await?;
            let id = if let Some(account) = known {
                account.id
            } else {
                let model = account::Model {
                    id: wanted.id,
                    email: wanted.email.clone(),
                    name: wanted.name.clone(),
                    password: None,
                    active: true,
                    demo: true,
                    created_at: self.stamp.at,
                    signed_in_at: None,
                    elsewhere: false,
                };
                let new = model.into_active_model().reset_all();
                account::Entity::insert(new).exec_without_returning(tx).await.context("making a demo account")?;
                grants_put(tx, wanted.id, &wanted.grants).await?;
                wanted.id
            };
            password_put(tx, id, &self.password).await?;
        }
        Ok(())
    }
}
