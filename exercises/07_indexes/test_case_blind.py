"""What checks case_blind.py."""

from itertools import cycle

from django.core.exceptions import FieldError
from django.db import DatabaseError, connection
from django.db.models import Index, OrderBy

from arena.accounts.models import User
from kata.checks import (
    MeterBroken,
    analyze,
    at_most,
    expect,
    fail,
    ledger,
    plain,
    plural,
    same,
    send,
)

TABLE = User._meta.db_table
PEOPLE = 20_000
BLOCKS = 60
LONGER = (7, 1_234)  # people whose address is the beginning of another one
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8")
ADDRESSES = (
    *("ann@arena.example", "Ann@Arena.Example", "ANN@ARENA.EXAMPLE", "ann@arena.example.org"),
    *("an%@arena.example", "an_@arena.example", "AN_@arena.example", "an\\n@arena.example"),
    *("élodie@arena.example", "ÉLODIE@Arena.example", "elodie@arena.example", "o'neil@x.example"),
    *("joann@arena.example", "an", "ANN", " ann@arena.example", "50%off@x.example", ""),
    *(
        "straße@x.example",
        "anzzz@x.example",
        "Anémie@x.example",
        "an{n}~@x.example",
        "an😀@x.example",
        "e\u0301lodie@x.example",
        "İbrahim@x.example",
    ),
)
BEGINNINGS = (
    "ann@arena.example",  # more of what was asked last, before the addresses changed
    "AN",
    "an%",
    "An_",
    "an\\",
    "É",
    "éL",
    "e",
    "O'",
    "50%",
    "j",
    "",
    "an",
)


def test_answer(answer, before, world):
    """The people who match, in either case.

    Tries: rows, case, text, nothing else, queries, fetched.
    """
    people = world.people(60)
    for moved in range(2):
        for person, address in zip(people[moved:], cycle(ADDRESSES), strict=False):
            person.email = address
        User.objects.bulk_update(people, ["email"])
        for email in (*ADDRESSES, "nobody@arena.example", "n"):
            compare(answer, before, "with_email", email)
            if "İ" not in email:  # its lower case is one letter or two
                compare(answer, before, "with_email", email.swapcase())
        for text in BEGINNINGS:
            compare(answer, before, "email_begins", text)


def test_reads(answer, before, new_database, world):
    """Both questions are answered by one index.

    Tries: reads, queries, fetched.
    """
    fill(world)
    create(answer)
    analyze()  # an index of an expression has statistics of its own
    for number in LONGER:
        for name, text in (("with_email", address(number)), ("email_begins", address(number)[:8])):
            asked(answer, before, name, text.swapcase())
    compare(answer, before, "email_begins", "X")  # nearly all of them


def asked(answer, before, name, text):
    """Ask one question; compare what it returns, and look at what it reads."""
    compare(answer, before, name, text)
    blocks = blocks_read()
    found = len(plain(getattr(answer, name)(text)))
    blocks = blocks_read() - blocks
    ledger.spent(**{"blocks read": blocks})
    if blocks > BLOCKS:
        match = plural(found, "person matches", "people match")
        raise fail(
            f"{name}({text!r}) reads {blocks:,} blocks.",
            f"at most {BLOCKS}. The table has {size():,}, and {match}.",
            details=[f"INDEX is: {made()}"],
        )


def compare(answer, before, name, text):
    """Compare what a question returns, and look at what it fetches."""
    right = plain(getattr(before, name)(text))
    match = plural(len(right), "person matches", "people match")
    why = f"where {match} {text!r}"
    got = at_most(lambda: plain(getattr(answer, name)(text)), queries=1, rows=len(right), why=why)
    same(got, right, call=f"{name}({text!r})")


def fill(world):
    """Add people with many addresses, in no order; every 12 of them begin alike."""
    world.people(1)
    send(
        [
            *collating(),
            f"INSERT INTO {TABLE} (username, first_name, last_name, email, password, date_joined,"
            " is_superuser, is_staff, is_active) SELECT 'person ' || n, '', '', CASE n % 3 "
            "WHEN 0 THEN upper(typed) ELSE typed END, '', now(), false, false, true"
            f" FROM generate_series(1, {PEOPLE}) n, LATERAL (SELECT '{ADDRESS}') address (typed)"
            " ORDER BY n * 7919::bigint % 20011",
            # Longer addresses that begin with a whole one.
            f"INSERT INTO {TABLE} (username, first_name, last_name, email, password, date_joined,"
            " is_superuser, is_staff, is_active) SELECT username || ' too', '', '', email || '.uk',"
            f" '', now(), false, false, true FROM {TABLE} WHERE username IN"
            f" ('person {LONGER[0]}', 'person {LONGER[1]}')",
        ]
    )


ADDRESS = "x' || lpad((n / 12 * 7907 % 10007)::text, 6, '0') || '.' || n || '@Arena.example"


def address(number):
    """Return the address of a person, as the table has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT email FROM {TABLE} WHERE username = %s", [f"person {number}"])
        return cursor.fetchone()[0]


def collating():
    """Return what lets the addresses sort by the rules of a locale, as the server knows one.

    The course's own server sorts by character, where a plain index serves a prefix as well.
    """
    column = f"ALTER TABLE {TABLE} ALTER email TYPE varchar(254) COLLATE"
    for locale in LOCALES:
        try:
            send([f"CREATE COLLATION of_system (provider = libc, locale = '{locale}')"])
        except DatabaseError:
            continue
        return [f"{column} of_system"]
    raise MeterBroken(f"PostgreSQL's machine has none of the locales {', '.join(LOCALES)}.")


def create(answer):
    """Create the answer's index as a migration would, with django.contrib.postgres installed."""
    from django.contrib.postgres.indexes import OpClass  # the page in a browser has no psycopg
    from django.db.models.functions import Collate
    from django.db.models.indexes import IndexExpression

    IndexExpression.register_wrappers(OrderBy, OpClass, Collate)
    index = getattr(answer, "INDEX", None)
    says = f"INDEX is {index!r}"[:200] + ", and one Index of Django is asked for."
    expect(isinstance(index, Index), says, "INDEX = Index(..., name=...)")
    try:
        with connection.schema_editor() as editor:
            editor.add_index(User, index)
    except (DatabaseError, FieldError, TypeError, ValueError) as error:
        says = f"INDEX cannot be created: {str(error).strip().splitlines()[0]}"
        raise fail(says[:300], details=[repr(index)]) from None


def blocks_read():
    """Return how many blocks of the table and its indexes PostgreSQL has read, by its own count."""
    return number(
        "SELECT heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit"
        f" FROM pg_statio_user_tables WHERE relname = '{TABLE}'"
    )


def size():
    """Return how many blocks the table has."""
    return number(f"SELECT pg_relation_size('{TABLE}') / 8192")


def made():
    """Return what PostgreSQL has made of INDEX."""
    newest = f"SELECT max(indexrelid) FROM pg_index WHERE indrelid = '{TABLE}'::regclass"
    return number(f"SELECT pg_get_indexdef(({newest}))").partition(" USING ")[2]


def number(sql):
    """Return the one value that a query returns; PostgreSQL's counts are brought up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(sql)
        return cursor.fetchone()[0]
