// What the pages do besides being read. Without it they are all readable.

import { KEY, load, merged, parse, record, save } from "./progress.mjs";

const base = new URL("..", import.meta.url); // the site's root, wherever it is served

// Every page

function mark(progress) {
  for (const link of document.querySelectorAll(".md-nav__link[href]")) {
    const slug = link.href.startsWith(base.href) && link.href.slice(base.href.length).replace(/[/#]+$/, "");
    link.toggleAttribute("data-passed", record(progress, slug).state === "passed");
  }
  for (const card of document.querySelectorAll(".cards > [data-slug]")) {
    card.toggleAttribute("data-passed", record(progress, card.dataset.slug).state === "passed");
  }
}

/** Regions that scroll sideways must be reachable by keyboard; no others need to be. */
function scrollable() {
  for (const block of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap, .kata-scroll, .kata-card")) {
    if (block.closest(".screen")) continue;
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    else block.removeAttribute("tabindex");
  }
}

/** Material's search is a dialog without a name. */
function named() {
  document.querySelector(".md-search:not([aria-label])")?.setAttribute("aria-label", "Search");
}

// Hints: how many were read is a part of the record, as it is for `kata hint`

function hints() {
  const slug = document.querySelector("details.solution")?.dataset.slug;
  document.querySelectorAll("details.hint:not([data-number])").forEach((details, before) => {
    details.dataset.number = before + 1;
    details.addEventListener("toggle", () => {
      const progress = load();
      const seen = record(progress, slug);
      if (!details.open || seen.hints > before) return;
      progress.exercises[slug] = { ...seen, hints: before + 1 };
      keep(progress);
    });
  });
}

// The solution: after a pass, or on a second thought

function solutions(progress) {
  for (const details of document.querySelectorAll("details.solution")) {
    const { state, revealed } = record(progress, details.dataset.slug);
    details.toggleAttribute("data-passed", state === "passed" || revealed);
    const summary = details.querySelector("summary");
    if (summary.dataset.asks) continue;
    summary.dataset.asks = "yes";
    summary.addEventListener("click", (event) => {
      if (details.open || details.hasAttribute("data-passed")) return;
      event.preventDefault();
      ask(details);
    });
  }
}

function ask(details) {
  if (details.nextElementSibling?.matches(".ask")) return;
  const box = document.createElement("div");
  box.className = "ask";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "You have not solved this yet");
  const says = document.createElement("p");
  says.textContent = "You have not solved this yet. Show the solution all the same?";
  const yes = button("Show it", "md-button md-button--primary");
  const no = button("Not yet", "md-button");
  yes.addEventListener("click", () => {
    box.remove();
    reveal(details.dataset.slug);
    details.setAttribute("data-passed", "");
    details.open = true;
    details.querySelector("summary").focus();
  });
  no.addEventListener("click", () => {
    box.remove();
    details.querySelector("summary").focus();
  });
  box.append(says, yes, no);
  details.after(box);
  no.focus();
}

function button(text, classes) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.textContent = text;
  return made;
}

function reveal(slug) {
  const progress = load();
  progress.exercises[slug] = { ...record(progress, slug), revealed: true };
  keep(progress);
}

function keep(progress) {
  try {
    save(progress);
  } catch (error) {
    console.warn(`Progress could not be saved: ${error.message}`); // private mode, or a full disk
  }
}

document.addEventListener("kata:verdict", ({ target, detail }) => {
  const progress = load();
  mark(progress);
  if (detail?.state !== "passed") return;
  const slug = detail.slug ?? target?.dataset?.slug;
  for (const details of document.querySelectorAll("details.solution")) {
    if (slug && details.dataset.slug !== slug) continue;
    details.setAttribute("data-passed", "");
    details.open = true;
    if (details.nextElementSibling?.matches(".ask")) details.nextElementSibling.remove();
  }
});

// The page "Your progress"

async function table(place) {
  const response = await fetch(new URL("course.json", base));
  const course = await response.json();
  const progress = load();
  const passed = course.filter(({ slug }) => record(progress, slug).state === "passed").length;
  const bar = document.createElement("div");
  bar.className = "progress-bar";
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", `${passed} of ${course.length} exercises passed`);
  const fill = document.createElement("span");
  fill.style.width = `${(100 * passed) / Math.max(1, course.length)}%`;
  bar.append(fill);
  const tally = document.createElement("p");
  const count = document.createElement("strong");
  count.textContent = `${passed} of ${course.length}`;
  tally.append(count, " exercises passed.");
  const drawn = document.createElement("table");
  drawn.className = "progress-table";
  drawn.append(row("th", COLUMNS));
  let begun = "";
  for (const { slug, title, chapter } of course) {
    if (chapter !== begun) drawn.append(heading(chapter, course, progress));
    begun = chapter;
    const { state, attempts, best, hints, first_passed: when, revealed } = record(progress, slug);
    const link = document.createElement("a");
    link.href = new URL(`${slug}/`, base);
    link.textContent = title;
    const cost = Object.entries(best).map(([name, value]) => `${Number(value.toFixed(1))} ${unit(name, value)}`);
    const words = state === "new" ? "not begun" : revealed && state !== "passed" ? "solution seen" : state;
    const cells = row("td", [link, words, attempts || "", cost.join(", "), hints || "", when.slice(0, 10)]);
    cells.children[1].className = `state-${state}`;
    // On a phone a row is a block, and each of its figures says what it is.
    [...cells.children].forEach((cell, column) => (cell.dataset.column = COLUMNS[column]));
    drawn.append(cells);
  }
  place.replaceChildren(tally, bar, drawn);
}

const COLUMNS = ["Exercise", "State", "Attempts", "Best", "Hints", "First passed"];

/** A row with a chapter's title, and how many of its exercises are passed. */
function heading(chapter, course, progress) {
  const own = course.filter((exercise) => exercise.chapter === chapter);
  const passed = own.filter(({ slug }) => record(progress, slug).state === "passed").length;
  const made = row("th", [`${chapter}: ${passed} of ${own.length}`]);
  made.className = "progress-chapter";
  made.children[0].scope = "colgroup";
  made.children[0].colSpan = COLUMNS.length;
  return made;
}

function unit(name, value) {
  if (name === "peak_kib") return "KiB";
  return value === 1 ? ({ queries: "query" }[name] ?? name.replace(/s$/, "")) : name;
}

function row(kind, cells) {
  const made = document.createElement("tr");
  for (const content of cells) {
    const cell = document.createElement(kind);
    if (kind === "th") cell.scope = "col";
    cell.append(content);
    made.append(cell);
  }
  return made;
}

function tools(place) {
  const says = (text) => {
    document.querySelector("#progress-says").textContent = text;
  };
  document.querySelector("[data-progress=export]").addEventListener("click", () => {
    // A team's report takes the name from within the file, people take it from the file's own.
    const learner = document.querySelector("#progress-name").value.trim();
    const content = learner ? { ...load(), report: { learner } } : load();
    const file = new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `progress${learner && `-${learner.replace(/[^\p{L}\p{N}_.-]+/gu, "-")}`}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    says(`Exported as ${link.download}, in the form in which kata keeps its own.`);
  });
  const input = document.querySelector("#progress-file");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      const { progress, left } = parse(JSON.parse(await file.text()));
      save(merged(load(), progress));
      says(left ? `Imported, without entries that make no sense: ${left}.` : "Imported.");
    } catch (error) {
      const why = error instanceof SyntaxError ? "it is not JSON" : error.message;
      says(`This is no progress that can be imported (${why}): export it again, then import it.`);
    }
    input.value = "";
    show(place);
  });
  document.querySelector("[data-progress=forget]").addEventListener("click", () => {
    if (!confirm("Forget all progress in this browser? The code that you wrote stays.")) return;
    localStorage.removeItem(KEY);
    says("Forgotten.");
    show(place);
  });
}

function show(place) {
  mark(load());
  table(place).catch((error) => {
    place.textContent = `The list of exercises could not be read: ${error.message}`;
  });
}

// The editor is large: only a page that has one fetches it.

function editors() {
  if (!document.querySelector(".kata[data-slug]")) return;
  import(new URL("kata/kata.mjs", base)).catch(() => {}); // without it the starter can be read
}

function page() {
  const progress = load();
  mark(progress);
  solutions(progress);
  hints();
  scrollable();
  named();
  const place = document.querySelector("#progress");
  if (place && !place.dataset.ready) {
    place.dataset.ready = "yes";
    tools(place);
    show(place);
  }
  editors();
}

// Material announces each page, also one that arrives without a reload.
if (window.document$) window.document$.subscribe(page);
else page();
addEventListener("storage", (event) => event.key === KEY && page());
