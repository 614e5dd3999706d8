//! HTTP/1.1 on loopback: as much as clients of these services speak, and every way to break it.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a blocked connection goes on before it looks whether the server stops.
const POLL: Duration = Duration::from_millis(20);
/// A connection without a request for this long is closed.
const IDLE: Duration = Duration::from_secs(30);
/// More connections at once wait at the door.
const MAX_CONNECTIONS: usize = 64;
const MAX_HEADER: usize = 16 << 10;
const MAX_BODY: usize = 1 << 20;

/// A request.
#[derive(Clone, Default, Debug)]
pub(super) struct Request {
    pub(super) method: String,
    /// Without the query.
    pub(super) path: String,
    pub(super) query: String,
    pub(super) content_type: String,
    pub(super) authorization: String,
    pub(super) body: Vec<u8>,
}

/// How much of an answer is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Delivery {
    Whole,
    /// Half of the body, then the end.
    Half,
    /// The body again and again.
    Endless,
    /// Nothing, and the end.
    Nothing,
    /// Nothing until the client goes away.
    Never,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    /// Whole header lines, each with its end.
    pub(super) headers: String,
    pub(super) body: Vec<u8>,
    pub(super) delay: Duration,
    pub(super) delivery: Delivery,
}

impl Answer {
    pub(super) fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type: content_type.into(),
            headers: String::new(),
            body,
            delay: Duration::ZERO,
            delivery: Delivery::Whole,
        }
    }

    /// A page for people, as proxies and broken servers send it.
    pub(super) fn page(status: u16) -> Self {
        let body = format!("<!doctype html><title>{status}</title><h1>HTTP {status}</h1>\n");
        Self::new(status, "text/html", body.into_bytes())
    }

    fn to_bytes(&self) -> Vec<u8> {
        let length = match self.delivery {
            Delivery::Endless => "Connection: close\r\n".into(),
            _ => format!("Content-Length: {}\r\n", self.body.len()),
        };
        let head = format!(
            "HTTP/1.1 {} Status\r\nContent-Type: {}\r\n{}{length}\r\n",
            self.status, self.content_type, self.headers
        );
        let end = if self.delivery == Delivery::Half { self.body.len() / 2 } else { usize::MAX };
        [head.as_bytes(), self.body.get(..end).unwrap_or(&self.body)].concat()
    }
}

/// What answers requests.
pub(super) trait Handler: Send + Sync + 'static {
    fn answer(&self, request: &Request) -> Answer;
}

/// A listener with its threads. They end when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    stop: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a free port of 127.0.0.1.
    pub(super) fn start(handler: Arc<dyn Handler>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = stop.clone();
        let acceptor = thread::Builder::new()
            .name("kyso-testkit-accept".into())
            .spawn(move || accept(&listener, &handler, &stopping))?;
        Ok(Self { address, stop, acceptor: Some(acceptor) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address)); // wakes the acceptor
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
    }
}

fn accept(listener: &TcpListener, handler: &Arc<dyn Handler>, stop: &Arc<AtomicBool>) {
    let mut connections: Vec<JoinHandle<()>> = Vec::new();
    loop {
        let stream = listener.accept();
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let Ok((stream, _)) = stream else { continue };
        while connections.len() >= MAX_CONNECTIONS && !stop.load(Ordering::SeqCst) {
            connections.retain(|thread| !thread.is_finished());
            thread::sleep(POLL);
        }
        connections.retain(|thread| !thread.is_finished());
        let (handler, stop) = (handler.clone(), stop.clone());
        let connection = Connection { stream, stop, unread: Vec::new() };
        let spawned = thread::Builder::new()
            .name("kyso-testkit-serve".into())
            .spawn(move || connection.serve(&*handler));
        connections.extend(spawned);
    }
    for connection in connections {
        drop(connection.join());
    }
}

struct Connection {
    stream: TcpStream,
    stop: Arc<AtomicBool>,
    unread: Vec<u8>,
}

impl Connection {
    fn serve(mut self, handler: &dyn Handler) {
        let prepared = self.stream.set_nodelay(true);
        let prepared = prepared.and(self.stream.set_read_timeout(Some(POLL)));
        if prepared.and(self.stream.set_write_timeout(Some(POLL))).is_err() {
            return;
        }
        while let Some(request) = self.request() {
            let answer = handler.answer(&request);
            if !self.deliver(&answer) {
                return;
            }
        }
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// More bytes; false at the end, when idle for too long, and when the server stops.
    fn fill(&mut self) -> bool {
        let since = Instant::now();
        let mut buffer = [0; 8 << 10];
        while !self.stopping() && since.elapsed() < IDLE {
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(count) => {
                    self.unread.extend_from_slice(&buffer[..count]);
                    return true;
                }
                Err(error) if waits(&error) => {}
                Err(_) => return false,
            }
        }
        false
    }

    fn request(&mut self) -> Option<Request> {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            if self.unread.len() > MAX_HEADER || !self.fill() {
                return None;
            }
        };
        let head = String::from_utf8_lossy(&self.unread[..end]).into_owned();
        self.unread.drain(..end);
        let (mut request, length, continues) = parse_head(&head)?;
        if length > MAX_BODY {
            return None;
        }
        if continues {
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
        }
        while self.unread.len() < length {
            if !self.fill() {
                return None;
            }
        }
        request.body = self.unread.drain(..length).collect();
        Some(request)
    }

    /// Sends an answer; false when the connection is at its end.
    fn deliver(&mut self, answer: &Answer) -> bool {
        let since = Instant::now();
        while since.elapsed() < answer.delay {
            if self.stopping() {
                return false;
            }
            thread::sleep(POLL.min(answer.delay.saturating_sub(since.elapsed())));
        }
        match answer.delivery {
            Delivery::Whole => self.write(&answer.to_bytes()).is_ok(),
            Delivery::Half => {
                drop(self.write(&answer.to_bytes()));
                false
            }
            Delivery::Endless => {
                let body = answer.body.repeat((64 << 10) / answer.body.len().max(1) + 1);
                let mut sent = self.write(&answer.to_bytes());
                while sent.is_ok() {
                    sent = self.write(&body);
                }
                false
            }
            Delivery::Nothing => false,
            Delivery::Never => {
                let mut ignored = [0; 1024];
                while !self.stopping() {
                    match self.stream.read(&mut ignored) {
                        Ok(0) => break,
                        Ok(_) => {}
                        Err(error) if waits(&error) => {}
                        Err(_) => break,
                    }
                }
                false
            }
        }
    }

    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.stopping() {
                return Err(ErrorKind::Interrupted.into());
            }
            match self.stream.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(error) if waits(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn waits(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// The request, its body's length, and whether the client waits for leave to send it.
fn parse_head(head: &str) -> Option<(Request, usize, bool)> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let method = first.next()?.to_owned();
    let target = first.next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut request = Request { method, path, query, ..Request::default() };
    let (mut length, mut continues) = (0, false);
    for line in lines.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "transfer-encoding" => return None, // no client of ours streams
            "content-type" => request.content_type = value.to_ascii_lowercase(),
            "authorization" => request.authorization = value.into(),
            "expect" => continues = value.eq_ignore_ascii_case("100-continue"),
            _ => {}
        }
    }
    Some((request, length, continues))
}
