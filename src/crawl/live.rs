//! The network: one request under every limit, its answer kept as the bytes came.

use super::guard::{Guard, Names, Refused, Resolver};
use super::web::{Answer, Ask, FetchError, Web};
use crate::model::{Exchange, Purpose, Truncated};
use futures_util::future::BoxFuture;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rustls::{ClientConfig, RootCertStore};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Headers that are read, and their bytes in all; a server that sends more has no answer.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: u32 = 64 << 10;

/// How the network is used.
#[derive(Clone, Debug)]
pub struct NetworkOptions {
    /// Sent as `User-Agent`, with the contact in it.
    pub user_agent: String,
    pub guard: Guard,
    pub connect: Duration,
    pub headers: Duration,
    pub idle: Duration,
    pub total: Duration,
    /// Names whose address is given; for tests.
    pub pinned: BTreeMap<String, SocketAddr>,
}

/// The live web.
pub struct Network {
    client: reqwest::Client,
    options: NetworkOptions,
    sent: Vec<(String, String)>,
}

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up: {0}")]
pub struct SetupError(String);

impl Network {
    pub fn new(options: NetworkOptions) -> Result<Network, SetupError> {
        let names = Resolver::pinned(options.pinned.clone());
        Network::with_names(options, names)
    }

    /// A network in which some names are answered by whoever gives them; for tests of names that change.
    pub fn with_names(options: NetworkOptions, names: Names) -> Result<Network, SetupError> {
        let sent: Vec<(String, String)> = [
            ("User-Agent", options.user_agent.as_str()),
            (
                "Accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.5",
            ),
            ("Accept-Language", "en;q=1.0,*;q=0.5"),
            ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .dns_resolver(Resolver::new(options.guard.clone(), names))
            .connect_timeout(options.connect)
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_headers(MAX_HEADERS)
            .http2_max_header_list_size(MAX_HEADER_BYTES)
            .default_headers(header_map(&sent)?)
            .build()
            .map_err(|error| SetupError(told(&error)))?;
        Ok(Network { client, options, sent })
    }

    async fn ask(&self, ask: Ask) -> Result<Answer, FetchError> {
        self.options.guard.check_url(&ask.url)?;
        let started = jiff::Timestamp::now();
        let begun = Instant::now();
        let extra = header_map(&ask.headers).map_err(|error| FetchError::Broken(error.to_string()))?;
        let request = self.client.get(ask.url.clone()).headers(extra).send();
        let response = timeout(self.options.connect + self.options.headers, request)
            .await
            .map_err(|_| FetchError::Timeout)?
            .map_err(|error| classify(&error))?;
        let peer = response.remote_addr().map(|address| address.ip());
        if let Some(peer) = peer {
            self.options.guard.check_address(peer)?;
        }
        let status = response.status().as_u16();
        let headers = readable(response.headers());
        let mut request = vec![("Host".to_owned(), host_header(&ask.url))];
        request.extend(self.sent.iter().chain(&ask.headers).cloned());
        let deadline = begun + self.options.total;
        let (body, truncated) = match is_wanted(&ask, status, &headers) {
            true => self.body(response, ask.max_bytes, deadline).await,
            false => (Vec::new(), Some(Truncated::Length)),
        };
        let exchange = Exchange {
            url: ask.url.into(),
            purpose: Some(ask.purpose),
            started,
            peer,
            request,
            status,
            headers,
            body,
            truncated,
        };
        Ok(Answer { exchange, record: None, packed: None })
    }

    /// Reads a body until it ends or a limit does; what came by then is kept.
    async fn body(
        &self,
        mut response: reqwest::Response,
        max: u64,
        deadline: Instant,
    ) -> (Vec<u8>, Option<Truncated>) {
        let mut body = Vec::new();
        loop {
            let patience = self.options.idle.min(deadline.saturating_duration_since(Instant::now()));
            match timeout(patience, response.chunk()).await {
                Err(_) => return (body, Some(Truncated::Time)),
                Ok(Err(_)) => return (body, Some(Truncated::Disconnect)),
                Ok(Ok(None)) => return (body, None),
                Ok(Ok(Some(chunk))) => {
                    let room = usize::try_from(max).unwrap_or(usize::MAX).saturating_sub(body.len());
                    body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        return (body, Some(Truncated::Length));
                    }
                }
            }
        }
    }
}

impl Web for Network {
    fn fetch(&self, ask: Ask) -> BoxFuture<'_, Result<Answer, FetchError>> {
        Box::pin(self.ask(ask))
    }

    fn is_live(&self) -> bool {
        true
    }
}

/// How many roots of trust the machine has of its own, and how many come with the program.
pub fn roots_of_trust() -> (usize, usize) {
    (rustls_native_certs::load_native_certs().certs.len(), webpki_root_certs::TLS_SERVER_ROOT_CERTS.len())
}

/// Certificates of the machine, else the ones of Mozilla that come with the program. Verified always.
pub fn tls() -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, SetupError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let refused = |_| SetupError(format!("“{name}: {value}” is not a header that can be sent"));
        let value = HeaderValue::from_str(value).map_err(|_| ()).map_err(refused)?;
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| ())
            .map_err(|()| SetupError(format!("“{name}” is not the name of a header")))?;
        map.append(name, value);
    }
    Ok(map)
}

fn host_header(url: &url::Url) -> String {
    match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    }
}

/// Header values as text: UTF-8 where they are, else Latin-1; one with control characters is left out.
fn readable(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let text = match std::str::from_utf8(value.as_bytes()) {
                Ok(text) => text.to_owned(),
                Err(_) => value.as_bytes().iter().map(|byte| *byte as char).collect(),
            };
            (!text.chars().any(|c| c.is_control() && c != '\t')).then(|| (name.as_str().to_owned(), text))
        })
        .collect()
}

/// A picture or a film under a page's address is refused before its body comes.
fn is_wanted(ask: &Ask, status: u16, headers: &[(String, String)]) -> bool {
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let too_long = header("content-length")
        .and_then(|length| length.parse().ok())
        .is_some_and(|n: u64| n > ask.max_bytes);
    if too_long && ask.purpose != Purpose::Robots {
        return false;
    }
    !(ask.purpose == Purpose::Page
        && status == 200
        && header("content-type").is_some_and(|kind| !may_be_page(kind)))
}

/// Whether a media type may be a page; a missing or vague one may.
pub(super) fn may_be_page(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind.starts_with("text/html")
        || matches!(
            kind.as_str(),
            "application/xhtml+xml"
                | "text/plain"
                | "application/octet-stream"
                | "text/xml"
                | "application/xml"
        )
}

/// Which of our errors it is; reqwest buries the cause.
fn classify(error: &reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if let Some(refused) = current.downcast_ref::<Refused>() {
            return FetchError::Refused(refused.clone());
        }
        if current.downcast_ref::<rustls::Error>().is_some() {
            return FetchError::Tls(current.to_string());
        }
        let inside = current.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        cause = match inside {
            Some(inside) => Some(inside),
            None => current.source(),
        };
    }
    match (error.is_timeout(), error.is_connect()) {
        (true, _) => FetchError::Timeout,
        (_, true) => FetchError::Connect(told(error)),
        _ => FetchError::Broken(told(error)),
    }
}

/// The innermost cause, which is the one that says something.
fn told(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
