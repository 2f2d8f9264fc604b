// Progress in this browser: the same format as kata/learner/progress.py, and merged by the same rules.
// localStorage["kata:progress"] holds exactly what `kata` exports.

export const KEY = "kata:progress";
const STATES = ["new", "failed", "passed"];
const FRESH = {
  state: "new", last: "new", attempts: 0, first_passed: "", last_passed: "", last_checked: "",
  checked: "", answer: "", tests: "", best: {}, hints: 0, revealed: false,
};

const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isInteger(value) && value >= 0;
const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTime = (value) =>
  value === "" ||
  (isText(value) && /^[\d-]{10}T[\d:]{8}(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value)));
const isState = (value) => STATES.includes(value);
const FITS = {
  state: isState, last: isState, attempts: isCount, first_passed: isTime, last_passed: isTime,
  last_checked: isTime, checked: isText, answer: isText, tests: isText, hints: isCount,
  best: (value) => isPlain(value) && Object.values(value).every(Number.isFinite),
  revealed: (value) => typeof value === "boolean",
};

const isWhole = (entry) =>
  isPlain(entry) && Object.keys(FITS).every((name) => !(name in entry) || FITS[name](entry[name]));

/** Return the entries that are whole, and how many were left out. Throws when there are none at all. */
export function parse(data) {
  if (!isPlain(data) || !isPlain(data.exercises)) throw new Error("it has no list of exercises");
  const entries = Object.entries(data.exercises);
  const whole = entries.filter(([, entry]) => isWhole(entry));
  if (entries.length && !whole.length) throw new Error("none of its entries makes sense");
  const format = isCount(data.format) ? Math.max(1, data.format) : 1;
  const exercises = Object.fromEntries(whole);
  const { report, ...rest } = data; // what a report of `kata report` says besides
  return { progress: { ...rest, format, exercises }, left: entries.length - whole.length };
}

/** Return this browser's progress; what cannot be read counts as none, and is kept beside. */
export function load(storage = localStorage) {
  const text = storage.getItem(KEY);
  if (text === null) return { format: 1, exercises: {} };
  try {
    return followed(parse(JSON.parse(text)).progress);
  } catch {
    storage.setItem(`${KEY}:damaged`, text);
    return { format: 1, exercises: {} };
  }
}

/** Return the slug of each exercise that has moved to another chapter, by the one it had: the site's pages say it. */
export const moved = (page = globalThis.document) =>
  JSON.parse(page?.querySelector('meta[name="kata-moved"]')?.content ?? "{}");

/** Return progress with what was done in exercises before they moved under the slugs that they have now. */
export function followed(progress, slugs = moved()) {
  const exercises = { ...progress.exercises };
  for (const [former, slug] of Object.entries(slugs)) {
    if (!(former in exercises)) continue;
    exercises[slug] = mergedRecord(exercises[slug] ?? {}, exercises[former]);
    delete exercises[former];
  }
  return { ...progress, exercises };
}

export function save(progress, storage = localStorage) {
  storage.setItem(KEY, JSON.stringify(progress, null, 2));
}

/** Return the record of an exercise; one that was never touched is new. */
export const record = (progress, slug) => ({ ...FRESH, ...progress.exercises[slug] });

const first = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Compare two lists by their first entry that differs. */
function order(one, other) {
  for (let n = 0; n < one.length; n += 1) {
    const found = first(one[n], other[n]);
    if (found) return found;
  }
  return 0;
}

const later = (a, b, key) => (order(key(a), key(b)) >= 0 ? a : b);

function lowest(one, other) {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(
    names.map((name) => [name, Math.min(one[name] ?? Infinity, other[name] ?? Infinity)]),
  );
}

/** Write a value as Python's json.dumps(value, sort_keys=True) does, to choose as Python chooses. */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (!isPlain(value)) return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}: ${written(value[key])}`);
  return `{${pairs.join(", ")}}`;
}

function union(one, other, known) {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((n) => !known(n));
  const pick = (name) =>
    [one, other]
      .filter((values) => name in values)
      .map((values) => values[name])
      .reduce((a, b) => (first(written(a), written(b)) >= 0 ? a : b));
  return Object.fromEntries(names.sort().map((name) => [name, pick(name)]));
}

/** Return the best of two records of one exercise, in whichever order they come. */
export function mergedRecord(a, b) {
  const one = { ...FRESH, ...a };
  const other = { ...FRESH, ...b };
  const latest = later(one, other, (r) => [r.last_checked, STATES.indexOf(r.last), r.checked]);
  const passing = later(one, other, (r) => [r.last_passed, r.answer, r.tests]);
  const passes = [one.first_passed, other.first_passed].filter(Boolean).sort();
  return {
    state: later(one, other, (r) => [STATES.indexOf(r.state)]).state,
    last: latest.last,
    attempts: Math.max(one.attempts, other.attempts),
    first_passed: passes[0] ?? "",
    last_passed: passing.last_passed,
    last_checked: latest.last_checked,
    checked: latest.checked,
    answer: passing.answer,
    tests: passing.tests,
    best: lowest(one.best, other.best),
    hints: Math.max(one.hints, other.hints),
    revealed: one.revealed || other.revealed,
    ...union(one, other, (name) => name in FRESH),
  };
}

/** Return the union of two whole files; nothing that either knows is lost. */
export function merged(ours, theirs) {
  const exercises = {};
  for (const slug of Object.keys({ ...ours.exercises, ...theirs.exercises })) {
    exercises[slug] = mergedRecord(ours.exercises[slug] ?? {}, theirs.exercises[slug] ?? {});
  }
  const known = (name) => ["format", "notice", "exercises"].includes(name);
  return { format: Math.max(ours.format, theirs.format), exercises, ...union(ours, theirs, known) };
}
