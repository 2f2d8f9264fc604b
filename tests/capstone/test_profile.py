"""Where the time of a site goes."""

from pathlib import Path

import pytest

from kata.capstone import profile
from kata.capstone.run import Pace
from kata.capstone.subject import Subject
from tests.services.test_k6 import needs_k6


def test_pages_and_statements_are_ranked(tiny: Subject, cluster: Path) -> None:
    needs_k6()
    told: list[float] = []
    found = profile.profile(
        tiny, tiny.original, lambda text, share: told.append(share), Pace(1, 1, 0.2, 0, 1)
    )
    assert {kind.name for kind in found.round.kinds} >= {"GET /", "GET /posts/*/"}
    totals = [each.total for each in found.statements]
    assert totals == sorted(totals, reverse=True)
    likes = [each for each in found.statements if "slowbook_like" in each.sql]
    assert likes and likes[0].where == "primary"
    # A busy machine sends one like in this second, and several of what each page asks.
    assert max(each.calls for each in found.statements) > 1
    assert not [each for each in found.statements if "pg_stat" in each.sql]
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("sql", "short"),
    [
        ('SELECT "a"."b" FROM "a"', "SELECT a.b FROM a"),
        (f'SELECT {"a.b, " * 20}SUM("a"."c") AS d FROM "a"', "SELECT ..., SUM(a.c) AS d FROM a"),
        (f"SELECT {'a.b, ' * 20}(SELECT 1 FROM b) FROM a", "SELECT ..., (SELECT 1 FROM b) FROM a"),
        ("UPDATE a SET b = $1", "UPDATE a SET b = $1"),
        (f"INSERT INTO a ({'b, ' * 30}c)", f"INSERT INTO a ({'b, ' * 30}c)"),
    ],
)
def test_a_statement_is_shortened(sql: str, short: str) -> None:
    assert profile.shortened(sql) == short
