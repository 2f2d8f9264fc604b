"""What checks short_transactions.py."""

from contextlib import closing

import pytest
from django.db import DatabaseError, connection

from arena.contests.models import Attempt
from kata.answers import again
from kata.checks import lockstep
from kata.verdict import expect, fail, plural

AT_ONCE = 3


def test_answer(answer, attempts):
    """Awards each medal once, and says so."""
    one, other, unfinished = attempts
    told = []

    def order(attempt_id):
        told.append(attempt_id)
        return medals[attempt_id]

    medals = {one.pk: "silver", other.pk: "gold"}
    for attempt, expected, why in (
        (one, True, "a finished attempt without a medal"),
        (one, False, "an attempt that has a medal"),
        (unfinished, False, "an attempt that is not finished"),
        (None, False, "an attempt that does not exist"),
        (other, True, "a finished attempt without a medal"),
    ):
        number, asked = len(told), attempt.pk if attempt else 0
        got = answer.award(asked, order)
        expect(
            got is expected or (got is not None and bool(got) is expected),
            f"award() returned {got!r} for {why}.",
            f"{expected}.",
        )
        expect(
            told[number:] == [asked] * expected,
            f"order() was called {plural(len(told) - number, 'time')} for {why}.",
            f"{'once, with its id' if expected else 'not at all'}.",
        )
    for attempt in attempts:
        stays(attempt, medal=medals.get(attempt.pk, ""))


def test_failure(answer, attempts):
    """Leaves the attempt as it was when order() fails."""
    one, *_ = attempts
    for error in (Refused, Refused, SystemExit):
        refused(answer, one, raising(error))
        stays(one, f"order() raised {error.__name__}, and afterwards")
    got = answer.award(one.pk, lambda _: "gold")
    expect(got, f"order() failed, then it works again, and award() returns {got!r}.", "True.")
    stays(one, medal="gold")


def test_twice(answer, attempts):
    """Orders one medal when several ask for it at once."""
    for attempt, fails in ((attempts[0], False), (attempts[1], True)):
        told = []

        def order(attempt_id, told=told, fails=fails):
            told.append(attempt_id)
            if fails and len(told) == 1:
                raise Refused
            return "gold"

        def asking(attempt=attempt, order=order):
            process = again(answer)
            return lambda: process.award(attempt.pk, order)

        turns = lockstep(*(asking() for _ in range(AT_ONCE)))
        story = ["In turns:", *turns.story]
        for outcome in turns.outcomes:
            if outcome.error and not (fails and isinstance(outcome.error, Refused)):
                raise fail(
                    f"{AT_ONCE} ask for a medal at the same moment, and one gets an error: "
                    f"{' '.join(str(outcome.error).split())[:100]}",
                    "True for one, False for the others.",
                    details=story,
                )
        yes = sum(bool(outcome.result) for outcome in turns.outcomes)
        if fails:  # the others may have given up, or ordered it in turn
            expect(
                len(told) - 1 == yes <= 1,
                f"{AT_ONCE} ask for a medal at the same moment, the first order() fails, and "
                f"{plural(len(told) - 1, 'other')} follow; award() returned True {yes} times.",
                "one more at most, and True for it.",
                story,
            )
        else:
            expect(
                (len(told), yes) == (1, 1),
                f"{AT_ONCE} ask for a medal at the same moment: order() was called {len(told)} "
                f"times, and award() returned True {yes} times.",
                "once, and True for one of them.",
                story,
            )


def test_meanwhile(answer, attempts, elsewhere):
    """Keeps what others write while the medal is on order."""
    one, other, _ = attempts
    changed = []

    def order(attempt_id):
        changed.append(write(elsewhere, attempt_id))
        if attempt_id == other.pk:
            raise Refused
        return "gold"

    answer.award(one.pk, order)
    refused(answer, other, order)
    for attempt, written, medal in zip((one, other), changed, ("gold", ""), strict=False):
        score = {"score": 77} if written else {}
        stays(attempt, "Somebody gave another score meanwhile, and", medal=medal, **score)


def test_waiting(answer, attempts, elsewhere):
    """Has no transaction open while it waits for order()."""
    seen = []

    def order(attempt_id):
        with closing(elsewhere.cursor()) as cursor:
            cursor.execute(
                "SELECT state FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid() "
                "AND xact_start IS NOT NULL"
            )
            seen.extend(state for [state] in cursor.fetchall())
        if seen and not write(elsewhere, attempt_id):
            seen.append("locked")
        return "gold"

    for attempt in attempts[:2]:
        answer.award(attempt.pk, order)
    if not seen:
        return
    locked = "locked" in seen
    raise fail(
        f"While order() waits for the network, a session of PostgreSQL is {seen[0]}"
        + (
            ", and it holds the attempt: whoever wants to write to it waits as well." * locked
            or "."
        ),
        "no transaction is open while order() is called.",
    )


# What the checks above are made of.


class Refused(Exception):
    """What order() raises."""


@pytest.fixture
def attempts(world):
    """Two attempts that are finished, and one that is not; others are there as well."""
    world.contests(4, attempts=(3, 6))
    Attempt.objects.update(medal="")  # who has one already is asked for by name
    finished = Attempt.objects.filter(finished_at__isnull=False).order_by("pk")
    return [*finished[:2], Attempt.objects.filter(finished_at=None).order_by("pk").first()]


@pytest.fixture
def elsewhere():
    """A connection of somebody else's, who waits for no lock; order() may run in any thread."""
    other = connection.copy()
    other.inc_thread_sharing()
    with closing(other.cursor()) as cursor:
        cursor.execute("SET lock_timeout = '20ms'")
    yield other
    other.close()


def write(elsewhere, attempt_id):
    """Let somebody else give another score; return whether the row was free."""
    try:
        with closing(elsewhere.cursor()) as cursor:
            cursor.execute("UPDATE contests_attempt SET score = 77 WHERE id = %s", [attempt_id])
    except DatabaseError:
        return False
    return True


def refused(answer, attempt, order):
    """Call award() with an order() that fails; fail unless its error comes through."""
    try:
        what = f"returned {answer.award(attempt.pk, order)!r} as if nothing had happened"
    except (Refused, SystemExit):
        return
    except Exception as error:
        what = f"raised {type(error).__name__}: {' '.join(str(error).split())[:80]}"
    raise fail(f"order() failed, and award() {what}.", "to let the error of order() through.")


def raising(error):
    """Return an order() that fails."""

    def order(attempt_id):
        raise error

    return order


def stays(attempt, when="Afterwards", **changes):
    """Fail unless an attempt is as it was, but for the changes."""
    names = [field.attname for field in Attempt._meta.concrete_fields]
    now = Attempt.objects.values(*names).get(pk=attempt.pk)
    for name in names:
        expected = changes.get(name, getattr(attempt, name))
        expect(
            now[name] == expected,
            f"{when} the attempt's {name} is {now[name]!r}.",
            f"{expected!r}.",
        )
