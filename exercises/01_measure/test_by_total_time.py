"""What checks by_total_time.py."""

from decimal import Decimal

import pytest
from django.db import connection

from kata.checks import expect, ledger, plain, real_statements, same, send, statement_counts

ADA, BOB, GONE = 10, 16_384, 99_999  # users; the last one was dropped
ENTRIES = """
    SELECT queryid, query, calls, total_exec_time FROM pg_stat_statements
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Of 0.1 to 500 ms: pg_stat_statements.max is 5,000.
MANY = """
    INSERT INTO pg_stat_statements (userid, dbid, toplevel, queryid, query, calls, total_exec_time)
    SELECT 10, oid, true, 1000 + n, 'SELECT', n, n / 10.0
    FROM pg_database, generate_series(1, 5000) AS n WHERE datname = current_database()
"""


def test_answer(answer, counts):
    """Ranks by total time since the snapshot.

    Tries: since, result, read only.
    """
    counts.called(1, 3, 300)  # the slowest on average
    counts.called(-7, 4000, 2.25)  # the highest total, and it stays
    counts.called(2, 10, 1.5)
    first = snapshot(answer, counts)
    reports(answer, counts, first, "without calls since the snapshot")
    counts.called(1, 1, 400)
    counts.called(2, 500, 2)
    counts.called(4, 9000, 0)
    reports(answer, counts, first, "after one call of 400 ms and 500 of 2 ms")
    second = snapshot(answer, counts)
    counts.called(2, 1, 8)
    for tied in (5, 2**62, -(2**62), *range(40, 30, -1)):
        counts.called(tied, 2, 100.25)
    reports(answer, counts, second, "since a second snapshot")
    for _ in range(2):
        reports(answer, counts, first, "since the first of two snapshots")
    third = snapshot(answer, counts)
    counts.called(50, 1, 0.006)
    counts.called(51, 1, 0.009)
    reports(answer, counts, third, "after two statements of a few microseconds")


def test_entries(answer, counts):
    """Counts what began again from zero.

    Tries: reset, since.
    """
    send([MANY])
    for queryid in range(11, 18):
        counts.called(queryid, 10, 20.5)
    earlier = snapshot(answer, counts)
    for queryid, calls in ((11, 3), (12, 10), (13, 25)):  # fewer calls than before, as many, more
        counts.forget(queryid)
        counts.called(queryid, calls, queryid + 0.25)
    counts.forget(14)
    counts.called(13, 1, 7)
    counts.called(15, 1, 1)
    counts.called(18, 2, 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_stat_statements SET minmax_stats_since = clock_timestamp()")
    reports(answer, counts, earlier, "after some entries have begun again")


def test_databases(answer, counts):
    """Leaves out other databases.

    Tries: database.
    """
    for queryid in (1, 2):
        counts.called(queryid, 50, 10, other=1)
    counts.called(2, 50, 10)
    earlier = snapshot(answer, counts)
    for queryid in (1, 2, 7):
        counts.called(queryid, 100 * queryid, 5, other=1)
        counts.called(queryid, 9 + queryid, 2.5)
    counts.called(4, 9, 1000, other=1)
    reports(answer, counts, earlier, "with the same statements in another database")


def test_users(answer, counts):
    """One line for each statement of several users.

    Tries: lines, reset.
    """
    for user in (ADA, BOB, GONE):
        for queryid in (1, 2, 3):  # 2 and 3 have the same text
            counts.called(queryid, 20 * queryid, 2, user=user)
    earlier = snapshot(answer, counts)
    counts.forget(1, user=BOB)
    counts.forget(2, user=GONE)
    counts.called(1, 30, 4)
    counts.called(2, 1, 7)
    counts.called(3, 1, 5)
    counts.called(1, 5, 9.5, user=BOB)
    counts.called(3, 1, 6, user=BOB)
    counts.called(1, 40, 0.25, user=GONE)
    reports(answer, counts, earlier, "after three users sent the same statements")


def test_nested(answer, counts):
    """Leaves out what functions sent.

    Tries: nested.
    """
    for top in (True, False):
        counts.called(1, 50, 10, top=top)
    earlier = snapshot(answer, counts)
    counts.called(1, 3, 50)
    counts.called(1, 300, 5, top=False)
    counts.called(2, 400, 5, top=False)
    reports(answer, counts, earlier, "with statements that a function sends")


def test_real(answer):
    """Reads the view of a real server.

    Tries: since, database, result, read only.
    """
    with real_statements() as there, connection.cursor() as cursor:
        if not there:
            ledger.note("The real view was not tried: it needs PostgreSQL 17 and a superuser.")
            return
        earlier = answer.snapshot()
        for sql in ("SELECT pg_sleep(0.05)", *["SELECT pg_sleep(0.01), 1"] * 10):
            cursor.execute(sql)
        got = lines(answer.report(earlier))
        cursor.execute(ENTRIES)
        entries = {queryid: row for queryid, *row in cursor.fetchall()}
    for line in got:
        says = f"report() lists a statement of another database: {line.get('query', '')[:50]!r}."
        expect(line.get("queryid") in entries, says, "only entries of this database.")
    slept = {queryid: row for queryid, row in entries.items() if "pg_sleep" in row[0]}
    expect(len(slept) == 2, "pg_stat_statements has lost entries.", "it is only read.")
    shown = [line for line in got if line["queryid"] in slept]
    right = ranked({key: row[1:] for key, row in slept.items()}, of=got)
    texts = {queryid: {row[0]} for queryid, row in slept.items()}
    compare(shown, right, texts, "after one call of 50 ms and ten of 10 ms")


# What the checks above are made of.


@pytest.fixture
def counts(answer):
    with statement_counts() as made:
        yield made


def snapshot(answer, counts):
    """Return what snapshot() does, and up to where calls were counted then."""
    return counts.unchanged("snapshot()", answer.snapshot), counts.mark


def reports(answer, counts, earlier, given):
    """Fail unless report() has the right line for each statement that was called since."""
    value, mark = earlier
    got = counts.unchanged("report()", lambda: plain(answer.report(value)))
    compare(lines(got), ranked(counts.since(mark)), counts.texts, given)


def ranked(sums, of=()):
    """Return the right lines but for their text, given the calls and the time of each queryid."""
    everything = sum(float(line.get("total_ms", 0)) for line in of) or sum(
        s[1] for s in sums.values()
    )
    names = ("queryid", "calls", "total_ms", "mean_ms", "share")
    rows = [(key, n, ms, ms / n, 100 * ms / everything) for key, (n, ms) in sums.items()]
    return [dict(zip(names, row, strict=True)) for row in sorted(rows, key=lambda r: (-r[2], r[0]))]


def lines(got):
    """Return what report() returned, if it is a list of dictionaries."""
    got = plain(got)
    is_list = isinstance(got, list) and all(isinstance(line, dict) for line in got)
    expect(is_list, f"report() returned {got!r:.60}", "a list of dictionaries.")
    return got


def compare(got, right, texts, given):
    """Compare lines: a number may be 0.01 off, and the text is that of any user."""
    shown = {line.get("queryid"): line for line in got}
    for line in right:
        mine, known = shown.get(line["queryid"], {}), texts[line["queryid"]]
        mine.update({name: right for name, right in line.items() if near(mine.get(name), right)})
        line["query"] = mine["query"] if mine.get("query") in known else min(known)
    same(got, right, call="report()", given=given)


def near(got, right):
    is_number = isinstance(got, int | float | Decimal) and not isinstance(got, bool)
    return is_number and abs(float(got) - right) <= 0.0101  # rounded or not
