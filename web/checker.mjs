// One worker for every exercise of a visit, ended and replaced when an answer does not come back.
import { SECONDS } from "./runtime.mjs";

const GRACE = 2000; // ms for Python to name the line before the worker is ended

let worker = null; // { thread, ready: Promise, isReady, prepared, fetching, finish }
let queue = Promise.resolve();

const HERE = "kata:fetched"; // which Python and course this browser has fetched before

/** Whether all that Python needs was fetched before: then it starts without a word. */
export function isFetched() {
  try {
    return localStorage.getItem(HERE) === WORKER;
  } catch {
    return false;
  }
}

/** Start Python unless it runs; the first check then need not wait for it. */
export function start() {
  if (worker) return worker;
  const thread = new Worker(new URL(WORKER, import.meta.url), { type: "module" });
  const mine = { thread };
  mine.ready = new Promise((resolve, reject) => {
    mine.started = resolve;
    mine.failed = reject;
  });
  mine.ready.catch(() => end(mine)); // those who wait for it are told; the next check starts another
  thread.onmessage = ({ data }) => heard(mine, data);
  thread.onerror = (event) => heard(mine, { broken: event.message || "the worker cannot be loaded" });
  worker = mine;
  return mine;
}

function heard(mine, { ready, fetched, all, prepared, result, clean, broken }) {
  if (ready) arrived(mine);
  if (fetched) mine.fetching?.(fetched, all);
  if (prepared) {
    mine.prepared = prepared;
    mine.begun?.(); // the next check, with its own time
  }
  if (result) mine.finish?.(result);
  if (clean === false) restart(mine);
  if (broken === undefined) return;
  mine.failed(new Error(broken));
  mine.finish?.(mine.prepared ? mine.prepared.crash : { error: broken });
  if (mine.prepared) restart(mine);
}

function arrived(mine) {
  mine.isReady = true;
  mine.started();
  try {
    localStorage.setItem(HERE, WORKER);
  } catch { /* in private mode: the next visit asks again */ }
}

function end(mine) {
  mine.thread.terminate();
  if (worker === mine) worker = null;
}

function restart(mine) {
  end(mine);
  start();
}

/**
 * Check an answer after those that wait already.
 * @param fetching called with the bytes that have come, and with all that are to come
 * @param begins called when the check itself begins
 * @returns runner.py's result, or null if stopped
 */
export function check(job, fetching, begins) {
  const mine = queue.then(() => run(job, fetching, begins));
  queue = mine.catch(() => {});
  return mine;
}

async function run(job, fetching, begins) {
  const mine = start();
  mine.fetching = fetching;
  let timer;
  const result = new Promise((resolve) => {
    mine.finish = resolve;
  });
  try {
    await Promise.race([mine.ready, result]); // stopped while it starts, it has a result: none
    if (worker !== mine) return await result;
    begins();
    mine.prepared = null;
    mine.thread.postMessage(job);
    const late = () => {
      restart(mine);
      mine.finish(mine.prepared ? mine.prepared.busy : { error: "the checks did not begin" });
    };
    mine.begun = () => {
      clearTimeout(timer);
      timer = setTimeout(late, 1000 * SECONDS + GRACE);
    };
    mine.begun();
    const found = await result;
    if (found?.error) throw new Error(found.error);
    return found;
  } finally {
    clearTimeout(timer);
    mine.finish = mine.begun = mine.fetching = null;
  }
}

/** End the check that runs, and the Python that runs it. One that is still being fetched is not fetched anew. */
export function stop() {
  if (!worker?.finish) return;
  const mine = worker;
  if (mine.isReady) restart(mine);
  else end(mine);
  mine.finish(null);
}
