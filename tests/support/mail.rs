//! A server for e-mail that keeps what it is given.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// One letter, as it was handed over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    /// Whom the envelope names.
    pub(crate) to: Vec<String>,
    /// Head and body, unwrapped.
    pub(crate) text: String,
}

/// The server. It lives as long as the test.
pub(crate) struct Mail {
    /// Its address, as the settings name one.
    pub(crate) address: String,
    kept: Arc<Mutex<Vec<Letter>>>,
}

impl Mail {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = format!("smtp://{}", listener.local_addr().expect("it has an address"));
        let kept: Arc<Mutex<Vec<Letter>>> = Arc::default();
        let keep = Arc::clone(&kept);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&keep)));
            }
        });
        Self { address, kept }
    }

    /// The letters so far.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.kept.lock().expect("no test panics here").clone()
    }
}

async fn serve(stream: TcpStream, kept: Arc<Mutex<Vec<Letter>>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.ok()?;
    let mut letter = Letter::default();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "RCPT" => {
                letter.to.push(line.trim().to_owned());
                "250 yes"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                letter.text = body(&mut stream).await?;
                kept.lock().ok()?.push(std::mem::take(&mut letter));
                "250 kept"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}

/// What is said until a line with a dot, with the lines joined that quoted-printable breaks.
async fn body(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        if line == ".\r\n" {
            return Some(text.replace("=\r\n", "").replace("=3D", "="));
        }
        text.push_str(&line);
    }
}
