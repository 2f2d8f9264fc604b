"""What an answer produced is fit for a screen."""

import pytest

from kata import report, tidy
from kata.checks.findings import Failure, Line
from kata.verdict import Check, Verdict


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ä, 日本, 🎉", "plain, ä, 日本, 🎉"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\x00b\x07\x7f\x9b", r"a\x00b\x07\x7f\x9b"),
        ("\u202eevil", r"\u202eevil"),
        ("\ud800", r"\ud800"),
        ("a\r\nb", r"a\r\nb"),
    ],
)
def test_control_characters_are_written_out(text, shown):
    assert tidy.clean(text) == shown


def test_a_long_text_is_cut():
    assert tidy.clean("x" * 1_000_000) == "x" * 156 + " ..."
    assert len(tidy.clean("\x00" * 1_000_000)) == tidy.LINE


@pytest.mark.parametrize("text", ["plain", "\x1b" * 500, "x y " * 500, "\n\n a \n b \n"])
def test_what_is_tidy_stays_as_it_is(text):
    once = tidy.tidied(Failure(text, text, (Line(1, text, text, text),), (text,) * 60))
    assert tidy.tidied(once) == once


def test_prints_keep_their_lines():
    assert tidy.printed("a\x1b[31mb\x1b[0m\r\n\tc\x07\x1b]0;title\x07🎉\n") == "ab\n    c🎉\n"


def test_a_screen_is_tidy_whoever_made_the_verdict():
    hostile = "\x1b[2J" + "x" * 1_000_000
    failure = Failure(hostile, hostile, (Line(1, hostile, hostile, hostile),), (hostile,) * 100)
    screen = report.text(
        report.screen(Verdict("a/b", "a.py", [Check("c", "C", "failed", failure=failure)]))
    )
    assert "\x1b" not in screen
    assert len(screen) < 20_000


def test_a_wide_line_of_details_is_broken():
    details = ("It saw  " + "50 posts: 3 queries, " * 6, "    " + "z" * 100, "")
    verdict = Verdict(
        "a/b", "a.py", [Check("c", "C", "failed", failure=Failure("No.", details=details))]
    )
    lines = report.text(report.screen(verdict)).splitlines()
    assert max(map(len, lines)) <= report.WIDTH
    assert "".join("".join(lines).split()).count("3queries") == 6
    assert "".join(lines).count("z") == 100


def checks(*states):
    return Verdict("a/b", "a.py", [Check(f"c{n}", "C", state) for n, state in enumerate(states)])


@pytest.mark.parametrize(
    ("states", "tally"),
    [
        (["passed"], "the check passes"),
        (["failed"], "the check fails"),
        (["passed"] * 4, "all 4 checks pass"),
        (["passed", "failed", "passed", "failed"], "2 of 4 checks pass"),
        (["passed", "passed", "failed", "not run"], "check 3 of 4 fails"),
        (["failed", "not run", "not run"], "check 1 of 3 fails"),
        (["passed", "passed", "failed"], "2 of 3 checks pass"),
    ],
)
def test_the_tally_counts_what_passes_or_says_which_fails(states, tally):
    assert checks(*states).tally == tally
    assert report.text(report.screen(checks(*states))[:1]).strip().endswith(tally)
