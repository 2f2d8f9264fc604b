"""Each gate lets the right site through, and stops one that has the fault it is about."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kata.capstone import gates, killed, requests, run, steps, written
from kata.capstone.gates import Side
from kata.capstone.load import Round
from kata.capstone.requests import Response, Visit
from kata.capstone.run import Pace
from tests.services.test_k6 import needs_k6

FINE = Round(per_second=100.0, p95=10.0, count=700, failed=0, refused=0, connections=4)


def test_the_right_site_passes(wrong: Side, original: Side, expected: list[Response]) -> None:
    store = steps.Steps("right")
    found, most = run._gates(wrong, original, expected, store, lambda *told: None)
    store.forget()
    assert [gate.says for gate in found if not gate.passed] == []
    assert 1 <= most <= 20


FAULTS = [
    ("another page", "same", "7 of 17 responses differ from the original's"),
    ("an error", "same", "GET /"),
    ("likes lost", "likes", "are lost"),
    ("likes counted twice", "likes", "are counted twice"),
    ("an old page", "fresh", "did not show a comment that was written 2.2 seconds before"),
    ("an old page", "written", "pages were not the original's 2.2 seconds after the same 7 writes"),
    ("nobody leaves", "written", "The first: GET / as person5: The response is"),
    ("a template", "written", "1 of 7 writes did not do what they did on the original."),
    ("one ETag", "written", "The first: GET /posts/11/"),
    ("one ETag", "private", "returned 304 for the page that came without a login"),
    ("one cookie", "private", "set the same cookie sessionid for two new visitors"),
    ("one page for all", "private", "A page of one visitor went to another"),
]
NOT_LIKED = {"likes lost": (4, 5), "likes counted twice": (7, 8)}  # posts


@pytest.mark.parametrize(("name", "gate", "words"), FAULTS)
def test_a_fault_does_not(
    wrong: Side,
    original: Side,
    fault: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    name: str,
    gate: str,
    words: str,
) -> None:
    monkeypatch.setattr(wrong.requests, "KEYS", NOT_LIKED.get(name, (1, 2)))
    expected = wrong.record(wrong.requests.RECORDED)  # with what other tests have written
    fault(name)
    found = run.GATES[gate][0](wrong, original, expected)
    assert not found.passed
    assert words in found.says, found.says


def test_two_people_like_a_post_that_nobody_likes_after_them(
    wrong: Side, fault: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong.requests, "KEYS", ())
    monkeypatch.setattr(wrong.requests, "PAIRED", (9, 10))
    fault("likes lost")
    found = gates.likes(wrong)
    assert not found.passed
    assert found.says.startswith("2 people liked post 9 at the same time. Its page showed")
    assert found.says.endswith("1 are lost.")


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("off", "failed after the back end at app1.sock was killed"),
        (
            "error timeout non_idempotent",
            "sent the same to the other one, and so it is there twice",
        ),
    ],
)
def test_a_back_end_that_is_killed_fails_requests_or_has_them_written_twice(
    wrong: Side, policy: str, words: str
) -> None:
    file = wrong.stack.tree / "servers" / "nginx.conf"
    text = file.read_text()
    try:
        file.write_text(text.replace("proxy_pass", f"proxy_next_upstream {policy}; proxy_pass"))
        wrong.start_nginx()
        found = killed.killed(wrong)
    finally:
        file.write_text(text)
        wrong.stack.replace_back_end("app1.sock")
        wrong.start_nginx()
    assert not found.passed
    assert words in found.says


MAIL = """To: {}@slowbook.example
Subject: New comment: Trees

ada has written: {}
The problem has {} comments and {} likes.
You get this mail because you follow ada.
"""


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        (["Begins.\n", MAIL.format(2, "Hi", 9, 1) + MAIL.format(1, "Hi", 7, 4) + "Done.\n"], ""),
        ([MAIL.format(1, "Hi", 7, 3), ""], "1 of 2 mails of `manage.py send_mails` are missing."),
        ([MAIL.format(1, "Hi", 7, 3), MAIL.format(2, "Hello", 7, 3)], "To: 2@slowbook.example"),
        (
            [MAIL.format(1, "Hi", 7, 3) + MAIL.format(2, "Hi", 7, 3), MAIL.format(2, "Hi", 7, 3)],
            "1 of 2 mails of `manage.py send_mails` are too many.",
        ),
    ],
)
def test_mails_are_the_originals_whenever_they_are_made(
    wrong: Side,
    original: Side,
    monkeypatch: pytest.MonkeyPatch,
    printed: list[str],
    words: str,
) -> None:
    right = [MAIL.format(1, "Hi", 7, 3) + MAIL.format(2, "Hi", 7, 3), ""]
    texts = {original.stack.tree: right, wrong.stack.tree: list(printed)}
    monkeypatch.setattr(written, "manage", lambda tree, *rest: texts[tree].pop(0))
    monkeypatch.setattr(wrong.requests, "SENDS", requests.SENDS)
    monkeypatch.setattr(wrong.requests, "mails", requests.mails, raising=False)
    found = written._wrong_mails(wrong, original)
    assert words in found
    assert bool(words) == bool(found)


def test_connections_and_memory_are_counted_under_load(
    wrong: Side, fault: Callable[[str], None]
) -> None:
    needs_k6()
    fault("many connections")
    found = run.loaded(wrong, Pace(1, 1, 0.2, 0))
    assert 25 <= found.connections < 90
    assert 20e6 < found.memory < 400e6
    assert found.count > 10
    assert 0 < found.free <= 1
    says = {gate.name: gate for gate in gates.of_rounds([(FINE, found)])}
    assert not says["connections"].passed
    assert "At most 20 are allowed" in says["connections"].says
    assert says["load"].passed and says["memory"].passed


@pytest.mark.parametrize(
    ("gate", "change", "words"),
    [
        ("memory", {"memory": 401_000_000}, "401 MB under load. At most 400 are allowed"),
        ("load", {"failed": 8}, "8 of 708 requests under load had no response"),
        ("load", {"refused": 70}, "10.0% of the requests under load had a status from 400 to 499"),
        ("load", {"count": 0}, "0 of 0 requests"),
        ("connections", {"connections": 21}, "had 21 connections under load"),
    ],
)
def test_what_was_measured_has_limits(gate: str, change: dict[str, int], words: str) -> None:
    [found] = [
        each for each in gates.of_rounds([(FINE, replace(FINE, **change))]) if each.name == gate
    ]
    assert not found.passed
    assert words in found.says
    assert all(each.passed for each in gates.of_rounds([(FINE, FINE)]))


def test_connections_count_at_other_gates_too() -> None:
    [found] = [each for each in gates.of_rounds([(FINE, FINE)], 21) if not each.passed]
    assert "had 21 connections" in found.says


def test_a_login_that_fails_is_told(wrong: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    side = Side(wrong.stack, wrong.requests)
    monkeypatch.setattr(wrong.requests, "PEOPLE", {"person0": "password", "person1": "wrong"})
    found = side.log_in()
    assert found.says == (
        "1 of 2 visitors could not log in. The first: person1: GET /login/ returned 200, and POST "
        "/login/ 200, without the cookie sessionid."
    )


class Hanging(Side):
    """A site whose pages do not end: it counts how many are asked for."""

    def record(self, visits: Sequence[Visit]) -> list[Response]:
        self.asked = getattr(self, "asked", 0) + len(visits)
        return [Response(504, {}, b"")] * len(visits)


def test_a_site_that_hangs_is_not_asked_for_everything(
    wrong: Side, expected: list[Response]
) -> None:
    side = Hanging(wrong.stack, wrong.requests)
    found = gates.same(side, expected)
    assert side.asked == gates.PART < len(expected)
    assert found.says.startswith("8 of 8 responses differ from the original's. The first: GET /:")


def test_files_are_shared_and_what_is_beside_the_code_is_not(wrong: Side) -> None:
    servers = [server for _, server in wrong.stack._back_ends.values()]
    assert len({server.folder for server in servers}) == 2
    assert (wrong.stack.nginx.folder / "files").resolve() == Path(
        wrong.stack.environment["SLOWBOOK_FILES"]
    )
    assert (wrong.stack.nginx.folder / "project" / "manage.py").exists()


def test_a_visit_is_described() -> None:
    visit = Visit("GET", "/", "ada", None, {"Accept": "text/html"})
    assert gates.described(visit) == "GET / with Accept: text/html as ada"
