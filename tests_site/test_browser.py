"""The pages in headless Chromium and Firefox, served with the strict policy, each request counted.

One visit reads the whole site (``visit.mjs``), one solves an exercise in its page (``solve.mjs``),
one looks at what follows a verdict (``flow.mjs``). Each is made in both browsers at once: of a
minute of solving, most is an endless loop's.
"""

import gzip
import json
import re
import shutil
import subprocess
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kata.course import parts
from kata.learner import reports

BROWSERS = {
    "chromium": shutil.which("chromium") or shutil.which("chromium-browser"),
    "firefox": shutil.which("firefox-esr") or shutil.which("firefox"),
}
NODE = shutil.which("node")
HERE = Path(__file__).parent
PLAYWRIGHT = HERE.parent / "web" / "node_modules" / "playwright-core"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
pytestmark = pytest.mark.skipif(
    not (NODE and PLAYWRIGHT.is_dir()),
    reason="needs node (apt-get install nodejs npm), and npm ci in web/",
)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site as a strict and thrifty host does, and counts the bytes of its answers."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    sent = Counter()  # bytes, by browser

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        packed = kind.startswith("text/") or kind.endswith(("json", "xml", "wasm"))
        body = _gzipped(path) if packed else path.read_bytes()
        browser = "firefox" if "Firefox" in self.headers["User-Agent"] else "chromium"
        Handler.sent[browser] += len(body)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        # What lies in kata/ has a hash of its content in its name, all but kata.mjs itself.
        kept = "/kata/" in self.path and path.name != "kata.mjs"
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@cache
def _gzipped(path):
    return gzip.compress(path.read_bytes())


@pytest.fixture(scope="session")
def address(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    address = f"http://127.0.0.1:{server.server_port}/"
    # Pages change without a reload only at the address that the site was built for.
    for path in [*site.rglob("*.html"), *site.rglob("sitemap.xml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("http://127.0.0.1:8000/", address), encoding="utf-8")
    for path in site.rglob("*.wasm"):
        _gzipped(path)  # no host does it while a reader waits
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


def visit(script, browser, address, folder):
    """Return what a visit saw, and the bytes that it was sent."""
    if not BROWSERS[browser]:
        pytest.skip(f"needs {browser} (apt-get install chromium firefox-esr)")
    folder.mkdir()
    before = Handler.sent[browser]
    done = subprocess.run(
        [NODE, HERE / script, address, BROWSERS[browser], PLAYWRIGHT, folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    bytes_sent = Handler.sent[browser] - before
    return {"browser": browser, "bytes": bytes_sent, **json.loads(done.stdout)}


def visits(script, address, folder):
    """Return a future for each browser, of what its visit saw; all visits are over."""
    with ThreadPoolExecutor() as pool:
        return {name: pool.submit(visit, script, name, address, folder / name) for name in BROWSERS}


@pytest.fixture(scope="session")
def readers(address, tmp_path_factory):
    return visits("visit.mjs", address, tmp_path_factory.mktemp("reader"))


@pytest.fixture(scope="session")
def learners(site, address, tmp_path_factory):
    if not (site / "kata" / "kata.mjs").is_file():
        pytest.skip("needs the editor in the page: npm run build in web/")
    return visits("solve.mjs", address, tmp_path_factory.mktemp("learner"))


@pytest.fixture(scope="session")
def walkers(site, address, tmp_path_factory):
    if not (site / "kata" / "kata.mjs").is_file():
        pytest.skip("needs the editor in the page: npm run build in web/")
    return visits("flow.mjs", address, tmp_path_factory.mktemp("walker"))


@pytest.fixture(scope="session", params=BROWSERS)
def walked(request, walkers):
    """What a learner saw who went on after a verdict."""
    return walkers[request.param].result()


@pytest.fixture(scope="session", params=BROWSERS)
def seen(request, readers):
    """What a reader of the whole site saw, page by page."""
    return readers[request.param].result()


@pytest.fixture(scope="session", params=BROWSERS)
def solved(request, learners):
    """What a learner saw who solved an exercise in its page."""
    return learners[request.param].result()


def test_no_page_asks_another_host_or_breaks_the_policy(seen):
    assert seen["foreign"] == []
    assert seen["errors"] == []


def test_no_page_scrolls_sideways_on_a_phone(seen):
    assert {page: wide for page, wide in seen["wide"].items() if wide > 390} == {}


def test_a_verdict_is_not_cut_on_a_phone(seen):
    assert seen["cut"] <= 0


@pytest.mark.parametrize("seen", ["chromium"], indirect=True)  # the one that is told what paper is
def test_an_exercise_that_is_not_solved_is_printed_without_hints_and_answers(seen):
    assert "Allowed:" in seen["printed"] and "What is checked" in seen["printed"]
    for hidden in ("Hint 1 of", "The solution", "Wrong answers", "def test_"):
        assert hidden not in seen["printed"]


def test_the_first_stop_of_the_keyboard_skips_to_the_text(seen):
    assert re.search("skip", seen["first_stop"], re.I)


def test_the_theme_changes_and_stays(seen):
    assert seen["schemes"] == ["default", "slate", "slate"]


def test_the_solution_asks_before_it_opens(seen):
    assert seen["asked"] == {"open": False, "asks": True}
    assert seen["shown"] == {"open": True, "revealed": True}


def test_progress_is_imported_shown_exported_and_ticked(seen):
    assert "1 of " in seen["imported"]
    assert seen["exported"]["exercises"]["related_objects/feed"]["state"] == "passed"
    assert seen["exported"]["exercises"]["related_objects/feed"]["best"] == {"queries": 1}
    assert seen["ticked"] == ["related_objects/feed"]
    assert "cannot be read" not in seen["refused"] and "no progress" in seen["refused"]


def test_an_export_is_named_after_the_learner_also_for_the_teams_report(seen, tmp_path):
    assert "progress-Ada-Lovelace.json" in seen["said"]
    file = tmp_path / "progress-Ada-Lovelace.json"
    file.write_text(json.dumps(seen["exported"]), encoding="utf-8")
    assert [learner.name for learner in reports.read([file])] == ["Ada Lovelace"]


def test_progress_is_grouped_by_chapter_and_can_be_read_on_a_phone(seen):
    assert [row.partition(":")[0] for row in seen["chapters"]] == [c.title for c in parts()]
    assert "Related objects: 1 of " in "\n".join(seen["chapters"])
    assert seen["narrowest"] > 200, "a title breaks inside its words"


def test_a_page_without_an_editor_loads_none_of_it(seen):
    assert not [url for url in seen["plain"] if "/kata/" in url]


def test_a_browser_that_cannot_check_says_what_to_type(seen):
    """Without scripts, WebAssembly or the editor's file: the starter to read, and the command."""
    scripts = {"scripts"} if seen["browser"] == "chromium" else set()
    assert seen["cannot"].keys() == {"WebAssembly", "editor"} | scripts
    for without, shown in seen["cannot"].items():
        assert "On your own machine, type kata check feed" in shown["text"], without
        assert "def feed(limit=50):" in shown["text"], without
        assert shown["editors"] == 0, without
        fetched = [path for path in shown["fetched"] if re.search("editor|python", path)]
        assert without == "editor" or not fetched, without


def test_pages_change_without_a_reload(seen):
    assert seen["instant"] is True


# In the page of an exercise


def test_solving_asks_no_other_host_and_breaks_no_policy(solved):
    assert solved["foreign"] == []
    assert solved["errors"] == []


def test_all_that_an_evening_of_solving_fetches_is_small(solved):
    """Pages, Python, a reload and two more exercises; a second visit fetches nothing of it."""
    print(f"\n  fetched: {solved['bytes'] / 1e6:.2f} MB")
    for name in ("starter", "wrong", "right", "again", "endless", "deaf", "recovered", "catch_it"):
        print(f"  {name}: {solved[name]['seconds']:.1f} s")
    assert solved["bytes"] <= 13.8e6


def test_python_is_not_fetched_before_it_is_wanted(solved):
    assert [path for path in solved["before"] if "/editor-" in path]
    assert not [path for path in solved["before"] if re.match("kata/(python|worker|course)-", path)]


def test_the_wait_for_python_is_announced_and_shown(solved):
    assert solved["offers"] == "The first check fetches Python, once: 13 MB."
    assert solved["waited"] and all(
        re.fullmatch(r"\d+\.\d of 13 MB", shown) for shown in solved["waited"]
    )
    assert float(solved["waited"][-1].split()[0]) > 10


def test_after_a_reload_python_is_ready_before_check_is_pressed(solved):
    assert "fetches" not in solved["reloaded"]
    assert [path for path in solved["prepared"] if re.match("kata/worker-", path)]


def test_the_untouched_starter_fails_and_is_no_attempt(solved):
    starter = solved["starter"]
    assert starter["state"] == "failed"
    assert re.search(r"\d+ queries for 120 posts, \d queries for 3 posts: about", starter["screen"])
    assert starter["record"] is None


@pytest.mark.parametrize("name", ["starter", "wrong", "endless", "exits"])
def test_a_verdict_names_the_line_that_the_editor_shows(solved, name):
    """The editor's text is the file: its first line is line 1."""
    named = solved[name]["named"]
    assert named and {line["file"] for line in named} == {"feed.py"}
    acting = {"endless": {"while True:", "pass"}, "exits": {"os._exit(1)"}}
    for line in named:
        assert line["line"] in acting.get(name, {line["source"]})


def test_a_hint_is_read_and_counted(solved):
    assert len(solved["hint"]["text"].splitlines()) > 1
    assert solved["hint"]["hints"] == 1


def test_a_wrong_answer_fails_and_the_solution_stays_closed(solved):
    assert solved["wrong"]["state"] == "failed"
    assert "Allowed: the same number however many, and at most 4." in solved["wrong"]["screen"]
    assert solved["wrong"]["open"] is False


def test_a_right_answer_passes_is_recorded_and_opens_the_solution(solved):
    right = solved["right"]
    assert right["state"] == "passed" and "all 3 checks pass" in right["screen"]
    assert right["open"] is True and "Wrong answers that people give" in solved["solution"]
    record = right["record"]
    assert (record["state"], record["attempts"], record["hints"]) == ("passed", 2, 1)
    assert record["best"]["queries"] == 1
    assert re.fullmatch("[0-9a-f]{128}", record["answer"] + record["tests"])


def test_the_text_is_there_after_a_reload(solved):
    assert "select_related" in solved["kept"]
    assert solved["again"]["state"] == "passed"
    assert solved["again"]["record"]["attempts"] == 2, "the same answer is no further attempt"


def test_what_does_not_come_back_is_stopped_with_a_sentence(solved):
    still = "still runs after 20 seconds: an endless loop, or a sleep?"
    assert f"{still}" in " ".join(solved["endless"]["screen"].split())
    assert f"Your answer {still}" in " ".join(solved["deaf"]["screen"].split())
    assert "ends the Python process. An answer returns." in solved["exits"]["screen"]
    for verdict in solved["changes"]:
        assert "feed.py:5 changes settings.DEBUG and leaves it changed" in verdict["screen"]
    assert solved["recovered"]["state"] == "passed"


def test_the_keyboard_leaves_the_editor_and_a_reset_can_be_undone(solved):
    assert solved["left"] == "Check"
    assert "TODO" in solved["reset"] and "select_related" not in solved["reset"]
    assert "select_related" in solved["undone"]


def test_other_exercises_are_solved_without_another_start_of_python(solved):
    assert solved["catch_it"]["state"] == "passed"
    assert solved["threads"]["state"] == "passed"
    assert "no threads here" in " ".join(solved["threads"]["screen"].split())


def test_the_progress_page_shows_the_pass(solved):
    assert "3 of " in solved["progress"]
    assert re.search(r"passed\s+\d+\s+1 query, 10 rows\s+1\s", solved["row"])


# What follows a verdict


def test_the_flow_asks_no_other_host_and_breaks_no_policy(walked):
    assert walked["foreign"] == []
    assert walked["errors"] == []


def test_the_flow_begins_in_the_first_screen(walked):
    assert walked["top"] < 600, "the window is 800 pixels high"


def test_the_flow_is_stopped_while_python_is_fetched_and_fetches_nothing_more(walked):
    assert not [path for path in walked["stopped"] if path.startswith("kata/")]


def test_the_flow_leads_from_a_named_line_to_the_editor(walked):
    assert walked["led"]["wanted"] == walked["led"]["found"]


def test_the_flow_after_a_pass_leads_to_the_next_exercise_also_after_a_reload(walked):
    assert "Next exercise: The thread under a post" in walked["passed"]
    assert "You passed this exercise on 20" in walked["reloaded"]
    assert "Next exercise: The thread under a post" in walked["reloaded"]
    assert walked["next"].startswith("The thread under a post")


def test_the_flow_loses_no_text_to_another_tab_or_a_reset(walked):
    assert walked["other"].strip() == "# both tabs"
    assert "Restore" in walked["asked"]
    assert (walked["refused"], walked["reset"], walked["restored"]) == (True, True, True)
