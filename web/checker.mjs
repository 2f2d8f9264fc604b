// One worker for every exercise of a visit, ended and replaced when an answer does not come back.
import { SECONDS } from "./runtime.mjs";

const GRACE = 2000; // ms for Python to name the line before the worker is ended

let worker = null; // { thread, ready: Promise, prepared, finish }
let queue = Promise.resolve();

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

function heard(mine, { ready, prepared, result, clean, broken }) {
  if (ready) mine.started();
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

function end(mine) {
  mine.thread.terminate();
  if (worker === mine) worker = null;
}

function restart(mine) {
  end(mine);
  start();
}

/** Check an answer after those that wait already. Returns runner.py's result, or null if stopped. */
export function check(job, says) {
  const mine = queue.then(() => run(job, says));
  queue = mine.catch(() => {});
  return mine;
}

async function run(job, says) {
  const mine = start();
  let timer;
  const result = new Promise((resolve) => {
    mine.finish = resolve;
  });
  try {
    await Promise.race([mine.ready, result]); // stopped while it starts, it has a result: none
    if (worker !== mine) return await result;
    says();
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
    mine.finish = mine.begun = null;
  }
}

/** End the check that runs, and the Python that runs it. */
export function stop() {
  if (!worker?.finish) return;
  const mine = worker;
  restart(mine);
  mine.finish(null);
}
