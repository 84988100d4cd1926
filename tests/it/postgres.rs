//! A PostgreSQL server for the tests: one a run, made in a temporary folder, on a free port of loopback, gone with the
//! run however that ends. Where no server is installed, tests on it are skipped, loudly; `CLAIMTRAIL_NEED_POSTGRES=1`
//! makes that a failure.

use claimtrail::store::{Frontier, Place};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::os::unix::fs::PermissionsExt;
use std::{
    env, fs,
    io::Write,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Runs until its input ends, which it does with whoever holds the other end; then stops the server and clears up.
const SUPERVISE: &str = r#"
"$BIN/initdb" -D "$DIR/data" -E UTF8 --locale=C -A trust -U claimtrail --no-sync >"$DIR/log" 2>&1 || exit 1
"$BIN/postgres" -D "$DIR/data" -c listen_addresses=127.0.0.1 -c port="$PORT" -c unix_socket_directories="$DIR" \
    -c ssl=on -c ssl_cert_file="$DIR/server.pem" -c ssl_key_file="$DIR/server.key" \
    -c fsync=off -c shared_buffers=32MB -c max_connections=60 -c logging_collector=off >>"$DIR/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$DIR"
"#;

/// The name that the server's certificate is made out to; its address is not in it.
pub const NAME: &str = "localhost";

pub struct Server {
    pub port: u16,
    folder: PathBuf,
    // The server lives as long as its supervisor's input is open.
    _child: Child,
    _input: ChildStdin,
}

/// The server of this run.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

/// The address of a store that nobody has used.
pub fn address() -> Option<String> {
    static SCHEMAS: AtomicU32 = AtomicU32::new(0);
    let schema = SCHEMAS.fetch_add(1, Ordering::Relaxed);
    Some(format!("postgres://claimtrail@127.0.0.1:{}/postgres?schema=s{schema}", server()?.port))
}

fn start() -> Option<Server> {
    let Some(bin) = programs() else {
        assert!(
            env::var_os("CLAIMTRAIL_NEED_POSTGRES").is_none(),
            "CLAIMTRAIL_NEED_POSTGRES is set and there is no initdb in PATH or /usr/lib/postgresql/*/bin"
        );
        // Written past the harness, which would swallow it.
        let told =
            "SKIPPED: no PostgreSQL is installed here, so no test ran on it (apt-get install postgresql)\n";
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        return None;
    };
    let folder = tempfile::Builder::new().prefix("claimtrail-pg-").tempdir().unwrap().keep();
    certify(&folder);
    // PostgreSQL does not run as root.
    let root = Command::new("id").arg("-u").output().is_ok_and(|told| told.stdout == b"0\n");
    let mut command = match root {
        true => {
            let user = ["postgres", "nobody"]
                .into_iter()
                .find(|user| Command::new("id").arg(user).output().is_ok_and(|told| told.status.success()))
                .unwrap();
            let owned = Command::new("chown").arg("-R").arg(user).arg(&folder).status().unwrap();
            assert!(owned.success());
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--", "sh", "-c", SUPERVISE]);
            command
        }
        false => {
            let mut command = Command::new("sh");
            command.args(["-c", SUPERVISE]);
            command
        }
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    command.env("BIN", &bin).env("DIR", &folder).env("PORT", port.to_string()).current_dir("/");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let input = child.stdin.take().unwrap();
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let over = begun.elapsed() > Duration::from_secs(60) || child.try_wait().unwrap().is_some();
        assert!(!over, "{}", fs::read_to_string(folder.join("log")).unwrap_or_default());
        thread::sleep(Duration::from_millis(50));
    }
    Some(Server { port, folder, _child: child, _input: input })
}

/// Puts a certificate for [`NAME`], its key, and who signed it into the folder of the server.
fn certify(folder: &Path) {
    let mut signer = CertificateParams::new(vec![]).unwrap();
    signer.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    signer.distinguished_name.push(DnType::CommonName, "who signs for the tests' server");
    let signer = CertifiedIssuer::self_signed(signer, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec![NAME.to_owned()]).unwrap().signed_by(&key, &signer).unwrap();
    fs::write(folder.join("signer.pem"), signer.pem()).unwrap();
    fs::write(folder.join("server.pem"), own.pem()).unwrap();
    let file = folder.join("server.key");
    fs::write(&file, key.serialize_pem()).unwrap();
    // The server refuses a key that others may read.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The folder of `initdb` and `postgres`.
fn programs() -> Option<PathBuf> {
    let of_path =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut of_debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    of_debian.sort();
    let has_both = |folder: &&PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    of_debian.iter().rev().chain(&of_path).find(has_both).cloned()
}

impl Server {
    /// Who signed its certificate, in PEM.
    pub fn signer(&self) -> PathBuf {
        self.folder.join("signer.pem")
    }

    /// Runs a statement as whoever may do everything; the answer as text.
    pub fn sql(&self, statement: &str) -> String {
        let told = Command::new("psql")
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "claimtrail",
                "-d",
                "postgres",
                "-h",
            ])
            .arg(&self.folder)
            .args(["-p", &self.port.to_string(), "-c", statement])
            .output()
            .unwrap();
        assert!(told.status.success(), "{statement}: {}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).unwrap().trim().to_owned()
    }
}

/// An empty store of each engine, for what must hold on both.
pub struct Engine {
    pub name: &'static str,
    pub place: Place,
    _folder: Option<tempfile::TempDir>,
}

impl Engine {
    pub fn open(&self) -> Box<dyn Frontier> {
        self.place.open().unwrap()
    }
}

pub fn engines() -> Vec<Engine> {
    let folder = tempfile::tempdir().unwrap();
    let file = Place::file(&Path::new(folder.path()).join("deep/er/claims.sqlite"));
    let sqlite = Engine { name: "SQLite", place: file, _folder: Some(folder) };
    let postgres = address().map(|address| Engine {
        name: "PostgreSQL",
        place: Place::server(&address, None).unwrap(),
        _folder: None,
    });
    std::iter::once(sqlite).chain(postgres).collect()
}
