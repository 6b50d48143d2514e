//! WebDriver BiDi over its socket, as much of it as Firefox is asked for: a command waits for its answer, and what has
//! happened in between is kept until somebody asks.

use crate::Outcome;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::time::Duration;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket, connect};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Bidi {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    sent: u64,
    events: Vec<Value>,
}

impl Bidi {
    /// At the address that the session names, with these events from now on.
    pub fn open(url: &str, events: &[&str]) -> Outcome<Self> {
        let (socket, _) = connect(url)?;
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(PATIENCE))?;
        }
        let mut bidi = Self { socket, sent: 0, events: Vec::new() };
        bidi.ask("session.subscribe", json!({ "events": events }))?;
        Ok(bidi)
    }

    pub fn ask(&mut self, method: &str, parameters: Value) -> Outcome<Value> {
        self.sent += 1;
        let command = json!({ "id": self.sent, "method": method, "params": parameters });
        self.socket.send(Message::text(command.to_string()))?;
        loop {
            let Message::Text(text) = self.socket.read()? else { continue };
            let mut said: Value = serde_json::from_str(&text)?;
            if said["type"] == "event" {
                self.events.push(said);
            } else if said["id"] == self.sent {
                return match said["type"].as_str() {
                    Some("success") => Ok(said["result"].take()),
                    _ => Err(format!("{method}: {} {}", said["error"], said["message"]).into()),
                };
            }
        }
    }

    /// What has happened under this name since the last call.
    pub fn take(&mut self, event: &str) -> Outcome<Vec<Value>> {
        // What was sent before this answer has come before it.
        self.ask("session.status", json!({}))?;
        let (taken, kept) = self.events.drain(..).partition(|one: &Value| one["method"] == event);
        self.events = kept;
        Ok(taken.into_iter().map(|mut one: Value| one["params"].take()).collect())
    }
}
