//! The demo: its accounts are made, and told to whoever started the server.

use std::path::Path;

use super::tell;
use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    error::{Context as _, Result},
    identity::{demo::demo_accounts, new_secret},
};

/// The variable that chooses the password of the demo; without it one is made and kept in the data folder.
const PASSWORD: &str = "TAVOLIERE_DEMO_PASSWORD";

/// Makes the accounts and prints them.
pub(super) async fn prepare(db: &Db, clock: &Clock, config: &Config) -> Result<()> {
    let password = match std::env::var(PASSWORD) {
        Ok(chosen) if !chosen.is_empty() => chosen,
        _ => kept(&config.data_dir)?,
    };
    let accounts = demo_accounts(db, clock, &password).await?;
    let told: Vec<String> =
        accounts.iter().map(|account| format!("  {:<42} {}\n", account.email, account.name)).collect();
    let text = told.concat();
    tell(&format!(
        "\nThis is a demo. Sign in with any of these addresses:\n{text}The password of all of them:  {password}\n"
    ))
}

/// The password of this data folder: the same at every start.
fn kept(folder: &Path) -> Result<String> {
    let path = folder.join("demo-password");
    if let Ok(password) = std::fs::read_to_string(&path)
        && !password.trim().is_empty()
    {
        return Ok(password.trim().to_owned());
    }
    std::fs::create_dir_all(folder).context("making the data folder")?;
    let password: String = new_secret()?.chars().filter(char::is_ascii_alphanumeric).take(18).collect();
    std::fs::write(&path, &password).context("keeping the demo's password")?;
    readable_by_owner_only(&path)?;
    Ok(password)
}

#[cfg(unix)]
fn readable_by_owner_only(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).context("closing the demo's password")
}

#[cfg(not(unix))]
fn readable_by_owner_only(_path: &Path) -> Result<()> {
    Ok(())
}
