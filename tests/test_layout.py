"""How a screen is laid out at other widths than those of the golden ones."""

import re
from socket import gethostname

import pytest

from kata import report
from kata.checks.findings import Failure, Line
from kata.verdict import Check, Verdict

SAYS = "Write `order_by() here` or select_related(), which a long-winded sentence says at length."
CHAIN = 'Subquery(Comment.objects.filter(post=OuterRef("pk")).order_by().values("post"))'


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_prose_is_broken_between_words_and_never_inside_code(width):
    lines = report.wrapped(f"{SAYS} {CHAIN}", width)
    assert max(map(len, lines)) <= width
    for whole in ("`order_by() here`", "select_related()", "long-winded", ".order_by()"):
        assert any(whole in line for line in lines)
    assert "".join("".join(lines).split()) == "".join(f"{SAYS} {CHAIN}".split())


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_screen_is_as_wide_as_its_terminal(width):
    where = Line(50, "feed.py:31", "author = post.author.username  # " + "x" * 200, "SELECT " * 9)
    failing = Check("queries", "A title", "failed", failure=Failure(SAYS, SAYS, (where,), (SAYS,)))
    passing = Check("rows", "Rows, keys, values and order", "passed", {"queries": 12})
    for checks in ([passing], [passing, failing]):
        verdict = Verdict("related_objects/feed", "", checks)
        for keys in (True, False):
            shown = report.text(report.screen(verdict, width, keys=keys))
            assert max(map(len, shown.splitlines())) <= width


def test_the_next_step_keeps_its_command_whole_and_wraps_the_reason():
    command, why = "kata check related_objects/feed", "The newest posts with their authors"
    wide = report.text(report.next_step(command, why, 80))
    assert wide == f"  Next: {command}   {why}\n"
    narrow = report.text(report.next_step(command, why, 40)).splitlines()
    assert narrow == [f"  Next: {command}", "    The newest posts with their authors"]
    assert report.text(report.next_step(command, "", 20)) == f"  Next:\n    {command}\n"


def test_the_watch_names_keys_and_the_command_line_commands():
    failing = Check("queries", "A title", "failed", failure=Failure("Too many."))
    verdict = Verdict("related_objects/feed", "", [failing])
    assert "Next: kata hint related_objects/feed" in report.text(report.screen(verdict))
    inside = report.text(report.screen(verdict, keys=True))
    assert "Press h for a hint" in inside
    assert "kata hint" not in inside


def test_names_of_the_answer_are_links_to_the_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    file = tmp_path / "a b" / "feed.py"
    host, path = gethostname(), f"{tmp_path}/a%20b/feed.py"
    text = "feed.py:31 and a b/feed.py, not test_feed.py, solutions/feed.py or feed.pyc"
    found = {text[start:end]: address for start, end, address in report.links(text, file)}
    assert found == {
        "feed.py:31": f"file://{host}{path}#31",
        "a b/feed.py": f"file://{host}{path}",
    }
    monkeypatch.setenv("TERM_PROGRAM", "vscode")
    assert next(report.links(text, file))[2] == f"file://{path}#31"


def test_links_take_no_room_and_only_come_with_a_file(tmp_path):
    rows = [[report.Span("  50 x  "), report.Span("feed.py:31", "strong")]]
    linked = report.ansi(rows, tmp_path / "feed.py")
    assert re.sub(r"\x1b]8;[^\x1b]*\x1b\\", "", linked) == report.ansi(rows)
    assert linked.count("\x1b]8;;file://") == 1
    assert "\x1b]8" not in report.ansi(rows)
