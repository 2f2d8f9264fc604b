// Starts a Python that checks exercises: in the page's worker and, for the tests, under node.

export const SECONDS = 20; // for each check, on the wall's clock; as in runner.py
const SIGXCPU = 24;
const SETUP = `
import os, sys
sys.path[:0] = ["/course", "/course/web"]
sys.dont_write_bytecode = True  # a .pyc is told from that of a newer answer only by the second
os.environ["KATA_DATABASE_URL"] = "sqlite:////course/arena.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "arena.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Pyodide always has an event loop that runs
import django, gc
django.setup()
import arena.worlds, django.test.client, kata.checks, pytest_django.plugin  # now, not in the first check
gc.freeze()  # what is imported lives on: a check collects garbage, and need not walk it
`;

/**
 * @param loadPyodide what pyodide.mjs exports
 * @param files where stdlib.zip is (an address or a path), and what is in packages.zip and course.zip
 * @returns check(job, late) and clean(), both of runner.py
 */
export async function start(loadPyodide, { stdlib, packages, course }) {
  const python = await loadPyodide({ stdLibURL: stdlib });
  python.setStdin({ stdin: () => null }); // nobody types here: input() says so, and not "I/O error"
  python.unpackArchive(await packages, "zip", { extractDir: "/lib/python3.14/site-packages" });
  python.unpackArchive(await course, "zip", { extractDir: "/course" });
  python.runPython(SETUP);
  const runner = python.pyimport("runner");
  let deadline = Infinity, late = false;
  // Python looks here for a signal every now and then, and writes 0 whatever it has seen: the time may
  // be over between the two. So it is stopped at a line of its own, without another thread that would
  // have to raise a flag.
  python.setInterruptBuffer({
    get 0() {
      late = performance.now() > deadline;
      return late ? SIGXCPU : 0;
    },
    set 0(_) {
      if (late) deadline = Infinity;
    },
  });
  return {
    check({ slug, text, record = {}, keepGoing = false }, prepared = () => {}) {
      const post = (json) => {
        deadline = performance.now() + 1000 * SECONDS; // a slow telephone is no endless loop
        prepared(JSON.parse(json));
      };
      try {
        return JSON.parse(runner.check(slug, text, JSON.stringify(record), post, keepGoing));
      } finally {
        deadline = Infinity;
      }
    },
    clean: () => runner.clean(),
  };
}
