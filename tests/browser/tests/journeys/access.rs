//! The page for everyone: accessibility rules and narrow screens.

use crate::{Journey, Visit, data, expect, rail};
use second_engine_browser::engine::Engine;
use second_engine_browser::page::FAULTS;
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, project};
use serde_json::json;
use std::fs;

pub const JOURNEYS: &[Journey] = &[
    ("axe finds nothing to object to on a wide screen", |visit| axe_is_content(visit, 1440, 900)),
    ("axe finds nothing to object to on a phone", |visit| axe_is_content(visit, 390, 844)),
    ("axe finds nothing to object to where everything is open and much is wrong", |visit| {
        in_both_themes(visit, (1440, 900), "v=2&moon.phase=2&market.events=3:0.009", |page| {
            page.unfold()?;
            page.click("#history")?;
            page.click("#event-mar_2020")?;
            page.click("#shock-more-button")?;
            for (id, text) in [("pool.low", "9,999"), ("market.vix", "abc"), ("market.events-0-day", "soon")] {
                page.type_into(&format!("[id='{id}']"), text)?;
            }
            page.wait_until("document.querySelectorAll('.err').length === 3")?;
            page.eval_js("document.querySelectorAll('[title$=\"as a table\"]').forEach(button => button.click())")?;
            page.eval_js("document.querySelector('#verdict button').click()")?;
            page.wait_until("document.getElementById('pop').matches(':popover-open')")
        })
    }),
    ("axe finds nothing to object to in any view", |visit| {
        for tab in ["time", "size", "hedge", "pool", "odds", "data", "learn"] {
            for size in [(1440, 900), (390, 844)] {
                in_both_themes(visit, size, "", |page| {
                    page.show_view(tab)?;
                    page.see_all()
                })?;
            }
        }
        Ok(())
    }),
    ("axe finds nothing to object to in any view of an empty book, where most figures are not made", |visit| {
        for tab in ["book", "time", "size", "hedge", "pool", "odds", "data"] {
            in_both_themes(visit, (390, 844), rail::NOTHING, |page| {
                page.wait_until_all_is_there()?;
                page.run_js("document.getElementById(`view-${arguments[0]}`).click()", &[json!(tab)])?;
                page.wait_until(&format!("document.querySelector('.view').id === '{tab}'"))
            })?;
        }
        Ok(())
    }),
    ("axe finds nothing to object to in files that were read and what they say, and nothing is cut there", |visit| {
        for size in [(1440, 900), (390, 844)] {
            in_both_themes(visit, size, "v=2&market.today=2025-11-20", |page| {
                page.show_view("data")?;
                data::drop_on(page, &data::histories())?;
                data::read_all(page, 4)?;
                page.eval_js("document.querySelector('#walk-through').click()")?;
                page.wait_until("document.querySelector('#equity canvas')?.height > 100")?;
                page.see_all()?;
                let faults = page.run_js(FAULTS, &[])?;
                expect(faults == json!([]), faults)
            })?;
        }
        Ok(())
    }),
    ("axe finds nothing to object to in the glossary and the model book, and nothing is cut there", |visit| {
        for (part, there) in [("Glossary", ".terms li"), ("Model book", "#model-book h2")] {
            for size in [(1440, 900), (390, 844)] {
                in_both_themes(visit, size, "", |page| {
                    page.show_view("learn")?;
                    page.run_js(
                        "[...document.querySelectorAll('.positions button')].find(one => one.textContent === arguments[0]).click()",
                        &[json!(part)],
                    )?;
                    page.wait_until(&format!("document.querySelector('{there}') !== null"))?;
                    let faults = page.run_js(FAULTS, &[])?;
                    expect(faults == json!([]), faults)
                })?;
            }
        }
        Ok(())
    }),
    ("axe finds nothing to object to in the help", |visit| {
        in_both_themes(visit, (1440, 900), "", |page| {
            page.wait_until_all_is_there()?;
            page.press("?")?;
            page.wait_until("document.getElementById('help-dialog').open")
        })
    }),
    ("axe finds nothing to object to in the plan's sheet and the menu of a phone", |visit| {
        // As high as all of the sheet: what its edge cuts is no small target.
        in_both_themes(visit, (390, 2600), "", |page| {
            page.click("#open-sheet")?;
            page.unfold()?;
            page.type_into("[id='pool.low']", "9,999")
        })?;
        in_both_themes(visit, (390, 844), "", |page| {
            page.click("[popovertarget='more-menu']")?;
            page.wait_until("document.getElementById('more-menu').matches(':popover-open')")
        })
    }),
    ("axe finds nothing to object to in any menu of a wide screen", |visit| {
        let differs = "v=2&shock.severity=1.2&shock.peg=0.97&sizing.rule.stress=0&shock.correlation=0.5&shock.vix=60";
        in_turn(
            visit,
            (1440, 900),
            differs,
            &[
                ("the plan's menu", |page| menu(page, "plan-menu")),
                ("what can be added", |page| menu(page, "add-menu")),
                ("what differs", |page| page.click(".marks-more summary")),
                ("comparing", |page| {
                    page.click("#compare")?;
                    page.wait_until("document.getElementById('compare-menu') !== null")?;
                    menu(page, "compare-menu")
                }),
                ("history", |page| {
                    page.click("#history")?;
                    page.wait_until("document.getElementById('history-menu') !== null")
                }),
                ("a question in the rail", |page| {
                    page.unfold()?;
                    page.eval_js("document.querySelector('#rail .ask').click()")?;
                    page.wait_until("document.getElementById('pop').matches(':popover-open')")
                }),
            ],
        )
    }),
    ("axe finds nothing to object to in any sheet and menu of a phone", |visit| {
        in_turn(
            visit,
            (390, 844),
            "v=2&shock.severity=1.2&shock.vix=60",
            &[
                ("the plan's menu", |page| menu(page, "plan-menu")),
                ("the shock", |page| {
                    page.eval_js("document.getElementById('plan-menu').hidePopover()")?;
                    page.click("#open-shock")?;
                    page.wait_until("document.body.dataset.shock !== undefined")
                }),
                ("history", |page| {
                    page.click("#history")?;
                    page.wait_until("document.getElementById('history-menu') !== null")
                }),
                ("every shock input", |page| {
                    page.click("#history")?;
                    page.click("#shock-more-button")?;
                    page.wait_until("document.getElementById('shock-more') !== null")
                }),
                ("the book's sheet", |page| {
                    page.click("#open-shock")?;
                    page.click("#open-sheet")?;
                    page.unfold()
                }),
                ("what can be added", |page| menu(page, "add-menu")),
                ("the help", |page| {
                    page.eval_js("document.getElementById('add-menu').hidePopover()")?;
                    page.click("#close-sheet")?;
                    menu(page, "more-menu")?;
                    page.eval_js("document.querySelector('#more-menu button:last-child').click()")?;
                    page.wait_until("document.getElementById('help-dialog').open")
                }),
            ],
        )
    }),
    (
        "the help leads to the licences of what the page is built with, without a network too, and says the version",
        |visit| {
            let page = visit.page;
            page.open("")?;
            page.wait_until_all_is_there()?;
            page.press("?")?;
            page.wait_until("document.getElementById('help-dialog').open")?;
            let said = page.text("#help-dialog")?;
            expect(said.contains(&format!("Version {}", second_engine::VERSION)), said)?;
            let report = page.eval_js("JSON.parse(secondEngine.evaluate('{}')).version")?;
            expect(report == second_engine::VERSION, report)?;
            let link = "document.querySelector('#help-dialog a')";
            let text = page.eval_js(&format!("fetch({link}.href).then(answer => answer.text())"))?;
            let wanted = fs::read_to_string(project("docs/notices.txt"))?;
            expect(text == wanted, "the notices are others")?;
            // The worker keeps it with the rest.
            let kept = page.eval_js("fetch('sw.js').then(answer => answer.text())")?;
            expect(
                kept.as_str().is_some_and(|list| list.contains("'./notices.txt'")),
                "the worker does not keep the notices",
            )
        },
    ),
    ("Tab comes to every control in turn, and each shows that it has the focus", |visit| {
        let page = visit.page;
        page.open("v=2&moon.phase=2&pool.low=2300")?;
        page.unfold()?;
        page.click("#shock-more-button")?;
        page.eval_js("document.getElementById('heat').scrollIntoView()")?;
        page.wait_until(
            "document.querySelector('#heat .target') !== null && document.getElementById('dates') !== null",
        )?;
        let count = page.run_js(WALK, &[])?.as_u64().unwrap_or_default();
        expect(count > 150, count)?;
        // The key Tab, and more of them than there are controls: the pool's panel brings its own when it comes into view.
        page.press_often("\u{e004}", count as usize + 150)?;
        // WebKit scrolls to what has the focus in its own time, at times only with the next key.
        let late = if page.engine() == Engine::WebKit { " out of view" } else { "never" };
        page.eval_js(&format!("unseen = unseen.filter(said => !said.endsWith('{late}'))"))?;
        for list in ["missed()", "unseen"] {
            let found = page.eval_js(list)?;
            expect(found == json!([]), (list, found))?;
        }
        Ok(())
    }),
    ("Tab stays in the help until Escape closes it, and comes back to where it was", |visit| {
        let page = visit.page;
        page.open("")?;
        page.focus("#help")?;
        page.press(thirtyfour::Key::Enter)?;
        page.wait_until("document.getElementById('help-dialog').open")?;
        for _ in 0..4 {
            page.press(thirtyfour::Key::Tab)?;
            let outside = page.eval_js(
                "document.activeElement !== document.body && !document.activeElement.closest('#help-dialog')",
            )?;
            expect(outside == false, page.eval_js("document.activeElement.outerHTML")?)?;
        }
        page.press(thirtyfour::Key::Escape)?;
        page.wait_until("!document.getElementById('help-dialog').open && document.activeElement.id === 'help'")
    }),
    ("a question is asked and put away by keys alone", |visit| {
        let page = visit.page;
        page.open("")?;
        page.focus("#verdict button")?;
        page.press(thirtyfour::Key::Enter)?;
        page.wait_until("document.getElementById('pop').matches(':popover-open')")?;
        let said = page.text("#pop")?;
        expect(said.contains("condors + pools + hedge") && said.contains("Model book"), said)?;
        page.press(thirtyfour::Key::Escape)?;
        page.wait_until("!document.getElementById('pop').matches(':popover-open')")?;
        page.wait_until("document.activeElement === document.querySelector('#verdict button')")
    }),
    ("nothing is wider than the narrowest screen", |visit| {
        visit.page.set_viewport(320, 640)?;
        visit.page.open("")?;
        let width = visit.page.eval_js("document.documentElement.scrollWidth")?;
        expect(width.as_u64() <= Some(320), width)
    }),
];

/// Notes from here on where the focus goes, and what takes it without showing so: the outline or the frame of the
/// control, or of what is drawn for it (its parent, a neighbour), must become another. Returns how many controls
/// there are.
const WALK: &str = "
    window.reached = new Set();
    window.unseen = [];
    const name = element => element.id || element.ariaLabel || element.innerText || element.outerHTML.slice(0, 80);
    const look = element => [element, element.parentElement, ...element.parentElement.children].map(drawn => {
        const style = getComputedStyle(drawn);
        return style.opacity === '0' ? '' : [style.outlineStyle, style.outlineWidth, style.boxShadow];
    }).join();
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(element =>
        element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true })
            && !element.closest('[inert], dialog:not([open])'));
    // From the top: where the focus was last, some engines go on and do not come round.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    const before = new Map(all.map(element => [element, look(element)]));
    const bar = document.querySelector('.head');
    addEventListener('focusin', ({ target }) => {
        reached.add(target);
        if (before.get(target) === look(target)) unseen.push(name(target));
    });
    // Where it stands when the focus leaves: some engines scroll to it only after they have told of it. The links that
    // skip are in view only as long as they have it.
    const stands = ({ target, type }) => {
        if (target.matches('.skip') === (type === 'focusout')) return;
        const edge = target.getBoundingClientRect();
        if (edge.bottom < 0 || edge.top > innerHeight) unseen.push(name(target) + ' out of view');
        if (edge.bottom <= bar.getBoundingClientRect().bottom && !bar.contains(target) && !target.matches('.skip') && edge.top > bar.getBoundingClientRect().top)
            unseen.push(name(target) + ' behind the bar');
    };
    addEventListener('focusin', stands);
    addEventListener('focusout', stands);
    window.missed = () => all.filter(element => element.isConnected && !reached.has(element)).map(name);
    scrollTo(0, 0);
    return all.length;
";

fn axe_is_content(visit: &Visit, width: u32, height: u32) -> Outcome {
    in_both_themes(visit, (width, height), "", |_| Ok(()))
}

/// Opens a menu that the browser keeps on top.
fn menu(page: &Page, id: &str) -> Outcome {
    page.run_js("document.getElementById(arguments[0]).showPopover()", &[json!(id)])?;
    page.wait_until(&format!("document.getElementById('{id}').matches(':popover-open')"))
}

/// A state's name, and what brings the page into it from the state before.
type State = (&'static str, fn(&Page) -> Outcome);

/// One state after the other on one page, in both themes.
fn in_turn(visit: &Visit, size: (u32, u32), fragment: &str, states: &[State]) -> Outcome {
    for theme in ["light", "dark"] {
        visit.page.set_viewport(size.0, size.1)?;
        visit.page.open_at(&format!("theme={theme}"), fragment)?;
        visit.page.wait_until_all_is_there()?;
        let mut found = Vec::new();
        for (name, bring) in states {
            bring(visit.page).map_err(|error| format!("{name}, {theme}: {error}"))?;
            found.extend(objections(visit.page)?.into_iter().map(|said| format!("{name}: {said}")));
        }
        expect(found.is_empty(), (size, theme, found))?;
    }
    Ok(())
}

/// The page in this state, in both themes.
fn in_both_themes(visit: &Visit, size: (u32, u32), fragment: &str, state: impl Fn(&Page) -> Outcome) -> Outcome {
    for theme in ["light", "dark"] {
        visit.page.set_viewport(size.0, size.1)?;
        visit.page.open_at(&format!("theme={theme}"), fragment)?;
        state(visit.page)?;
        let found = objections(visit.page)?;
        expect(found.is_empty(), (size, theme, found))?;
    }
    Ok(())
}

/// What axe-core's rules, all of them, object to; among them that what is touched is 24 px in size, or so far from the
/// next. Injected by the driver, which the page's CSP does not concern.
fn objections(page: &Page) -> Outcome<Vec<String>> {
    let file = project(".tools/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).map_err(|_| "axe-core is not installed: run tools/test")?;
    page.run_js(&axe, &[])?;
    let found = page.run_js(
        "return axe.run(document, { preload: false, rules: { 'target-size': { enabled: true } } }).then(result =>
             result.violations.flatMap(rule =>
                 rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))",
        &[],
    )?;
    Ok(serde_json::from_value(found)?)
}
