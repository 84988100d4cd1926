//! A webhook: claims as JSON Lines in a signed request.
//!
//! `X-Claimtrail-Signature: t=SECONDS,v1=HEX` is HMAC-SHA256 over `SECONDS.BODY` with the secret that both sides know.

use crate::crawl;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use miette::IntoDiagnostic;
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use url::Url;

/// Where the secret is read from: the arguments of a program can be seen by everyone on the machine.
pub const SECRET: &str = "CLAIMTRAIL_WEBHOOK_SECRET";
const SHORTEST_SECRET: usize = 16;
const PATIENCE: Duration = Duration::from_secs(30);

/// Where to, and how it is signed.
pub struct Webhook {
    client: reqwest::Client,
    url: Url,
    secret: Vec<u8>,
}

impl Webhook {
    /// The secret comes from the environment.
    pub fn new(url: &str) -> miette::Result<Webhook> {
        let url: Url = url
            .parse()
            .map_err(|_| crate::cli::usage("--webhook: not a URL; write it whole, with https://"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(crate::cli::usage("--webhook: only http and https"));
        }
        let secret = std::env::var(SECRET).unwrap_or_default().into_bytes();
        if secret.len() < SHORTEST_SECRET {
            return Err(crate::cli::usage(&format!(
                "--webhook: put a secret of {SHORTEST_SECRET} characters or more into {SECRET}, so that who receives \
                 the claims can tell them from forged ones"
            )));
        }
        Webhook::with(url, secret)
    }

    fn with(url: Url, secret: Vec<u8>) -> miette::Result<Webhook> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(crawl::tls().into_diagnostic()?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .user_agent(concat!("claimtrail/", env!("CARGO_PKG_VERSION")))
            .build()
            .into_diagnostic()?;
        Ok(Webhook { client, url, secret })
    }

    /// Sends one body; why it did not arrive, without the address, which may hold a secret of its own.
    pub async fn send(&self, body: &str) -> Result<(), String> {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let key = HEXLOWER.encode(&Sha256::digest(body.as_bytes()));
        let request = self
            .client
            .post(self.url.clone())
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", key)
            .header(
                "X-Claimtrail-Signature",
                format!("t={seconds},v1={}", signed(&self.secret, seconds, body)),
            )
            .body(body.to_owned());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("the webhook answered HTTP status {}", answer.status().as_u16())),
            Err(error) => Err(format!("the webhook cannot be reached: {}", error.without_url())),
        }
    }
}

/// The signature in hexadecimal digits.
fn signed(secret: &[u8], seconds: u64, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn signatures_are_those_of_any_other_program() {
        // printf '1700000000.{"id":"a"}\n' | openssl dgst -sha256 -hmac 0123456789abcdef
        assert_eq!(
            signed(b"0123456789abcdef", 1_700_000_000, "{\"id\":\"a\"}\n"),
            "dbea7bdab1c8d29769249edc59f7cefdcfed0c228870862b78923f49d13e5e99"
        );
    }
}
