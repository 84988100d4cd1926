//! What may be reached: web schemes, a few ports, and addresses of the public internet only.
//!
//! A name is resolved by [`Resolver`], which hands on only addresses that passed, and the connection is made to
//! one of those: nothing can change between the check and the connection. Literal addresses never reach a
//! resolver, so every URL is checked here at every hop, and the peer once more when it has answered.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// Why a URL is not asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the scheme “{0}” is not of the web")]
    Scheme(String),
    #[error("port {0} is not allowed (config: crawl.ports)")]
    Port(u16),
    #[error("{0} is not an address of the public internet")]
    Address(IpAddr),
    #[error("the host name “{0}” is of this machine or a local network")]
    Name(String),
    #[error("the URL has no host")]
    NoHost,
}

/// The rules; `loopback` is switched on by tests, and by config where someone means it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    pub loopback: bool,
    /// Ports besides 80 and 443.
    pub ports: Vec<u16>,
}

impl Guard {
    /// Checks everything that can be known before a name is resolved.
    pub fn check_url(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme(url.scheme().to_owned()));
        }
        match url.host() {
            None => return Err(Refused::NoHost),
            Some(Host::Ipv4(address)) => self.check_address(address.into())?,
            Some(Host::Ipv6(address)) => self.check_address(address.into())?,
            Some(Host::Domain(name)) => self.check_name(name)?,
        }
        let port = url.port_or_known_default().unwrap_or(0);
        if matches!(port, 80 | 443) || self.ports.contains(&port) || self.loopback && port >= 1024 {
            return Ok(());
        }
        Err(Refused::Port(port))
    }

    /// Names that never mean a site: `localhost`, and the endings kept for local use.
    fn check_name(&self, name: &str) -> Result<(), Refused> {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let last = name.rsplit('.').next().unwrap_or_default();
        let local = matches!(
            last,
            "local" | "internal" | "intranet" | "lan" | "corp" | "home" | "onion" | "localdomain"
        ) || name.ends_with(".home.arpa")
            || last == "localhost" && !self.loopback;
        match local || name.is_empty() {
            true => Err(Refused::Name(name)),
            false => Ok(()),
        }
    }

    /// Checks one address against the public internet.
    pub fn check_address(&self, address: IpAddr) -> Result<(), Refused> {
        let good = match address {
            IpAddr::V4(v4) => is_public_v4(v4),
            IpAddr::V6(v6) => is_public_v6(v6),
        };
        match good || self.loopback && address.to_canonical().is_loopback() {
            true => Ok(()),
            false => Err(Refused::Address(address)),
        }
    }
}

/// Global unicast, after the special-purpose registry of IANA.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        (0 | 10 | 127, _, _) => true,
        (100, 64..=127, _) => true, // carrier-grade NAT
        (169, 254, _) => true,      // link-local, cloud metadata
        (172, 16..=31, _) => true,
        (192, 0, 0 | 2) => true, // IETF protocols, TEST-NET-1
        (192, 31, 196) | (192, 52, 193) | (192, 88, 99) | (192, 175, 48) => true,
        (192, 168, _) => true,
        (198, 18 | 19, _) => true, // benchmarks
        (198, 51, 100) | (203, 0, 113) => true,
        (168, 63, 129) => true,    // metadata of one cloud, on a public-looking address
        (224..=255, _, _) => true, // multicast, reserved, broadcast
        _ => false,
    };
    !special
}

/// Within 2000::/3 and none of its special blocks; addresses that carry an IPv4 address are judged by neither.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let special = match (a, b) {
        (0x2001, 0..=0x01ff) => true, // IETF protocols, Teredo
        (0x2001, 0x0db8) => true,     // documentation
        (0x2002, _) => true,          // 6to4 carries an IPv4 address
        (0x3fff, 0..=0x0fff) => true, // documentation
        (0x2620, 0x004f) => true,     // AS112
        _ => false,
    };
    (0x2000..=0x3fff).contains(&a) && !special
}

/// Answers for some names before the system is asked; what it says passes the same checks.
pub type Names = Arc<dyn Fn(&str) -> Option<Vec<SocketAddr>> + Send + Sync>;

/// Resolves names for the client and keeps back every address that may not be reached.
#[derive(Clone)]
pub struct Resolver {
    guard: Guard,
    names: Names,
}

impl Resolver {
    pub fn new(guard: Guard, names: Names) -> Resolver {
        Resolver { guard, names }
    }

    /// Names whose address is given and does not change.
    pub fn pinned(pinned: BTreeMap<String, SocketAddr>) -> Names {
        Arc::new(move |name| pinned.get(name).map(|address| vec![*address]))
    }

    /// The addresses of a name that passed, in the order the system gave them.
    async fn addresses(
        self,
        name: String,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        self.guard.check_name(&name)?;
        let found: Vec<SocketAddr> = match (self.names)(&name) {
            Some(given) => given,
            None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
        };
        let mut refused = None;
        let mut good = Vec::new();
        for socket in found {
            match self.guard.check_address(socket.ip()) {
                Ok(()) => good.push(socket),
                Err(why) => refused = Some(why),
            }
        }
        match (good.is_empty(), refused) {
            (true, Some(why)) => Err(why.into()),
            (true, None) => Err(format!("the name “{name}” has no address").into()),
            _ => Ok(good),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str().to_owned()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ways to write an address that is not for a crawler, as attackers collect them.
    const ODD: &[&str] = &[
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://①②⑦.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[2001:0:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xA9FEA9FE/",
        "http://10.0.0.1/",
        "http://172.16.5.4/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[ff02::1]/",
        "http://168.63.129.16/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://metadata.google.internal/",
        "http://printer.local/",
        "http://0x7f.0.0.0x1/",
        "http://192.0.0.8/",
        "http://[5f00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[2001:db8::1]/",
        "http://203.0.113.9/",
    ];

    #[test]
    fn every_odd_form_is_refused() {
        let guard = Guard::default();
        for text in ODD {
            match Url::parse(text) {
                Ok(url) => assert!(guard.check_url(&url).is_err(), "{text} passed as {url}"),
                Err(_) => panic!("{text} should parse, or it tests nothing"),
            }
        }
    }

    #[test]
    fn loopback_alone_is_switched_on() {
        let guard = Guard { loopback: true, ports: Vec::new() };
        for text in ODD {
            let url = Url::parse(text).unwrap();
            let local =
                url.host_str().is_some_and(|host| host.starts_with("127.") || host.contains("localhost"))
                    || matches!(url.host(), Some(Host::Ipv6(v6)) if v6.to_canonical().is_loopback());
            assert_eq!(guard.check_url(&url).is_ok(), local, "{text}");
        }
    }

    #[test]
    fn the_public_internet_passes() {
        let guard = Guard::default();
        for text in
            ["https://www.bis.gov/", "http://8.8.8.8/", "http://[2606:4700::1111]/", "http://172.32.0.1/"]
        {
            assert_eq!(guard.check_url(&Url::parse(text).unwrap()), Ok(()), "{text}");
        }
    }

    #[test]
    fn ports_and_schemes_are_few() {
        let guard = Guard { loopback: false, ports: vec![8080] };
        let check = |text: &str| guard.check_url(&Url::parse(text).unwrap());
        assert_eq!(check("http://example.org:22/"), Err(Refused::Port(22)));
        assert_eq!(check("http://example.org:8080/"), Ok(()));
        for text in ["ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "ws://example.org/"]
        {
            assert!(matches!(check(text), Err(Refused::Scheme(_))), "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_kept_back() {
        let pinned = BTreeMap::from([("evil.example".to_owned(), "127.0.0.1:80".parse().unwrap())]);
        let shut = Resolver::new(Guard::default(), Resolver::pinned(pinned.clone()));
        let error = shut.addresses("evil.example".to_owned()).await.unwrap_err();
        assert!(error.to_string().contains("not an address of the public internet"), "{error}");
        let open = Resolver::new(Guard { loopback: true, ports: vec![] }, Resolver::pinned(pinned));
        assert_eq!(open.addresses("evil.example".to_owned()).await.unwrap().len(), 1);
        assert!(
            Resolver::new(Guard::default(), Resolver::pinned(BTreeMap::new()))
                .addresses("localhost".to_owned())
                .await
                .is_err()
        );
    }
}
