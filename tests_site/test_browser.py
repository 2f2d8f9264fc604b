"""The pages in headless Chromium, served with the strict policy, with every request counted."""

import json
import re
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")
PLAYWRIGHT = Path(__file__).parent.parent / "web" / "node_modules" / "playwright-core"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and NODE and PLAYWRIGHT.is_dir()),
    reason="needs chromium and node (apt-get install chromium nodejs), and npm ci in web/",
)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site as the page on teams says."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site, tmp_path_factory):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    address = f"http://127.0.0.1:{server.server_port}/"
    # Pages change without a reload only at the address that the site was built for.
    for path in [*site.rglob("*.html"), *site.rglob("sitemap.xml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("http://127.0.0.1:8000/", address), encoding="utf-8")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


@pytest.fixture(scope="session")
def seen(address, tmp_path_factory):
    """What one visit saw, page by page."""
    script = Path(__file__).with_name("visit.mjs")
    done = subprocess.run(
        [NODE, str(script), address, CHROMIUM, str(PLAYWRIGHT), str(tmp_path_factory.mktemp("b"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_no_page_asks_another_host_or_breaks_the_policy(seen):
    assert seen["foreign"] == []
    assert seen["errors"] == []


def test_no_page_scrolls_sideways_on_a_phone(seen):
    assert {page: wide for page, wide in seen["wide"].items() if wide > 390} == {}


def test_the_first_stop_of_the_keyboard_skips_to_the_text(seen):
    assert re.search("skip", seen["first_stop"], re.I)


def test_the_theme_changes_and_stays(seen):
    assert seen["schemes"] == ["default", "slate", "slate"]


def test_the_solution_asks_before_it_opens(seen):
    assert seen["asked"] == {"open": False, "asks": True}
    assert seen["shown"] == {"open": True, "revealed": True}


def test_the_solution_opens_by_itself_after_a_pass(seen):
    assert seen["failed"] is False
    assert seen["passed"] is True


def test_progress_is_imported_shown_exported_and_ticked(seen):
    assert "1 of " in seen["imported"]
    assert seen["exported"]["exercises"]["related_objects/feed"]["state"] == "passed"
    assert seen["exported"]["exercises"]["related_objects/feed"]["best"] == {"queries": 1}
    assert seen["ticked"] == ["related_objects/feed"]
    assert "cannot be read" not in seen["refused"] and "no progress" in seen["refused"]


def test_a_page_without_an_editor_loads_none_of_it(seen):
    assert not [url for url in seen["plain"] if "/kata/" in url]


def test_pages_change_without_a_reload(seen):
    assert seen["instant"] is True
