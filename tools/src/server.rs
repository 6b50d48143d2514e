//! A small static file server on localhost: enough for one person or one test, and it can be stopped and started again.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A running server. Dropping it stops it.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
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
        let thread = thread::spawn({
            let (folder, prefix, stop) = (folder.to_path_buf(), prefix.clone(), stop.clone());
            move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    let (folder, prefix) = (folder.clone(), prefix.clone());
                    // A browser that hangs up half-way is no news.
                    thread::spawn(move || stream.and_then(|stream| answer(stream, &folder, &prefix)));
                }
            }
        });
        Ok(Self { address, prefix, stop, thread: Some(thread) })
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

fn answer(stream: TcpStream, folder: &Path, prefix: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(&stream).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut takes_brotli = false;
    for header in lines {
        let header = header?.to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        takes_brotli |= header.strip_prefix("accept-encoding:").is_some_and(names_brotli);
    }
    let file = request.split(' ').nth(1).and_then(|target| file_of(target, folder, prefix));
    let packed = file.as_deref().filter(|_| takes_brotli).and_then(packed);
    let encoding = if packed.is_some() { "Content-Encoding: br\r\n" } else { "" };
    let found = file.and_then(|file| Some((content_type(&file), std::fs::read(packed.unwrap_or(file)).ok()?)));
    let (status, kind, body) = match found {
        Some((kind, body)) => ("200 OK", kind, body),
        None => ("404 Not Found", "text/plain", b"No such file".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{encoding}Vary: Accept-Encoding\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = &stream;
    stream.write_all(head.as_bytes())?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn names_brotli(encodings: &str) -> bool {
    encodings.split(',').any(|encoding| encoding.split(';').next().is_some_and(|name| name.trim() == "br"))
}

/// The same file compressed, where one lies beside it that is no older.
fn packed(file: &Path) -> Option<PathBuf> {
    let packed = PathBuf::from(format!("{}.br", file.display()));
    let changed = |file: &Path| file.metadata().ok()?.modified().ok();
    (changed(&packed)? >= changed(file)?).then_some(packed)
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
    fn brotli_is_sent_to_whom_takes_it_where_it_is_of_the_same_file() {
        assert!(names_brotli(" gzip, deflate, br, zstd") && names_brotli("br;q=1.0"));
        assert!(!names_brotli(" gzip, brother"));
        let file = std::env::temp_dir().join(format!("second-engine-server-{}.js", std::process::id()));
        let beside = PathBuf::from(format!("{}.br", file.display()));
        std::fs::write(&file, "let a;").unwrap();
        assert_eq!(packed(&file), None);
        std::fs::write(&beside, "packed").unwrap();
        assert_eq!(packed(&file), Some(beside.clone()));
        let later = std::time::SystemTime::now() + Duration::from_secs(9);
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(later).unwrap();
        assert_eq!(packed(&file), None, "the file has changed since");
        std::fs::remove_file(&beside).unwrap();
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for target in ["/", "/other/a.js", "/sub/../Cargo.toml", "/sub//etc/passwd"] {
            assert_eq!(file_of(target, Path::new("dist"), "/sub/"), None, "{target}");
        }
    }
}
