//! Who makes vouchers: a PDND of the tests, with keys of its own and an address under which their public halves are.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    Rs256,
    Es256,
}

/// A key that signs vouchers.
#[derive(Clone)]
struct Key {
    id: String,
    algorithm: Algorithm,
    secret: EncodingKey,
}

/// An issuer of vouchers.
pub(crate) struct Issuer {
    key: Key,
    /// Where its public keys are.
    pub(crate) address: String,
    /// The set that is told there.
    told: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl Key {
    fn new(signs: Signs) -> Self {
        let (algorithm, secret) = match signs {
            Signs::Rs256 => {
                let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
                let der = key.to_pkcs1_der().expect("it can be written");
                (Algorithm::RS256, EncodingKey::from_rsa_der(der.as_bytes()))
            }
            Signs::Es256 => {
                use p256::pkcs8::EncodePrivateKey as _;
                let key = p256::SecretKey::random(&mut rsa::rand_core::OsRng);
                let der = key.to_pkcs8_der().expect("it can be written");
                (Algorithm::ES256, EncodingKey::from_ec_der(der.as_bytes()))
            }
        };
        Self { id: backend::clock::new_id().to_string(), algorithm, secret }
    }

    /// The set of this key alone, as it is told to others.
    fn told(&self) -> String {
        let mut key = Jwk::from_encoding_key(&self.secret, self.algorithm).expect("it has a public half");
        key.common.key_id = Some(self.id.clone());
        json!({ "keys": [{ "kty": "x", "kid": "strange" }, key] }).to_string()
    }
}

impl Issuer {
    /// Makes a key, and tells its public half at an address.
    pub(crate) async fn start(signs: Signs) -> Self {
        let key = Key::new(signs);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = format!("http://{}/jwks.json", listener.local_addr().expect("it has an address"));
        let (told, asked) = (Arc::new(Mutex::new(key.told())), Arc::new(AtomicUsize::new(0)));
        tokio::spawn(tell(listener, Arc::clone(&told), Arc::clone(&asked)));
        Self { key, address, told, asked }
    }

    /// How often the keys were asked for.
    pub(crate) fn times_asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Signs with a new key from now on; the old one is told no more.
    pub(crate) fn rotate(&mut self) {
        self.key = Key::new(Signs::Es256);
        self.tell(self.key.told());
    }

    /// Tells something else than its keys. Nothing: it fails.
    pub(crate) fn tell(&self, text: String) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }

    /// The public keys, as they are told.
    pub(crate) fn set(&self) -> String {
        self.key.told()
    }

    /// A voucher with these claims, and the head that the PDND gives its own.
    pub(crate) fn voucher(&self, claims: &Value) -> String {
        self.voucher_as("at+jwt", claims)
    }

    /// The same under another type.
    pub(crate) fn voucher_as(&self, kind: &str, claims: &Value) -> String {
        let mut head = Header::new(self.key.algorithm);
        head.typ = Some(kind.to_owned());
        head.kid = Some(self.key.id.clone());
        encode(&head, claims, &self.key.secret).expect("it can be signed")
    }
}

async fn tell(listener: TcpListener, told: Arc<Mutex<String>>, asked: Arc<AtomicUsize>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        asked.fetch_add(1, Ordering::SeqCst);
        let text = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let status = if text.is_empty() { "500 Broken" } else { "200 OK" };
        let _ = stream.read(&mut [0; 4096]).await;
        let length = text.len();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}");
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}
