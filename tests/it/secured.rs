//! TLS to PostgreSQL: who proves what, and what is said where the proof fails.

use crate::postgres::{self, NAME, Server};
use claimtrail::store::{Frontier, Place, StoreError};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use std::{
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    thread,
};

fn open(server: &Server, host: &str, query: &str) -> Result<Box<dyn Frontier>, StoreError> {
    // Each under a name of its own, by which the server is asked about it.
    let url = format!("postgres://claimtrail@{host}:{}/postgres?schema=secured&{query}", server.port);
    Place::server(&url, None)?.open()
}

fn trusting(file: &Path) -> String {
    format!(
        "sslrootcert={}",
        url::form_urlencoded::byte_serialize(file.display().to_string().as_bytes()).collect::<String>()
    )
}

/// How many connections of this name are encrypted, and how many are not.
fn connections(server: &Server, name: &str) -> String {
    server.sql(&format!(
        "SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl)
         FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = '{name}'"
    ))
}

/// A certificate that the server's was not signed with.
fn stranger() -> tempfile::NamedTempFile {
    let mut stranger = CertificateParams::new(vec![]).unwrap();
    stranger.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let stranger = stranger.self_signed(&KeyPair::generate().unwrap()).unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(stranger.pem().as_bytes()).unwrap();
    file
}

#[test]
fn a_connection_is_encrypted_and_its_server_proven_as_the_address_says() {
    let Some(server) = postgres::server() else { return };
    let signer = trusting(&server.signer());
    for (name, host, mode) in [
        ("full", NAME, format!("sslmode=verify-full&{signer}")),
        ("unsaid", NAME, signer.clone()),
        ("signed", "127.0.0.1", format!("sslmode=verify-ca&{signer}")),
        ("required", "127.0.0.1", "sslmode=require".to_owned()),
        ("required-signed", "127.0.0.1", format!("sslmode=require&{signer}")),
    ] {
        let mut store = open(server, host, &format!("{mode}&application_name={name}"))
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(connections(server, name), "1|0", "{name}");
        assert_eq!(store.waiting().unwrap(), 0);
    }
    let _plain = open(server, NAME, "sslmode=disable&application_name=plain").unwrap();
    assert_eq!(connections(server, "plain"), "0|1");
}

#[test]
fn a_server_that_does_not_prove_who_it_is_is_not_spoken_to() {
    let Some(server) = postgres::server() else { return };
    let (signer, stranger) = (trusting(&server.signer()), stranger());
    let other = trusting(stranger.path());
    for (host, mode, why) in [
        // Made out to another name.
        ("127.0.0.1", format!("sslmode=verify-full&{signer}"), "not valid for"),
        // Signed by who is not trusted: here, and by nobody whom the machine trusts.
        (NAME, format!("sslmode=verify-full&{other}"), "UnknownIssuer"),
        ("127.0.0.1", format!("sslmode=verify-ca&{other}"), "UnknownIssuer"),
        (NAME, format!("sslmode=require&{other}"), "UnknownIssuer"),
        (NAME, "sslmode=verify-full".to_owned(), "UnknownIssuer"),
    ] {
        match open(server, host, &format!("{mode}&application_name=refused")) {
            Ok(_) => panic!("{host} {mode}: let in"),
            Err(error) => {
                let told = error.to_string();
                assert!(matches!(error, StoreError::Insecure { .. }), "{host} {mode}: {told}");
                assert!(told.contains(why) && told.contains("sslrootcert=FILE"), "{host} {mode}: {told}");
            }
        }
    }
    assert_eq!(connections(server, "refused"), "0|0");
}

#[test]
fn a_file_without_a_certificate_is_named() {
    let Some(server) = postgres::server() else { return };
    let empty = tempfile::NamedTempFile::new().unwrap();
    let told = open(server, NAME, &trusting(empty.path())).err().unwrap().to_string();
    assert!(
        told.contains("no certificate in it") && told.contains(&empty.path().display().to_string()),
        "{told}"
    );
}

/// A password must not go to who says that it cannot encrypt.
#[test]
fn a_server_without_tls_hears_no_more_than_the_question_for_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut question = [0; 8];
        stream.read_exact(&mut question).unwrap();
        stream.write_all(b"N").unwrap();
        let mut more = Vec::new();
        let _ = stream.read_to_end(&mut more);
        more
    });
    let url = format!("postgres://desk:s3cret@127.0.0.1:{port}/news?sslmode=require");
    let error = Place::server(&url, None).unwrap().open().err().unwrap();
    assert!(matches!(error, StoreError::Insecure { .. }), "{error}");
    assert!(error.to_string().contains("TLS"), "{error}");
    assert!(heard.join().unwrap().is_empty());
}
