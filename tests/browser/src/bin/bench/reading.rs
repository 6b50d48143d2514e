//! Reading: what a file costs in the thread that reads it, alone: no page is drawn meanwhile.
//!
//! The files are those of the folder that `SECOND_ENGINE_DATA` names, in its `import`; without it nothing is measured, and
//! that is said. Each pass has a thread of its own, as a first drop has: its code has not run before. What is measured is
//! from the wish to its answer: the file read, kept, and all that the tab says of it worked out.

use std::path::Path;

use second_engine_browser::Outcome;
use second_engine_browser::browser::Browser;
use second_engine_tools::server::Server;
use serde_json::json;

use crate::paths::drag;
use crate::{AtMost, Findings, settle, slowed};

/// Threads that each measurement is taken in.
const PASSES: u32 = 7;

/// A measurement: its name, the files that are there already, the one that is read, what is asked of it in milliseconds.
type Measured = (&'static str, &'static [&'static str], &'static str, f64);

const ALL: [Measured; 2] = [
    ("a chain of 1.4 MB read and fitted", &[], "12_cboe_spx_quotedata_excel_resaved_2022-07-12.csv", 300.0),
    (
        "9,234 rows read, all signals of 4 files",
        &["13_yfinance_multiheader_GSPC.csv", "04_yahoo_ETH-USD_ohlcv.csv", "08_advance_decline.csv"],
        "01_cboe_VIX_History.csv",
        50.0,
    ),
];

/// A new thread, and what it tells of a wish.
const THREAD: &str = "
    const [others, last] = arguments;
    const script = document.querySelector('link[rel=modulepreload]').href;
    const { name } = performance.getEntriesByType('resource').find(({ name }) => /_bg\\.wasm/.test(name));
    const thread = new Worker('reader.js?' + script.split('/').pop(), { type: 'module' });
    const told = words => new Promise(done => {
        thread.onmessage = ({ data }) => {
            const answer = JSON.parse(data);
            if (answer === 'Ready' || answer.Done || answer.Walked) done(answer);
        };
        thread.postMessage(words);
    });
    const take = files => told(['take', 'v=2', files.map(([name, text]) => new File([text], name))]);
    const begin = async () => told({ script, engine: await WebAssembly.compileStreaming(fetch(name)) });
";

/// Reads the last of the files in a new thread that has the others: milliseconds to the answer, to a second answer for
/// another plan, of which nothing is read, and to the back-test of the opening plan through them. Forgets them all.
const READ: &str = "
    return (async () => {
        await begin();
        if (others.length) await take(others);
        let start = performance.now();
        const { Done: { tab, refused } } = await take([last]);
        const whole = performance.now() - start;
        if (refused.length || tab.sets.length !== others.length + 1) throw new Error(JSON.stringify(refused));
        start = performance.now();
        await told(['look', 'v=2&shock.vix=31', null]);
        const again = performance.now() - start;
        start = performance.now();
        const { Walked: { found } } = await told(['walk', 'v=2', null]);
        const walked = performance.now() - start;
        if (others.length && !found.Ok) throw new Error(JSON.stringify(found));
        await told(['forget-all', 'v=2', null]);
        thread.terminate();
        return [whole, again, walked];
    })();
";

/// Drops the files on the page.
const DROP: &str = "
    const [others, last] = arguments;
    const carried = new DataTransfer();
    for (const [name, text] of [...others, last]) carried.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
";

/// Every measurement, each in threads of its own.
pub fn read(browser: &Browser, server: &Server, found: &mut Findings) -> Outcome {
    let Ok(folder) = std::env::var("SECOND_ENGINE_DATA") else {
        println!("files: not measured, since SECOND_ENGINE_DATA names no folder");
        return Ok(());
    };
    let file = |name: &str| -> Outcome<(String, String)> {
        let bytes = std::fs::read(Path::new(&folder).join("import").join(name))?;
        Ok((name.into(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    let page = slowed(browser, server, 1)?;
    page.open("v=2")?;
    settle(&page)?;
    for (name, others, last, most) in ALL {
        let others = others.iter().map(|name| file(name)).collect::<Outcome<Vec<_>>>()?;
        let asked = [json!(others), json!(file(last)?)];
        let (mut whole, mut again, mut walked) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PASSES {
            let times: [f64; 3] = serde_json::from_value(page.run_js(&[THREAD, READ].concat(), &asked)?)?;
            whole.push(times[0]);
            again.push(times[1]);
            walked.push(times[2]);
        }
        found.row(name, whole, [Some(AtMost(most)), None]);
        found.row("    for another plan, nothing read", again, [None, None]);
        if !others.is_empty() {
            found.row("    26 years of them walked, every rule on and off", walked, [Some(AtMost(2000.0)), None]);
            let page = slowed(browser, server, 1)?;
            page.open("v=2&view=data")?;
            settle(&page)?;
            page.run_js(DROP, &asked)?;
            page.wait_until(&format!(
                "document.querySelectorAll('#data [aria-label^=Forget]').length === {}",
                others.len() + 1
            ))?;
            // As a person does: the page's own reader walks, and is told that a hand has come.
            page.click("#walk-through")?;
            page.wait_until("document.querySelector('#stop-walk') !== null")?;
            drag(&page, "26 years are walked", found)?;
            // The drag takes longer than they do: they waited for the hand.
            if page.eval_js("document.querySelector('#stop-walk') === null")? == json!(true) {
                return Err("the back-test did not wait for the hand that dragged".into());
            }
        }
    }
    Ok(())
}
