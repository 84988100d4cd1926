//! Which server, which database, which schema: a `postgres://` URL, read once and never shown with its password.

use super::super::error::StoreError;
use std::{fmt, net::IpAddr, path::PathBuf, time::Duration};
use tokio_postgres::config::{Config, Host, SslMode};

/// The schema that a store takes unless its URL says `?schema=`.
const SCHEMA: &str = "claimtrail";
const CONNECT: Duration = Duration::from_secs(10);
/// A connection over which nothing comes is asked for a sign of life after this time, then in these steps.
const QUIET: Duration = Duration::from_secs(30);
const ASK_AGAIN: Duration = Duration::from_secs(10);
const ASKED: u32 = 3;

/// Whether the server must speak TLS, and must prove who it is. The words are those of every PostgreSQL client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// `disable`, `prefer` and `require`: encrypted or not, nobody's name is looked at.
    None,
    /// `verify-ca`: its certificate is signed by who is trusted.
    Signed,
    /// `verify-full`: and made out to the host of the URL.
    Named,
}

/// A store on a server.
#[derive(Clone)]
pub struct Server {
    pub(super) config: Config,
    pub(super) proof: Proof,
    /// Certificates of who signs for servers, in PEM, instead of the machine's.
    pub(super) roots: Option<PathBuf>,
    pub(super) schema: String,
    label: String,
}

/// The URL without its password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({})", self.label)
    }
}

impl Server {
    /// Reads a URL; `password` is taken where it has none.
    pub fn parse(url: &str, password: Option<&str>) -> Result<Server, StoreError> {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let mut own = Own::default();
        let mut rest = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "schema" => own.schema = Some(value.into_owned()),
                "sslmode" => own.mode = Some(value.into_owned()),
                "sslrootcert" => own.roots = Some(PathBuf::from(value.into_owned())),
                _ => _ = rest.append_pair(&key, &value),
            }
        }
        // The other parser decodes %20 and leaves a plus alone.
        let rest = rest.finish().replace('+', "%20");
        let mut config: Config = format!("{place}?{rest}").parse().map_err(|_| wrong(UNREADABLE))?;
        let named = |host: &Host| matches!(host, Host::Tcp(name) if name.contains('@') || name.is_empty());
        if config.get_hosts().is_empty() || config.get_hosts().iter().any(named) {
            return Err(wrong(UNREADABLE));
        }
        if let Some(password) = password.filter(|_| config.get_password().is_none()) {
            config.password(password);
        }
        let schema = own.schema.take().unwrap_or_else(|| SCHEMA.to_owned());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if schema.is_empty() || schema.len() > 60 || !schema.chars().all(plain) {
            return Err(wrong("schema must be of small letters, digits and “_”"));
        }
        let label = label(&config, &schema);
        let proof = own.mode(&mut config)?;
        settle(&mut config);
        Ok(Server { config, proof, roots: own.roots, schema, label })
    }
}

/// What of a URL is for us alone.
#[derive(Default)]
struct Own {
    schema: Option<String>,
    mode: Option<String>,
    roots: Option<PathBuf>,
}

impl Own {
    /// Sets how the server is spoken to. Where nothing is said, another machine must prove who it is, since a
    /// password is about to be sent to it; this machine need not.
    fn mode(&self, config: &mut Config) -> Result<Proof, StoreError> {
        let (mode, proof) = match self.mode.as_deref() {
            Some("disable") => (SslMode::Disable, Proof::None),
            Some("allow" | "prefer") => (SslMode::Prefer, Proof::None),
            // As every client has it: who names whom to trust wants it to be looked at.
            Some("require") if self.roots.is_some() => (SslMode::Require, Proof::Signed),
            Some("require") => (SslMode::Require, Proof::None),
            Some("verify-ca") => (SslMode::Require, Proof::Signed),
            Some("verify-full") => (SslMode::Require, Proof::Named),
            None if self.roots.is_none() && is_here(config) => (SslMode::Disable, Proof::None),
            None => (SslMode::Require, Proof::Named),
            Some(_) => {
                return Err(wrong("sslmode is one of disable, prefer, require, verify-ca and verify-full"));
            }
        };
        config.ssl_mode(mode);
        Ok(proof)
    }
}

const UNREADABLE: &str = "write it like postgres://USER:PASSWORD@HOST:5432/DATABASE, with %40 for @, %2F for / \
     and %3F for ? within a name or password";

fn wrong(message: &str) -> StoreError {
    StoreError::Address { message: message.to_owned() }
}

/// Whether every host is this machine.
fn is_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

/// What is left out of a URL.
fn settle(config: &mut Config) {
    if config.get_application_name().is_none() {
        config.application_name(concat!("claimtrail ", env!("CARGO_PKG_VERSION")));
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(QUIET + ASK_AGAIN * ASKED);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(QUIET).keepalives_interval(ASK_AGAIN).keepalives_retries(ASKED);
    }
}

fn label(config: &Config, schema: &str) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(at, host)| {
        let name = match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string().replace('/', "%2F"),
        };
        match ports.get(at).or(ports.first()) {
            Some(port) => format!("{name}:{port}"),
            None => name,
        }
    });
    let hosts: Vec<String> = hosts.collect();
    let user = config.get_user().map_or(String::new(), |user| format!("{user}@"));
    let database = config.get_dbname().map_or(String::new(), |name| format!("/{name}"));
    let schema = if schema == SCHEMA { String::new() } else { format!("?schema={schema}") };
    format!("postgres://{user}{}{database}{schema}", hosts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_its_password() {
        let server = Server::parse("postgres://desk:s3cret@db.example:5433/news?schema=a_1", None).unwrap();
        assert_eq!(server.to_string(), "postgres://desk@db.example:5433/news?schema=a_1");
        assert!(!format!("{server:?} {:?}", server.config).contains("s3cret"));
        let socket = Server::parse("postgresql://%2Frun%2Fpg/news", None).unwrap();
        assert_eq!(socket.to_string(), "postgres://%2Frun%2Fpg:5432/news");
    }

    #[test]
    fn another_machine_must_prove_who_it_is_unless_told_otherwise() {
        let mode = |url: &str| {
            let server = Server::parse(url, None).unwrap();
            (server.config.get_ssl_mode(), server.proof)
        };
        assert_eq!(mode("postgres://a@db.example/n"), (SslMode::Require, Proof::Named));
        assert_eq!(mode("postgres://a@127.0.0.1/n"), (SslMode::Disable, Proof::None));
        assert_eq!(mode("postgres://a@[::1]/n"), (SslMode::Disable, Proof::None));
        assert_eq!(mode("postgres://a@%2Ftmp/n"), (SslMode::Disable, Proof::None));
        assert_eq!(mode("postgres://a@localhost,db.example/n"), (SslMode::Require, Proof::Named));
        assert_eq!(mode("postgres://a@db.example/n?sslmode=disable"), (SslMode::Disable, Proof::None));
        assert_eq!(mode("postgres://a@db.example/n?sslmode=require"), (SslMode::Require, Proof::None));
        let own = "postgres://a@db.example/n?sslmode=require&sslrootcert=%2Fca.pem";
        assert_eq!(mode(own), (SslMode::Require, Proof::Signed));
        assert_eq!(mode("postgres://a@127.0.0.1/n?sslmode=verify-ca"), (SslMode::Require, Proof::Signed));
    }

    #[test]
    fn a_password_of_elsewhere_fills_a_gap_and_no_more() {
        let password =
            |url: &str| Server::parse(url, Some("other")).unwrap().config.get_password().map(<[u8]>::to_vec);
        assert_eq!(password("postgres://a@h/n"), Some(b"other".to_vec()));
        assert_eq!(password("postgres://a:b@h/n"), Some(b"b".to_vec()));
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_shows_no_password() {
        for url in [
            "postgres://desk:s3@cret@db.example/news",
            "postgres://desk:s3?cret@db.example/news",
            "postgres://desk:s3cret@db.example:port/news",
            "postgres://desk:s3cret@db.example/news?schema=A%22",
            "postgres://desk:s3cret@db.example/news?sslmode=s3cret",
            "postgres:///news",
            "postgres://",
        ] {
            let told = Server::parse(url, None).expect_err(url).to_string();
            assert!(!told.contains("cret"), "{told}");
        }
    }
}
