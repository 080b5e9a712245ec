//! One-time links: where they lead, and the letter that carries one when a server for e-mail is set.
//!
//! The secret stands after the `#`, so that no server, proxy or log ever sees it in an address.

use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor, message::Mailbox};
use shared::identity::account::LinkPurpose;

use super::store::LINK_DAYS;
use crate::{
    config::Settings,
    error::{Context as _, Result},
};

/// The address that a link's secret is followed at.
pub(crate) fn link_address(settings: &Settings, secret: &str) -> String {
    format!("{}/benvenuto#{secret}", settings.public_url)
}

/// Sends a link, when e-mail is set up. Says whether it was sent; a letter that fails is logged, and the link is still shown.
pub(crate) async fn link_send(settings: &Settings, to: &str, name: &str, purpose: LinkPurpose, address: &str) -> bool {
    let Some((server, from)) = &settings.mail else { return false };
    match send(server, from, to, name, purpose, address).await {
        Ok(()) => true,
        Err(error) => {
            let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            let causes: Vec<String> = causes.map(ToString::to_string).collect();
            tracing::error!(?causes, "a letter with a link was not sent");
            false
        }
    }
}

async fn send(server: &str, from: &str, to: &str, name: &str, purpose: LinkPurpose, address: &str) -> Result<()> {
    let (subject, text) = letter(name, purpose, address);
    let to = Mailbox::new(Some(name.to_owned()), to.parse().context("reading the address of a letter")?);
    let message = Message::builder()
        .from(from.parse().context("reading the sender of letters")?)
        .to(to)
        .subject(subject)
        .body(text)
        .context("writing a letter")?;
    let transport =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(server).context("reading the mail server's address")?;
    transport.build().send(message).await.map(|_| ()).context("sending a letter")
}

/// The subject and the text, Italian first: nobody knows yet which language the reader prefers.
fn letter(name: &str, purpose: LinkPurpose, address: &str) -> (&'static str, String) {
    let (subject, it, en) = match purpose {
        LinkPurpose::Reset => (
            "Tavoliere: una nuova password",
            "puoi scegliere una nuova password da questo indirizzo",
            "you can choose a new password at this address",
        ),
        LinkPurpose::First | LinkPurpose::Invitation => (
            "Tavoliere: il tuo invito",
            "sei stato invitato al Tavoliere, la plancia di pianificazione dei servizi per il lavoro pugliesi. Scegli la \
             password da questo indirizzo",
            "you are invited to Tavoliere, the planning board of Puglia's public employment services. Choose your \
             password at this address",
        ),
    };
    let text = format!(
        "Buongiorno {name},\n{it}:\n\n{address}\n\nVale una volta sola, per {LINK_DAYS} giorni. Se non l'aspettavi, non fare nulla.\n\n\
         Hello {name},\n{en}:\n\n{address}\n\nIt works once, within {LINK_DAYS} days. If you did not expect it, do nothing.\n"
    );
    (subject, text)
}
