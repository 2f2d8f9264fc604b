"""What checks from_values.py."""

from contextlib import suppress
from datetime import timedelta, timezone
from random import Random

from django.db import DatabaseError

from arena.contests.models import Attempt
from arena.worlds import OPENING
from kata.checks import (
    Meter,
    at_most,
    expect,
    fail,
    plural,
    same,
    short,
    writes_only,
    written_columns,
)

TEXT, QUERIES, ROWS = 2_000, 5, 10
MANY = 6_000  # attempts
UNKNOWN = 60_000  # so that an answer that sends thousands at a time sends many
PARIS = timezone(timedelta(hours=2))
TINY = timedelta(microseconds=1)
SCORES = (None, 0, 1, 41, 2**31 - 1, 100, 32_768, 70_000)
ENDS = (None, *(OPENING[0] + day * timedelta(days=1) + day * TINY for day in range(9)))


def test_answer(answer, world):
    """Each attempt gets the last of its results.

    Tries: values, last, unknown, returned.
    """
    for number in (0, 1, 40):
        attempts = site(world, number)
        for what, made in LISTS.items():
            given = f"for {what}, on a site of {plural(number, 'attempt')}"
            written(answer, made(attempts), given)
    Attempt.objects.update(score=77, finished_at=None)
    written(answer, mixed(attempts), "for a list that came before, and others wrote since then")


def test_columns(answer, world):
    """Writes two columns of the attempts in the list, and no other attempt.

    Tries: values.
    """
    results = mixed(site(world, 40))
    known = {*Attempt.objects.values_list("pk", flat=True)}
    changed = {key for key, _ in expected(results)[0] ^ stored()}
    may = {key for key, *_ in results} & known - changed
    with written_columns(Attempt) as names:
        writes_only(lambda: answer.record([*results]), Attempt, changed, may=may, what="record()")
    more = sorted(names - {"score", "finished_at"})
    expect(not more, f"record() also writes {', '.join(more)}.", "the score and the end.")


def test_together(answer, world):
    """The database refuses one result: no result is written.

    Tries: together, values.
    """
    *results, (key, _, last) = [
        (key, score if i % 3 else None, end if i % 4 else None)
        for i, (key, score, end) in enumerate(distinct(site(world, 1_200)))
    ]
    before = stored()
    for end in (last, None):
        with suppress(DatabaseError):
            answer.record([*results, (key, -1, end)])
            raise fail("The database refuses a score, and record() raises nothing.", "the error.")
        number = len(stored() - before)
        says = f"The database refuses the last result, and {plural(number, 'attempt')} changed."
        expect(not number, says, "none.")
    written(answer, results[::2], "after the database had refused a list")


def test_text(answer, world):
    """The SQL is short, however many results there are.

    Tries: text, queries, rows.
    """
    results = distinct(site(world, MANY))
    results += [(-key, 1, None) for key in range(UNKNOWN)]
    right, number = expected(results)
    given = f"for {len(results):,} results"
    sent = []

    def look(_, sql):
        sent.append(len(sql))
        says = f"{sum(sent):,} characters of SQL {given}."
        expect(sum(sent) <= TEXT, says, f"at most {TEXT:,}, however many.", [short(sql)])

    def call():
        with Meter(refuse=look):
            return answer.record([*results])

    got = at_most(call, queries=QUERIES, rows=ROWS, why="however many results")
    same(got, number, call="record()", given=given)
    expect(stored() == right, "Not every attempt has its own score and end.")


# Lists of results


def mixed(attempts):
    """Return a list with every kind of value, keys that come twice, and keys without attempt."""
    some = [attempt.pk for attempt in attempts]
    keys = [*some[::2], *some[:9], 5, 7, *some[:30:3], -1, 2**62]
    return [
        (key, SCORES[(i + key) % len(SCORES)], ENDS[(3 * i + key) % len(ENDS)])
        for i, key in enumerate(keys)
    ]


def distinct(attempts):
    """Return a list in which every attempt gets values that no other one gets."""
    return [(one.pk, i * 7, OPENING[0] + i * TINY) for i, one in enumerate(attempts)]


LISTS = {
    "an empty list": lambda attempts: [],
    "a list of different values": distinct,
    "a list with keys that come twice, and keys without attempt": mixed,
    "the same list in another order": lambda attempts: mixed(attempts)[::-1],
    "a list without any score": lambda attempts: [(a.pk, None, OPENING[9]) for a in attempts],
    "a list without any end": lambda attempts: [(a.pk, 0, None) for a in attempts],
    "a list of nothing but None": lambda attempts: [(a.pk, None, None) for a in attempts],
    "a list in another time zone": lambda attempts: [
        (key, score, end and end.astimezone(PARIS)) for key, score, end in mixed(attempts)
    ],
    "a list of unknown keys": lambda attempts: [(5, 1, None), (7, None, OPENING[1])],
    "a list of one attempt, three times": lambda attempts: [
        (one.pk, score, OPENING[score]) for one in attempts[:1] for score in (3, 9, 5)
    ],
}


# What the checks above are made of.


def site(world, number):
    """Make attempts; return them in an order that is neither that of keys nor of times."""
    world.clear()
    world.contests(1, attempts=(number, number))
    attempts = list(Attempt.objects.order_by("pk"))[:number]
    Random(number).shuffle(attempts)
    return attempts


def stored():
    """Return the attempts, as a set of keys with all their values."""
    rows = Attempt.objects.values_list("pk", *COLUMNS)
    return {(key, tuple(values)) for key, *values in rows}


COLUMNS = [field.attname for field in Attempt._meta.concrete_fields if not field.primary_key]


def expected(results):
    """Return what shall be stored, and the number of attempts with a result."""
    last = {key: {"score": score, "finished_at": end} for key, score, end in results}
    rows = {row["id"]: row for row in Attempt.objects.values()}
    right = {key: {**row, **last.get(key, {})} for key, row in rows.items()}
    return (
        {(key, tuple(row[name] for name in COLUMNS)) for key, row in right.items()},
        len(rows.keys() & last.keys()),
    )


def written(answer, results, given):
    """Fail unless a list is written as it has to be."""
    right, number = expected(results)
    same(answer.record([*results]), number, call="record()", given=given)
    got = [dict(zip(COLUMNS, values, strict=True), id=key) for key, values in sorted(stored())]
    wanted = [dict(zip(COLUMNS, values, strict=True), id=key) for key, values in sorted(right)]
    same(got, wanted, call="The attempts after record()", given=given)
