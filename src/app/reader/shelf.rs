//! Shelf: files as they came, in the browser's database, for the next visit. Each call may fail where nothing may be kept.

use std::cell::Cell;
use std::future::{IntoFuture, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStore, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Object, Reflect, Uint8Array};
use second_engine::units::day::Day;
use second_engine::views::data::say::Say;
use wasm_bindgen::{JsCast, JsValue};
use yew::platform::spawn_local;
use yew::platform::time::sleep;

const DATABASE: &str = "second-engine";
const FILES: &str = "files";
const NAME: &str = "name";
const DAY: &str = "day";
const BYTES: &str = "bytes";
const SAY: &str = "say";

/// A file that was kept.
pub struct KeptFile {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The day it was kept.
    pub day: Option<Day>,
    /// What the person says of it.
    pub say: Say,
    /// As it came.
    pub bytes: Vec<u8>,
}

/// After so long a database that has not opened is taken for one that never will: another tab may be about to
/// delete it and held up itself. Later calls of the thread do not wait again until it has.
const OPENS: Duration = Duration::from_secs(5);

thread_local! {
    static IS_SILENT: Cell<bool> = const { Cell::new(false) };
}

/// Not that there is no database: what is kept in it is there.
fn silent() -> Error {
    Error::TransactionOpenFailed(JsValue::NULL)
}

async fn open() -> Result<Database, Error> {
    if IS_SILENT.get() {
        return Err(silent());
    }
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        let mut params = ObjectStoreParams::new();
        params.auto_increment(true);
        // Where this fails every later call does, and says so.
        let _ = event.database().and_then(|database| database.create_object_store(FILES, params));
    });
    let (mut request, mut time) = (Box::pin(request.into_future()), pin!(sleep(OPENS)));
    let opened = poll_fn(|cx| match request.as_mut().poll(cx) {
        Poll::Pending => time.as_mut().poll(cx).map(|()| None),
        Poll::Ready(opened) => Poll::Ready(Some(opened)),
    })
    .await;
    if let Some(opened) = opened {
        return opened;
    }
    IS_SILENT.set(true);
    // It may open yet: nobody would close it, and it would hold up the others.
    spawn_local(async move {
        if let Ok(database) = request.await {
            database.close();
            IS_SILENT.set(false);
        }
    });
    Err(silent())
}

/// Does something with the files, as one transaction.
async fn with<T, F>(mode: TransactionMode, work: impl FnOnce(ObjectStore) -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let database = open().await?;
    let transaction = database.transaction(&[FILES], mode)?;
    let done = work(transaction.object_store(FILES)?).await?;
    // A transaction may be given up for want of room after every part of it went well.
    let is_kept = mode == TransactionMode::ReadOnly || transaction.commit()?.await?.is_committed();
    database.close();
    if is_kept { Ok(done) } else { Err(Error::TransactionCommitError(JsValue::NULL)) }
}

/// All that is kept, oldest first.
pub async fn all() -> Result<Vec<KeptFile>, Error> {
    let (keys, values) = with(TransactionMode::ReadOnly, |store| async move {
        let keys = store.get_all_keys(None, None)?.await?;
        Ok((keys, store.get_all(None, None)?.await?))
    })
    .await?;
    Ok(keys.iter().zip(&values).filter_map(|(key, value)| file_of(key, value)).collect())
}

/// What is kept under a number.
fn file_of(key: &JsValue, value: &JsValue) -> Option<KeptFile> {
    let text = |key: &str| Reflect::get(value, &key.into()).ok().and_then(|text| text.as_string());
    let bytes = Reflect::get(value, &BYTES.into()).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec();
    let day = text(DAY).and_then(|day| Day::iso(&day));
    let say = text(SAY).map(|word| Say::read(&word)).unwrap_or_default();
    Some(KeptFile { id: key.as_f64()? as u64, name: text(NAME)?, day, say, bytes })
}

/// A file as it is kept.
fn as_kept(name: &str, day: &str, bytes: &[u8]) -> Object {
    let value = Object::new();
    for (key, part) in [(NAME, name.into()), (DAY, day.into()), (BYTES, Uint8Array::from(bytes).into())] {
        let _ = Reflect::set(&value, &key.into(), &part);
    }
    value
}

/// Keeps a file; its number.
pub async fn put(name: &str, day: &str, bytes: &[u8]) -> Result<u64, Error> {
    let value = as_kept(name, day, bytes);
    let key = with(TransactionMode::ReadWrite, |store| async move { store.add(&value, None)?.await }).await?;
    Ok(key.as_f64().unwrap_or_default() as u64)
}

/// Keeps a file again under the number that it had.
pub async fn put_back(file: &KeptFile) -> Result<(), Error> {
    let day = file.day.map(String::from).unwrap_or_default();
    let value = as_kept(&file.name, &day, &file.bytes);
    let _ = Reflect::set(&value, &SAY.into(), &file.say.word().into());
    let key = JsValue::from_f64(file.id as f64);
    with(TransactionMode::ReadWrite, |store| async move { store.put(&value, Some(&key))?.await.map(|_| ()) }).await
}

/// A kept file; `None` where there is none of this number.
pub async fn one(id: u64) -> Result<Option<KeptFile>, Error> {
    let key = JsValue::from_f64(id as f64);
    let of = Query::Key(key.clone());
    let value = with(TransactionMode::ReadOnly, |store| async move { store.get(of)?.await }).await?;
    Ok(value.and_then(|value| file_of(&key, &value)))
}

/// Keeps what the person says of it.
pub async fn say(id: u64, say: Say) -> Result<(), Error> {
    let key = JsValue::from_f64(id as f64);
    with(TransactionMode::ReadWrite, |store| async move {
        let Some(value) = store.get(Query::Key(key.clone()))?.await? else { return Ok(()) };
        let _ = Reflect::set(&value, &SAY.into(), &say.word().into());
        store.put(&value, Some(&key))?.await.map(|_| ())
    })
    .await
}

/// Keeps it no longer.
pub async fn remove(id: u64) -> Result<(), Error> {
    let key = Query::Key(JsValue::from_f64(id as f64));
    with(TransactionMode::ReadWrite, |store| async move { store.delete(key)?.await }).await
}

/// Keeps none.
pub async fn clear() -> Result<(), Error> {
    with(TransactionMode::ReadWrite, |store| async move { store.clear()?.await }).await
}
