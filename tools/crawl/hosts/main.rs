//! A web on loopback for `throughput.py`: many hosts, each with robots.txt, a feed and articles, every answer late by
//! the same time. It prints its port, and serves until its standard input is closed.
//!
//! ```text
//! cargo run --release --example hosts -- HOSTS PAGES LATENCY_MS
//! ```
//!
//! Host n is 127.9.0.n (the next hundreds further on), all on one port. An article is 20 to 60 kB: paragraphs of the
//! recorded articles in an order of its own, so that no two pages are alike, within the menus, scripts, styles and
//! lists of links that pages of news are wrapped in. One thread serves, and makes each answer while it is asked for.

mod pages;

use pages::Pages;
use std::{error::Error, io::Read, net::Ipv4Addr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// The longest head of a request.
const HEAD: usize = 16 << 10;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [hosts, pages, latency] = words.as_slice() else {
        return Err("usage: hosts HOSTS PAGES LATENCY_MS".into());
    };
    let (hosts, pages) = (hosts.parse()?, pages.parse()?);
    let latency = Duration::from_millis(latency.parse()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    runtime.block_on(serve(hosts, pages, latency))
}

async fn serve(hosts: u16, pages: usize, latency: Duration) -> Result<(), Box<dyn Error>> {
    let mut port = 0;
    let mut listeners = Vec::new();
    for host in 0..hosts {
        let listener = TcpListener::bind((address(host), port)).await?;
        port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    let web = Arc::new(Pages::new(hosts, pages, port)?);
    println!("{port}");
    for (host, listener) in (0..hosts).zip(listeners) {
        let web = Arc::clone(&web);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let web = Arc::clone(&web);
                // A crawler that ends leaves its connections broken: nothing to tell.
                tokio::spawn(async move { answers(stream, &web, host, latency).await.ok() });
            }
        });
    }
    std::future::pending().await
}

fn address(host: u16) -> Ipv4Addr {
    let [high, low] = host.to_be_bytes();
    Ipv4Addr::new(127, 9, high, low)
}

/// Answers the requests of one connection, one after the other.
async fn answers(mut stream: TcpStream, web: &Pages, host: u16, latency: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    loop {
        let end = head.windows(4).position(|four| four == b"\r\n\r\n");
        let Some(end) = end.filter(|_| head.len() <= HEAD) else {
            if head.len() > HEAD || stream.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
            continue;
        };
        let path = head.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
        let path = String::from_utf8_lossy(path).into_owned();
        head.drain(..end + 4);
        tokio::time::sleep(latency).await;
        let (status, kind, body) = match web.get(host, &path) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not here".to_vec()),
        };
        let mut answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nServer: hosts\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend_from_slice(&body);
        stream.write_all(&answer).await?;
    }
}
