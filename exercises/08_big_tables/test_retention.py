"""What checks retention.py, by the catalogue and the statistics of a database of its own."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.db import Error, connection, connections, migrations, transaction
from django.db.migrations.state import ProjectState

from kata.checks import expect, fail, fetch, ledger, measure, plural, same, send

MONTHS = [
    *(date(2024, month, 1) for month in (2, 11, 12)),
    *(date(2025, month, 1) for month in (1, 2, 3, 9, 10)),
    date(2047, 12, 1),
]
WITHOUT = [date(2024, 10, 1), date(2025, 4, 1), date(2030, 1, 1)]
PATHS = ["/", "/blog", "/blog?q=100%s", "/it's", "/Blog"]
PAGES, MANY = 10_000, 12_000
FULL = "2024-12-01 00:00+00"
# Tables that are not Arena's visits, and some with names that look like it.
OTHERS = ["visitor_2020_01", "visit_import", "visit_2019_12", "archive"]


def test_answer(new_database, answer):
    """Counts the visits of a month, and forgets those of earlier months.

    Tries: count, forget, months.
    """
    visits = install(answer)
    counted(answer, visits)
    for before in (2020, 1), (2024, 3), (2025, 2), (2025, 2), (2025, 6), (2025, 10), (2030, 1):
        first = date(*before, 1)
        answer.forget(first)
        visits = [visit for visit in visits if visit[0].date() >= first]
        given = f"after forget({first})"
        got = fetch("SELECT seen_at, path FROM visit ORDER BY 1, 2")
        same(got, sorted(visits), call="The visits", given=given)
        counted(answer, visits, given)
    answer.add_month(MONTHS[0])
    anew = [(at, "/") for at in times(MONTHS[0])]
    come(anew)
    counted(answer, visits + anew, "after a month was forgotten and added once more")


def test_months(new_database, answer):
    """Each month is a partition, in UTC, whatever the time zone of the sessions is.

    Tries: table, months.
    """
    with time_zone("America/New_York"):
        install(answer)
    [[kind]] = fetch("SELECT relkind FROM pg_class WHERE oid = 'visit'::regclass")
    expect(kind == "p", "visit is no partitioned table.", "a table that has partitions.")
    for first in MONTHS:
        answer.add_month(first)
    held = fetch(
        "SELECT tableoid::regclass::text, to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM')"
        " FROM visit GROUP BY 1, 2 ORDER BY 2"
    )
    names = {name for name, _ in held}
    expect(
        len(names) == len(held) == len(MONTHS),
        f"The visits of {len(MONTHS)} months are in {plural(len(names), 'partition')}.",
        "one for each month.",
        [f"{month}: {name}" for name, month in held],
    )
    columns = fetch(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_name = 'visit' ORDER BY 1"
    )
    right = [("id", "bigint"), ("path", "text"), ("seen_at", "timestamp with time zone")]
    same(columns, [(*column, "NO") for column in right], call="The columns of visit")
    key = fetch(
        "SELECT attname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid"
        " AND attnum = ANY (conkey) WHERE conrelid = 'visit'::regclass AND contype = 'p'"
    )
    expect(("id",) in key, "The id is in no primary key of visit.", "a primary key with the id.")
    [[ids, visits]] = fetch("SELECT count(DISTINCT id), count(*) FROM visit")
    expect(ids == visits, f"{plural(visits, 'visit')} have {plural(ids, 'id')}.", "one for each.")


def test_forget(new_database, answer):
    """Drops the tables of old months, and no other table, whatever is in them.

    Tries: forget, pages.
    """
    install(answer, many=MANY)
    months = dict(fetch("SELECT tableoid, max(seen_at) FROM visit GROUP BY 1"))
    before = tables()
    work = measure(lambda: answer.forget(date(2025, 9, 1)))
    ledger.spent(blocks=work.blocks)
    expect(
        work.blocks <= PAGES,
        f"forget() touches {work.blocks:,} pages of 8 KiB to forget {MANY:,} visits.",
        f"at most {PAGES:,}, however many visits there are.",
        [line.sql for line in work.meter.lines()[:3]],
    )
    now = tables()
    old = {key for key, last in months.items() if last < datetime(2025, 9, 1, tzinfo=UTC)}
    left = [now[key] for key in old & now.keys()]
    lost = [before[key] for key in before.keys() - old - now.keys()]
    expect(
        not left,
        f"{plural(len(left), 'table')} of old months are there still.",
        "none.",
        sorted(left),
    )
    expect(not lost, f"forget() drops other tables: {', '.join(sorted(lost))}.", "none.")


def test_views(new_database, answer):
    """Reads one partition only.

    Tries: one partition, count.
    """
    visits = install(answer)
    for first in MONTHS:
        with transaction.atomic():
            before = scans()
            got = answer.views("/blog", first)
            read = sorted(name for name, _ in scans() - before)
        same(got, number(visits, "/blog", first), call=f"views('/blog', {first})")
        says = f"views('/blog', {first}) reads {plural(len(read), 'partition')}."
        expect(len(read) <= 1, says, "the month's, and no other.", read)


# What the checks above are made of.


def install(answer, many=0):
    """Run the operations, add the months, and let visits come; return their times and paths."""
    made = getattr(answer, "operations", None)
    if not (isinstance(made, list) and made):
        raise fail("operations is no list of operations.", "such as [migrations.RunSQL(...)].")
    send(f"CREATE TABLE {name} (id int)" for name in OTHERS)
    migration = type("Migration", (migrations.Migration,), {"operations": made})
    try:
        with connection.schema_editor() as editor:
            migration("0001_visit", "visits").apply(ProjectState.from_apps(apps), editor)
        for first in MONTHS[::-1]:
            answer.add_month(first)
    except Error as error:
        raise fail(f"The table and its months cannot be made: {one_line(error)}") from None
    visits = [(at, path) for first in MONTHS for at in times(first) for path in PATHS[: at.day]]
    come(visits[::-1])
    [[month]] = fetch(f"SELECT tableoid::regclass FROM visit WHERE seen_at = '{FULL}' LIMIT 1")
    send(  # each visit fills a page
        [f"ALTER TABLE {month} SET (fillfactor = 10, autovacuum_enabled = off)",
         f"INSERT INTO visit (seen_at, path) SELECT timestamptz '{FULL}'"
         " + i * interval '3 minutes', '/blog?' || repeat('x', 600)"
         f" FROM generate_series(1, {many}) AS i"]
    )  # fmt: skip
    return visits


def come(visits):
    """Let visits come."""
    try:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO visit (seen_at, path) VALUES (%s, %s)", visits)
    except Error as error:
        raise fail(f"Visits of months that were added cannot come: {one_line(error)}") from None


def one_line(error):
    return " ".join(str(error).split())[:200]


@contextmanager
def time_zone(name):
    """Let the database's sessions have a time zone for a block, as DATABASES may say."""
    try:
        set_zone(name)
        yield
    finally:
        set_zone(None)


def set_zone(name):
    connection.close()
    connection.settings_dict["TIME_ZONE"] = name
    for known in ("timezone", "timezone_name"):
        vars(connections["default"]).pop(known, None)


def times(first):
    """The first and the last moment of a month, and some between."""
    start = datetime.combine(first, time(), UTC)
    end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    tiny = timedelta(microseconds=1)
    return [start, start + tiny, start + timedelta(days=14, seconds=1), end - tiny]


def scans():
    """Each partition, and how often this transaction, or one shortly before, has read it."""
    return set(
        fetch(
            "SELECT relname, seq_scan + coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables"
            " WHERE relid IN (SELECT relid FROM pg_partition_tree('visit'))"
        )
    )


def number(visits, path, first):
    month = first.year, first.month
    return sum((at.year, at.month) == month and path == other for at, other in visits)


def counted(answer, visits, given=""):
    """Fail unless the visits of each month are counted."""
    for first in MONTHS + WITHOUT:
        for path in (*PATHS, "/nothing"):
            call = f"views({path!r}, {first})"
            same(answer.views(path, first), number(visits, path, first), call=call, given=given)


def tables():
    """The names of all tables, by a key that they keep when they are renamed."""
    return dict(fetch("SELECT oid, oid::regclass::text FROM pg_class WHERE relkind = 'r'"))
