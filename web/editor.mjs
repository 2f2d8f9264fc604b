// An exercise in the page: editor, buttons, and the screen of the verdict.
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { EditorView, basicSetup } from "codemirror";
import { load, moved, save } from "../site/assets/progress.mjs";
import { check, isFetched, start, stop } from "./checker.mjs";
import styles from "./kata.css";

const colour = (name, otherwise) => `var(--md-code-hl-${name}-color, ${otherwise})`;
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], color: colour("keyword", "currentColor"), fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string", "currentColor") },
  { tag: tags.comment, color: colour("comment", "currentColor"), fontStyle: "italic" },
  { tag: tags.number, color: colour("number", "currentColor") },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: colour("function", "currentColor") },
]);
const NEXT = "  Next: "; // of a terminal, where it is a command to type
const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Replace the starter, which is there to be read without JavaScript, by an editor of it. */
export function dress(place) {
  place.dataset.ready = "yes";
  style();
  const slug = place.dataset.slug;
  const starter = place.querySelector("pre code").textContent.replace(/\n*$/, "\n");
  const key = `kata:text:${slug}`;
  const before = `kata:before-reset:${slug}`; // what Reset took away

  stored(() => follow(slug));
  const keep = (text) => stored(() => (text === starter ? localStorage.removeItem(key) : localStorage.setItem(key, text)));
  const view = new EditorView({
    doc: stored(() => localStorage.getItem(key)) ?? starter,
    extensions: [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (judge(), true) }])),
      basicSetup,
      keymap.of([indentWithTab]), // and Escape before it lets Tab leave, as CodeMirror has it
      indentUnit.of("    "),
      python(),
      syntaxHighlighting(highlighting),
      EditorView.contentAttributes.of({ "aria-label": `Your answer, ${slug}`, "aria-describedby": `${slug}-keys` }),
      EditorView.updateListener.of((update) => update.docChanged && keep(view.state.doc.toString())),
    ],
  });

  // What was fetched before is made ready while the reader writes. The 12 MB are fetched by Check alone.
  for (const event of ["focusin", "pointerenter"]) place.addEventListener(event, () => isFetched() && start());

  const run = button("Check", judge, "primary");
  const text = () => view.state.doc.toString();
  const write = (insert) => {
    const { doc } = view.state;
    if (insert !== doc.toString()) view.dispatch({ changes: { from: 0, to: doc.length, insert } }); // undo works
  };
  const reset = button("Reset", () => {
    if (text() === starter || !confirm("Bring back the starter? Your text is stored, and Restore brings it back.")) return;
    stored(() => localStorage.setItem(before, text()));
    write(starter);
    offer();
    view.focus();
  });
  const restore = button("Restore", () => {
    write(stored(() => localStorage.getItem(before)) ?? text());
    view.focus();
  });
  const offer = () => (restore.hidden = stored(() => localStorage.getItem(before)) === null);
  offer();
  followOtherTabs(place, key, (other) => write(other ?? starter));
  const end = button("Stop", stop);
  end.hidden = true;
  const says = made("span", "kata-says", { role: "status" });
  if (!isFetched()) says.textContent = `The first check fetches Python, once: ${MEGABYTES} MB.`;
  const bar = made("progress", "", { "aria-label": "Python, fetched" });
  const megabytes = made("span", "kata-megabytes", { "aria-hidden": "true" });
  const wait = made("span", "kata-wait");
  wait.append(bar, megabytes);
  wait.hidden = true;
  const keys = made("span", "kata-keys", { id: `${slug}-keys` });
  keys.textContent = `${MAC ? "Cmd" : "Ctrl"}+Enter checks. Escape, then Tab, leaves the editor.`;
  const tools = made("div", "kata-bar");
  tools.append(run, reset, restore, end, wait, says, keys);
  const screen = made("div", "kata-result", { "aria-live": "polite" });
  place.replaceChildren(view.dom, tools, screen);
  const record = load().exercises[slug];
  if (record?.state === "passed") {
    says.textContent = `You passed this exercise on ${record.first_passed.slice(0, 10)}.`;
    screen.append(following(true, place.dataset));
  }

  let judging = false;
  async function judge() {
    if (judging) return;
    judging = true;
    run.disabled = true;
    end.hidden = false;
    says.textContent = isFetched() ? "Starting Python ..." : "Fetching Python ...";
    const began = Date.now();
    try {
      const record = load().exercises[slug] ?? {};
      const job = { slug, text: view.state.doc.toString(), record };
      const result = await check(job, fetching, () => {
        wait.hidden = true;
        says.textContent = "Checking ...";
      });
      says.textContent = result ? `Checked in ${((Date.now() - began) / 1000).toFixed(1)} s.` : "Stopped. Nothing was judged.";
      if (result) show(result);
    } catch (error) {
      says.textContent = `Python did not run in this page (${error.message}), so nothing was judged. Check again, or check on your own machine.`;
    } finally {
      judging = false;
      run.disabled = false;
      end.hidden = true;
      wait.hidden = true;
    }
  }

  function fetching(bytes, all) {
    const here = isFetched() || bytes > 0.97 * all; // from its cache a browser reads it in a second
    wait.hidden = here;
    if (here) says.textContent = "Starting Python ...";
    bar.max = all;
    bar.value = bytes;
    megabytes.textContent = `${(bytes / 1e6).toFixed(1)} of ${MEGABYTES} MB`;
  }

  /** Put the cursor on a line that the verdict names. */
  function lead(number) {
    const { from } = view.state.doc.line(Math.min(number, view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  }

  function show({ verdict, screen: rows, record }) {
    screen.replaceChildren(...drawn(rows, verdict.state === "passed", place.dataset, lead));
    screen.scrollIntoView({ block: "nearest" });
    if (record) stored(() => {
      const progress = load();
      // A hint or a look at the solution may have been noted while the check ran.
      const { hints, revealed } = { ...record, ...progress.exercises[slug] };
      progress.exercises[slug] = { ...record, hints, revealed };
      save(progress);
    });
    place.dispatchEvent(new CustomEvent("kata:verdict", { bubbles: true, detail: verdict }));
  }
}

/** What another tab writes is shown here too: otherwise the last to write would win unseen. */
function followOtherTabs(place, key, write) {
  addEventListener("storage", function changed(event) {
    if (!place.isConnected) removeEventListener("storage", changed); // the reader went to another page
    else if (event.key === key) write(event.newValue);
  });
}

/** Draw rows of [text, style], as kata/report.py returns them; what to do next is on this page. */
function drawn(rows, passed, { slug, ...next }, lead) {
  const named = new RegExp(`(\\b${slug.split("/").pop()}\\.py:\\d+)`);
  const box = made("div", "screen", { role: "group", "aria-label": "The verdict", tabindex: "0" });
  const pre = made("pre");
  const code = made("code");
  const isNext = ([[text] = [""]]) => text === NEXT;
  for (const row of rows.filter((row, n) => !isNext(row) && !(rows[n + 1] && isNext(rows[n + 1])))) {
    const line = made("span", "screen-row");
    line.style.setProperty("--indent", /^ */.exec(row.map(([text]) => text).join(""))[0].length);
    for (const [text, style] of row) {
      const span = made(style === "strong" ? "b" : "span", style);
      // Every second part is a line of the answer: it leads there.
      span.append(...text.split(named).map((part, n) => (n % 2 ? toLine(part, lead) : part)));
      line.append(span);
    }
    line.append("\n");
    code.append(line);
  }
  pre.append(code);
  box.append(pre);
  const ways = rows.some(isNext) && following(passed, next);
  return ways ? [box, ways] : [box];
}

function toLine(text, lead) {
  const go = button(text, () => lead(Number(text.split(":")[1])), "kata-line");
  go.title = "Show this line in the editor";
  return go;
}

/** Return the ways on: to the next hint that is closed; after a pass, to the next exercise and the solution. */
function following(passed, { next, nextTitle }) {
  const hint = passed ? null : document.querySelector("details.hint:not([open])");
  const to = hint ?? document.querySelector("details.solution");
  if (!to) return null;
  const go = button(hint ? "Read a hint" : "Read the solution", () => {
    if (hint) hint.open = true;
    const summary = to.querySelector("summary");
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: "center" });
  });
  const line = made("p", "kata-next");
  if (passed && next) {
    const link = made("a", "", { href: next });
    link.textContent = `Next exercise: ${nextTitle}`;
    line.append(link);
  }
  line.append(go);
  return line;
}

/** Take along the text of an exercise that was in another chapter when it was written. */
function follow(slug) {
  for (const [former, now] of Object.entries(moved())) {
    if (now !== slug) continue;
    for (const kind of ["text", "before-reset"]) {
      const text = localStorage.getItem(`kata:${kind}:${former}`);
      if (text === null || localStorage.getItem(`kata:${kind}:${slug}`) !== null) continue;
      localStorage.setItem(`kata:${kind}:${slug}`, text);
      localStorage.removeItem(`kata:${kind}:${former}`);
    }
  }
}

/** In private mode, or when it is full, storage throws: the page works without it. */
function stored(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

function made(kind, className = "", attributes = {}) {
  const element = document.createElement(kind);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function button(text, action, className = "") {
  const element = made("button", className, { type: "button" });
  element.textContent = text;
  element.addEventListener("click", action);
  return element;
}

function style() {
  if (document.querySelector("#kata-style")) return;
  const sheet = made("style", "", { id: "kata-style" });
  sheet.textContent = styles;
  document.head.prepend(sheet); // before the site's own, which may change all of it
}
