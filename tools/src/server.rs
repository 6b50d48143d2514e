//! A small static file server on localhost: enough for one person or one test, and it can be stopped and started again,
//! with the headers of `_headers` and the compressed files, which the small crates do not send.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A running server. Dropping it stops it.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    stop: Arc<AtomicBool>,
    line: Arc<Line>,
    thread: Option<JoinHandle<()>>,
}

/// What is wrong on the way to the browser: parts of the names of files.
#[derive(Default)]
struct Line {
    stuck: Mutex<Option<String>>,
    slips: Mutex<Option<String>>,
}

impl Server {
    /// Serves `folder` at `http://localhost:port/prefix/`; port 0 takes any free one, the prefix may be empty.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Self> {
        let prefix = match prefix.trim_matches('/') {
            "" => "/".to_owned(),
            name => format!("/{name}/"),
        };
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let line = Arc::<Line>::default();
        let thread = thread::spawn({
            let (folder, prefix) = (folder.to_path_buf(), prefix.clone());
            let (stop, line) = (stop.clone(), line.clone());
            move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    let (folder, prefix) = (folder.clone(), prefix.clone());
                    let (stop, line) = (stop.clone(), line.clone());
                    // A browser that hangs up half-way is no news.
                    thread::spawn(move || stream.and_then(|stream| answer(stream, &folder, &prefix, &stop, &line)));
                }
            }
        });
        Ok(Self { address, prefix, stop, line, thread: Some(thread) })
    }

    /// From now on files that have this in their name are not answered for, as on a line that is stuck; with none, all
    /// are again.
    pub fn stick(&self, part: Option<&str>) {
        *held(&self.line.stuck) = part.map(str::to_owned);
    }

    /// The next file that has this in its name is refused, once, as on a line that slips.
    pub fn slip(&self, part: &str) {
        *held(&self.line.slips) = Some(part.to_owned());
    }

    /// The address of the folder, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://localhost:{}{}", self.port(), self.prefix)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits until somebody ends the program.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.stop.store(true, Ordering::SeqCst);
            let _ = TcpStream::connect(self.address); // wakes the listener
            let _ = thread.join();
        }
    }
}

/// The encodings that may lie beside a file, the smaller first, with the ends of their names.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

fn held<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(stream: TcpStream, folder: &Path, prefix: &str, stop: &AtomicBool, line: &Line) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(&stream).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut takes = String::new();
    for header in lines {
        let header = header?.to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(encodings) = header.strip_prefix("accept-encoding:") {
            takes = encodings.to_owned();
        }
    }
    let is_for = |part: &mut String| request.contains(part.as_str());
    let is_stuck = || held(&line.stuck).as_mut().is_some_and(is_for);
    while is_stuck() && !stop.load(Ordering::SeqCst) {
        thread::sleep(Duration::from_millis(20));
    }
    // Browsers open connections ahead of their questions: one that was open is not answered by a server that has stopped.
    if stop.load(Ordering::SeqCst) {
        return Ok(());
    }
    let target = request.split(' ').nth(1).unwrap_or_default();
    let found = file_of(target, folder, prefix).and_then(|file| {
        let packed = packed(&file, &takes);
        let told = std::fs::read_to_string(folder.join("_headers")).unwrap_or_default();
        let path = target.split(['?', '#']).next()?.strip_prefix(prefix)?;
        let mut head = format!("Content-Type: {}\r\n{}", content_type(&file), headers(&told, &format!("/{path}")));
        if let Some((encoding, _)) = &packed {
            head += &format!("Content-Encoding: {encoding}\r\n");
        }
        Some((head, std::fs::read(packed.map_or(file, |(_, packed)| packed)).ok()?))
    });
    let slips = held(&line.slips).take_if(is_for).is_some();
    let (status, head, body) = match found {
        _ if slips => ("503 Service Unavailable", "Cache-Control: no-store\r\n".into(), Vec::new()),
        Some((head, body)) => ("200 OK", head, body),
        None => (
            "404 Not Found",
            "Content-Type: text/plain\r\nCache-Control: no-store\r\n".into(),
            b"No such file".to_vec(),
        ),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nVary: Accept-Encoding\r\nConnection: close\r\n\r\n"
    );
    let mut stream = &stream;
    stream.write_all(head.as_bytes())?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The headers that a `_headers` file tells for a path, as hosts read it: a line with a path, where `*` stands for
/// anything, and indented below it what to send. Where it says nothing about keeping, the browser is to ask each time.
fn headers(told: &str, path: &str) -> String {
    let mut out = String::new();
    let mut is_meant = false;
    for line in told.lines().filter(|line| !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            is_meant = line
                .split_once('*')
                .map_or(line == path, |(start, end)| path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)));
        } else if is_meant {
            out += &format!("{}\r\n", line.trim());
        }
    }
    if !out.contains("Cache-Control:") {
        out += "Cache-Control: no-cache\r\n";
    }
    out
}

/// The same file compressed as a browser takes it, where one lies beside it that is no older; its encoding, and where.
fn packed(file: &Path, takes: &str) -> Option<(&'static str, PathBuf)> {
    let changed = |file: &Path| file.metadata().ok()?.modified().ok();
    ENCODINGS.into_iter().filter(|(encoding, _)| names(takes, encoding)).find_map(|(encoding, end)| {
        let packed = PathBuf::from(format!("{}.{end}", file.display()));
        (changed(&packed)? >= changed(file)?).then_some((encoding, packed))
    })
}

fn names(takes: &str, encoding: &str) -> bool {
    takes.split(',').any(|taken| taken.split(';').next().is_some_and(|name| name.trim() == encoding))
}

/// The file behind a request target; none outside the prefix or the folder.
fn file_of(target: &str, folder: &Path, prefix: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix(prefix)?;
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    inside.then(|| folder.join(file))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|name| name.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("md") => "text/markdown; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_and_its_files_are_found_whatever_the_query() {
        let found = |target| file_of(target, Path::new("dist"), "/sub/");
        assert_eq!(found("/sub/"), Some("dist/index.html".into()));
        assert_eq!(found("/sub/?plan=1"), Some("dist/index.html".into()));
        assert_eq!(found("/sub/icons/a.png"), Some("dist/icons/a.png".into()));
    }

    #[test]
    fn a_file_is_sent_compressed_to_whom_takes_it_so_where_that_is_of_the_same_file() {
        assert!(names(" gzip, deflate, br, zstd", "br") && names("br;q=1.0", "br"));
        assert!(!names(" gzip, brother", "br"));
        let file = std::env::temp_dir().join(format!("second-engine-server-{}.js", std::process::id()));
        let beside = |end: &str| PathBuf::from(format!("{}.{end}", file.display()));
        std::fs::write(&file, "let a;").unwrap();
        assert_eq!(packed(&file, "gzip, br"), None);
        std::fs::write(beside("gz"), "packed").unwrap();
        assert_eq!(packed(&file, "gzip, br"), Some(("gzip", beside("gz"))));
        std::fs::write(beside("br"), "packed").unwrap();
        assert_eq!(packed(&file, "gzip, br"), Some(("br", beside("br"))));
        assert_eq!(packed(&file, "gzip"), Some(("gzip", beside("gz"))));
        assert_eq!(packed(&file, ""), None);
        let later = std::time::SystemTime::now() + Duration::from_secs(9);
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(later).unwrap();
        assert_eq!(packed(&file, "gzip, br"), None, "the file has changed since");
        for path in [beside("br"), beside("gz"), file.clone()] {
            std::fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn each_path_gets_the_headers_that_are_told_for_it() {
        let told = "/*\n  X-Content-Type-Options: nosniff\n/a-1.js\n  Cache-Control: immutable\n";
        let quiet = "X-Content-Type-Options: nosniff\r\n";
        assert_eq!(headers(told, "/a-1.js"), format!("{quiet}Cache-Control: immutable\r\n"));
        assert_eq!(headers(told, "/"), format!("{quiet}Cache-Control: no-cache\r\n"));
        assert_eq!(headers("/*.js\n  A: b\n", "/a.css"), "Cache-Control: no-cache\r\n");
    }

    #[test]
    fn a_stopped_server_does_not_answer_on_a_connection_that_was_open_before() {
        let server = Server::start(Path::new("absent"), "", 0).unwrap();
        let open = || TcpStream::connect(server.address).unwrap();
        let asked = |mut stream: TcpStream| {
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
            let mut answer = String::new();
            std::io::Read::read_to_string(&mut stream, &mut answer).map_or(0, |_| answer.len())
        };
        let early = open();
        // Connections are taken in turn: the early one is held by the time that the second one is answered.
        assert!(asked(open()) > 0);
        drop(server);
        assert_eq!(asked(early), 0);
    }

    #[test]
    fn a_file_that_is_stuck_is_answered_for_once_it_is_not() {
        let server = Server::start(Path::new("absent"), "", 0).unwrap();
        let asked = |name: &str| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
            stream.write_all(format!("GET /{name} HTTP/1.1\r\n\r\n").as_bytes()).unwrap();
            let mut answer = String::new();
            std::io::Read::read_to_string(&mut stream, &mut answer).is_ok()
        };
        server.stick(Some("a.js"));
        assert!(!asked("a.js") && asked("b.js"));
        server.stick(None);
        assert!(asked("a.js"));
    }

    #[test]
    fn a_file_on_a_line_that_slips_is_refused_once() {
        let server = Server::start(Path::new("absent"), "", 0).unwrap();
        let answered = |name: &str| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(format!("GET /{name} HTTP/1.1\r\n\r\n").as_bytes()).unwrap();
            let mut answer = String::new();
            std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
            answer[9..12].to_owned()
        };
        server.slip("a.js");
        assert_eq!(["b.js", "a.js", "a.js"].map(answered), ["404", "503", "404"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for target in ["/", "/other/a.js", "/sub/../Cargo.toml", "/sub//etc/passwd"] {
            assert_eq!(file_of(target, Path::new("dist"), "/sub/"), None, "{target}");
        }
    }
}
