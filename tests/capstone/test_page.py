"""The report is one file that can be shown to others."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from kata.capstone import report
from kata.capstone.gates import Gate
from kata.capstone.load import Kind, Round
from kata.capstone.run import Verdict

KINDS = [Kind("GET /posts/*/", 60, 110.0, 250.0), Kind("GET /<b>", 20, 50.0, 90.0)]
SLOW = Round(9.5, 1500.0, 80, 0, 0, 4, 120_000_000, 0.9, 1.0, 9.0, KINDS)
FAST = Round(118.0, 140.0, 820, 0, 0, 9, 180_000_000, 0.95, 1.0, 8.0, KINDS)
GATES = [Gate("same", True, "All 200 responses are the original's."), Gate("load", True, "")]
VERDICT = Verdict(
    "2026-11-30T04:00:00Z",
    "abc",
    GATES,
    [(SLOW, FAST)] * 3,
    (SLOW, FAST),
    {"Python": "3.11", "Memory": "<8 GiB>"},
)
FAILED = replace(
    VERDICT,
    pairs=[],
    alone=None,
    gates=[Gate("same", False, "1 of 200 differs: <b>", ["and </table>"])],
)


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag not in {"meta", "br", "rect", "line", "polyline"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"rect", "line", "polyline"}:
            assert self.open.pop() == tag


def test_it_says_how_much_faster_with_what_and_where_the_time_goes() -> None:
    page = report.page(VERDICT, [FAILED, VERDICT])
    assert "<h1>Slowbook: 11.8x the requests a second, silver</h1>" in page
    assert "95 of 100 requests take at most 140 ms; on the original 1,500 ms" in page
    assert "Every recorded response is the same" in page
    assert "GET /posts/*/" in page and "GET /&lt;b&gt;" in page
    assert "&lt;8 GiB&gt;" in page
    assert "2 runs from" in page
    tags = Tags(page)
    assert tags.open == []
    assert tags.seen.count("svg") >= 3


def test_a_failed_gate_is_told_first() -> None:
    page = report.page(FAILED, [FAILED])
    assert "<h1>Slowbook: 1 gate failed</h1>" in page
    assert "1 of 200 differs: &lt;b&gt;<br>and &lt;/table&gt;" in page
    assert "Speed counts when every gate has passed" in page
    assert Tags(page).open == []


def test_it_needs_no_other_file_and_has_two_colour_schemes() -> None:
    page = report.page(VERDICT, [VERDICT] * 50)
    assert not re.search(r"https?://|src=|@import|url\(|<script|<link", page)
    assert "prefers-color-scheme: dark" in page
    assert "40 runs" in page


def test_a_run_whose_load_failed_says_that_it_does_not_count() -> None:
    verdict = replace(VERDICT, gates=[*GATES, Gate("memory", False, "401 MB")])
    assert verdict.tier == ""
    assert "does not count, since a gate has failed" in report.page(verdict, [verdict])
