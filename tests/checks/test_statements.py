import pytest

from kata.checks import CheckFailed, real_statements, statement_counts
from kata.checks.writes import fetch

READ = "SELECT userid, queryid, toplevel, calls, total_exec_time FROM {} ORDER BY 1, 2, 3"


def test_the_table_has_columns_of_the_view(world):
    columns = (
        "SELECT attname, atttypid::regtype::text FROM pg_attribute"
        " WHERE attrelid = 'pg_stat_statements'::regclass AND attnum > 0"
    )
    with statement_counts():
        ours = set(fetch(columns))
    with real_statements() as there:
        assert there
        assert ours <= set(fetch(columns))


def test_calls_are_counted_and_added_up(world):
    with statement_counts() as counts:
        counts.called(1, 2, 1.5)
        mark = counts.mark
        counts.called(1, 1, 4)
        counts.called(1, 3, 1, user=11)
        counts.called(1, 9, 9, other=1)
        counts.called(1, 9, 9, top=False)
        assert counts.since(mark) == {1: (4, 7)}
        assert counts.since(0) == {1: (6, 10)}
        rows = [
            (10, 1, False, 9, 81),
            (10, 1, True, 3, 7),
            (10, 1, True, 9, 81),
            (11, 1, True, 3, 3),
        ]
        assert sorted(fetch(READ.format("pg_stat_statements"))) == rows
        assert sorted(fetch(READ.format("pg_stat_statements(true)"))) == rows
        assert counts.texts == {1: {f"/* user {n} */ SELECT 1, '50%' <> $1" for n in (10, 11)}}


def test_what_is_forgotten_does_not_count(world):
    with statement_counts() as counts:
        counts.called(2, 2, 1)
        counts.called(2, 5, 1, user=11)
        counts.forget(2)
        counts.called(2, 1, 8)
        assert counts.since(0) == {2: (6, 13)}
        assert fetch(READ.format("pg_stat_statements")) == [
            (10, 2, True, 1, 8),
            (11, 2, True, 5, 5),
        ]


def test_a_call_that_resets_the_entries_is_told_of(world):
    with statement_counts() as counts:
        counts.called(1, 1, 1)
        assert counts.unchanged("it", lambda: 7) == 7
        with pytest.raises(CheckFailed, match="it changes pg_stat_statements"):
            counts.unchanged("it", lambda: fetch("SELECT pg_stat_statements_reset(0, 0, 0)"))


def test_the_real_view_is_gone_afterwards(world):
    with real_statements():
        assert fetch("SELECT count(*) >= 0 FROM pg_stat_statements") == [(True,)]
    assert fetch("SELECT to_regclass('pg_stat_statements')") == [(None,)]
