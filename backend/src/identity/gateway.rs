//! The administration's own gateway (IAM Proxy Italia, Keycloak), by OpenID Connect: authorisation code with PKCE.
//!
//! It speaks SPID and CIE; we speak to it alone. It says who someone is, by issuer and subject. What they may do it never
//! says: a claim about roles or an address is not even read.
//!
//! What a journey there needs to be proved on return comes from one secret that only the browser keeps (`state`, `nonce`,
//! PKCE's verifier), so that another browser cannot end what this one began.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, LanguageTag, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, TokenResponse as _,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreTokenResponse},
};
use tokio::{sync::Mutex, time::Instant};

use super::{hash_of, store::Identified};
use crate::config::Oidc;

/// Where the gateway sends a browser back to.
pub(crate) const CALLBACK: &str = "/account/oidc/callback";

/// How long what the gateway says of itself is believed, its keys with it.
const KNOWN: Duration = Duration::from_hours(1);
/// How long after a failure nobody asks it again: whoever presses its button is told at once.
const PAUSE: Duration = Duration::from_secs(5);
/// How long it may take to connect, and to answer: discovery, exchange and newer keys fit into the time of one request.
const TIMES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(3));

/// Why nobody comes in by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It does not answer.
    Unreachable,
    /// What it answers does not hold.
    Untrue,
}

/// The gateway, and what it says of itself, asked when it is needed first.
pub(crate) struct Gateway {
    asked: Oidc,
    public_url: String,
    http: OnceLock<reqwest::Client>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    provider: Option<(Arc<ProviderMetadataWithLogout>, Instant)>,
    failed: Option<Instant>,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Gateway {
    pub(crate) fn new(asked: Oidc, public_url: &str) -> Self {
        Self { asked, public_url: public_url.to_owned(), http: OnceLock::new(), known: Mutex::default() }
    }

    /// What it is called on its button.
    pub(crate) fn name(&self) -> &str {
        &self.asked.name
    }

    /// Whether a state that came back is the one of the browser's secret.
    pub(crate) fn is_state(secret: &str, state: &str) -> bool {
        hash_of(&part(secret, STATE)) == hash_of(state)
    }

    /// Where a browser goes to be identified. `anew`: the gateway asks even whom it knows, so that nobody links the identity of
    /// whoever sat there before.
    pub(crate) async fn departure(&self, secret: &str, anew: bool, language: &str) -> Result<String, Trouble> {
        let provider = self.provider(KNOWN).await?;
        let client = self.client(&provider)?;
        let (state, nonce) = (CsrfToken::new(part(secret, STATE)), Nonce::new(part(secret, NONCE)));
        let verifier = PkceCodeVerifier::new(part(secret, VERIFIER));
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .add_scopes(self.asked.scopes.iter().cloned().map(Scope::new))
            .add_ui_locale(LanguageTag::new(language.to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (address, _, _) = request.url();
        Ok(address.into())
    }

    /// Who someone is, by the code that their browser brought.
    pub(crate) async fn identify(&self, code: String, secret: &str, now: DateTime<Utc>) -> Result<Identified, Trouble> {
        let provider = self.provider(KNOWN).await?;
        let client = self.client(&provider)?;
        let asked = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| untrue("it has no door for codes", &error))?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(part(secret, VERIFIER)));
        let answer = asked.request_async(self.http()?).await.map_err(|error| match &error {
            RequestTokenError::Request(_) => unreachable("exchanging a code", &error),
            _ => untrue("a code was not exchanged", &error),
        })?;
        let token = answer.id_token().ok_or(Trouble::Untrue)?;
        match self.verified(&client, token, &answer, secret, now) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                // It has changed its keys since it was asked last.
                let client = self.client(&*self.provider(Duration::ZERO).await?)?;
                self.verified(&client, token, &answer, secret, now)
            }
            verified => verified,
        }
        .map_err(|error| untrue("a token does not hold", &error))
    }

    /// Checks signature, issuer, audience, end, nonce, and that the tokens belong together.
    fn verified(
        &self,
        client: &Client,
        token: &CoreIdToken,
        answer: &CoreTokenResponse,
        secret: &str,
        now: DateTime<Utc>,
    ) -> Result<Identified, ClaimsVerificationError> {
        let verifier = client.id_token_verifier().set_time_fn(move || now);
        let claims = token.claims(&verifier, &Nonce::new(part(secret, NONCE)))?;
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.asked.client_id) {
            return Err(ClaimsVerificationError::InvalidAudience("it was made for another party".to_owned()));
        }
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
            let key = token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key)
                .map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
            if actual != *expected {
                return Err(ClaimsVerificationError::Other("the access token is of another answer".to_owned()));
            }
        }
        let subject = claims.subject().as_str();
        if subject.is_empty() || subject.chars().count() > MAX_SUBJECT {
            return Err(ClaimsVerificationError::InvalidSubject("it is empty or too long".to_owned()));
        }
        Ok(Identified { issuer: self.asked.issuer.clone(), subject: subject.to_owned() })
    }

    /// Where a browser goes to be signed out there too; none when the gateway knows no such thing, or does not answer soon.
    pub(crate) async fn farewell(&self) -> Option<String> {
        let provider = tokio::time::timeout(FAREWELL, self.provider(KNOWN)).await.ok()?.ok()?;
        let end = provider.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{}/", self.public_url)).ok()?;
        let request = LogoutRequest::from(end).set_client_id(ClientId::new(self.asked.client_id.clone()));
        Some(request.set_post_logout_redirect_uri(back).http_get_url().into())
    }

    fn client(&self, provider: &ProviderMetadataWithLogout) -> Result<Client, Trouble> {
        let back = RedirectUrl::new(format!("{}{CALLBACK}", self.public_url));
        let back = back.map_err(|error| untrue("our own address is none", &error))?;
        let secret = self.asked.client_secret.clone().map(ClientSecret::new);
        let client =
            CoreClient::from_provider_metadata(provider.clone(), ClientId::new(self.asked.client_id.clone()), secret);
        let client = client.set_redirect_uri(back);
        let takes = |method: CoreClientAuthMethod| {
            provider.token_endpoint_auth_methods_supported().is_none_or(|methods| methods.contains(&method))
        };
        let in_body = !takes(CoreClientAuthMethod::ClientSecretBasic) && takes(CoreClientAuthMethod::ClientSecretPost);
        Ok(if in_body { client.set_auth_type(AuthType::RequestBody) } else { client })
    }

    /// What it says of itself, asked again when that is older than `age`.
    async fn provider(&self, age: Duration) -> Result<Arc<ProviderMetadataWithLogout>, Trouble> {
        let mut known = self.known.lock().await;
        if let Some((provider, at)) = &known.provider
            && at.elapsed() < age
        {
            return Ok(Arc::clone(provider));
        }
        if known.failed.is_some_and(|at| at.elapsed() < PAUSE) {
            return Err(Trouble::Unreachable);
        }
        let found = async {
            let issuer =
                IssuerUrl::new(self.asked.issuer.clone()).map_err(|error| untrue("reading its issuer", &error))?;
            let asked = ProviderMetadataWithLogout::discover_async(issuer, self.http()?).await;
            asked.map(Arc::new).map_err(|error| unreachable("asking what it can do", &error))
        };
        match found.await {
            Ok(provider) => {
                *known = Known { provider: Some((Arc::clone(&provider), Instant::now())), failed: None };
                Ok(provider)
            }
            Err(trouble) => {
                known.failed = Some(Instant::now());
                Err(trouble)
            }
        }
    }

    /// The client that asks it. It follows no redirects: an answer that points elsewhere is not the gateway's.
    fn http(&self) -> Result<&reqwest::Client, Trouble> {
        if let Some(made) = self.http.get() {
            return Ok(made);
        }
        let (connect, whole) = TIMES;
        let made = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let made = made.connect_timeout(connect).timeout(whole).build();
        let made = made.map_err(|error| unreachable("making a client", &error))?;
        Ok(self.http.get_or_init(|| made))
    }
}

/// The longest subject that OpenID Connect allows, in characters.
const MAX_SUBJECT: usize = 255;
/// How long someone who signs out may wait for the gateway.
const FAREWELL: Duration = Duration::from_secs(2);

const STATE: &str = "tavoliere 2026-11-25 state of a journey to the gateway";
const NONCE: &str = "tavoliere 2026-11-25 nonce of a journey to the gateway";
const VERIFIER: &str = "tavoliere 2026-11-25 PKCE verifier of a journey to the gateway";

/// What is made of a journey's secret for one use. It cannot be turned back.
fn part(secret: &str, usage: &str) -> String {
    URL_SAFE_NO_PAD.encode(blake3::derive_key(usage, secret.as_bytes()))
}

fn unreachable(doing: &'static str, error: &dyn std::error::Error) -> Trouble {
    tracing::warn!(causes = ?causes(error), doing, "the gateway does not answer");
    Trouble::Unreachable
}

fn untrue(what: &'static str, error: &dyn std::error::Error) -> Trouble {
    tracing::warn!(causes = ?causes(error), what, "what the gateway answered does not hold");
    Trouble::Untrue
}

/// Why, without what was answered: that could name a person.
fn causes(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_a_secret_differs_by_use_and_by_secret() {
        let parts = ["a", "b"].map(|secret| [STATE, NONCE, VERIFIER].map(|usage| part(secret, usage)));
        let mut all: Vec<&String> = parts.iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 6);
        assert!(all.iter().all(|part| part.len() == 43), "PKCE asks for 43 characters at least");
        assert!(Gateway::is_state("a", &part("a", STATE)));
        assert!(!Gateway::is_state("b", &part("a", STATE)) && !Gateway::is_state("a", ""));
    }
}
