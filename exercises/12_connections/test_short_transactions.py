"""What checks short_transactions.py."""

from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import again, concurrently, expect, fail, interleave, lockstep, plural

AT_ONCE = 3
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
OPEN = """
    SELECT state FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'
"""


def test_answer(answer, attempts):
    """Orders a medal for each attempt that may have one, and says so.

    Tries: result.
    """
    one, other, unfinished, gilded = attempts
    told = []

    def order(attempt_id):
        told.append(attempt_id)
        return medals.get(attempt_id, "bronze")

    medals = {one.pk: "silver", other.pk: "gold"}
    for attempt, expected, why in (
        (one, True, "a finished attempt without a medal"),
        (one, False, "an attempt whose medal was ordered before"),
        (gilded, False, "an attempt that has a medal"),
        (unfinished, False, "an attempt that is not finished"),
        (None, False, "an attempt that does not exist"),
        (other, True, "another finished attempt without a medal"),
    ):
        number, asked = len(told), attempt.pk if attempt else 0
        got = answer.award(asked, order)
        expect(got is expected, f"award() returned {got!r} for {why}.", f"{expected}.")
        expect(
            told[number:] == [asked] * expected,
            f"order() was called {plural(len(told) - number, 'time')} for {why}"
            f"{f', with {told[number:]}' if told[number:] else ''}.",
            f"{f'once, with its id, {asked}' if expected else 'not at all'}.",
        )
    for attempt in attempts:
        stays(attempt, medal=medals.get(attempt.pk, attempt.medal))


def test_failure(answer, attempts):
    """Leaves the attempt as it was when order() fails.

    Tries: failure.
    """
    one, *_ = attempts
    for error in (Refused("no gold", 7), Refused("closed"), SystemExit(3), TimeoutError("late")):
        refused(answer, one, raising(error), error)
        stays(one, f"order() raised {type(error).__name__}, and afterwards")
    [visit] = concurrently(lambda _: again(answer).award(one.pk, lambda _: "gold"), 1)
    got = visit.error or visit.result
    expect(
        got is True,
        f"order() failed, then it works, and award() in another process gives {got!r}.",
        "True.",
    )
    stays(one, medal="gold")


def test_waiting(answer, attempts, elsewhere):
    """Has no transaction open while order() runs.

    Tries: short.
    """
    seen = []

    def order(attempt_id):
        with closing(elsewhere.cursor()) as cursor:
            cursor.execute(OPEN)
            seen.extend(state for [state] in cursor.fetchall())
        if not write(elsewhere, attempt_id):
            seen.append("locked")
        if attempt_id == fails:
            raise Refused
        return "gold"

    one, other, *_ = attempts
    fails = other.pk
    answer.award(one.pk, order)
    refused(answer, other, order)
    if not seen:
        return
    states = sorted({*seen} - {"locked"}) or ["waiting"]
    locked = ", and it has locked the attempt: everybody who wants to write to it waits"
    raise fail(
        f"While order() waits for the network, a session of PostgreSQL is {states[0]}"
        f"{locked if 'locked' in seen else ''}.",
        "no transaction is open while order() runs.",
    )


def test_once(answer, attempts, elsewhere):
    """Orders one medal when several ask for it at the same time.

    Tries: once, short.
    """
    first, *_ = attempts
    for fails in (False, True):
        orders = Orders(fails, elsewhere)
        processes = [again(answer) for _ in range(AT_ONCE)]

        def prepare(orders=orders):
            orders.told.clear()
            Attempt.objects.filter(pk=first.pk).update(medal="")
            return first.pk

        calls = [partial(asks, process, orders) for process in processes]
        prepare()
        turns = lockstep(*(partial(call, first.pk) for call in calls))
        one_order(turns, orders, first)
        for meeting in interleave(prepare, *calls):
            one_order(meeting, orders, first)
        orders.fails = False
        for process in processes:
            prepare()
            got = process.award(first.pk, orders)
            expect(got is True, f"Later one asks alone, and award() returns {got!r}.", "True.")


def test_each(answer, attempts, elsewhere):
    """Orders both medals when two attempts get one at the same time.

    Tries: result.
    """
    one, other, *_ = attempts
    orders, here, there = Orders(False, elsewhere), again(answer), again(answer)

    def prepare():
        orders.told.clear()
        Attempt.objects.filter(pk__in=[one.pk, other.pk]).update(medal="")

    for meeting in interleave(
        prepare, lambda _: here.award(one.pk, orders), lambda _: there.award(other.pk, orders)
    ):
        no_errors(meeting)
        expect(
            meeting.results == [True, True] and sorted(orders.told) == sorted([one.pk, other.pk]),
            f"Two people ask for the medals of attempts {one.pk} and {other.pk} at the same time: "
            f"award() returned {meeting.results}, order() was called for {orders.told}.",
            "True for both: they are two attempts.",
            meeting.story,
        )


def test_others(answer, attempts):
    """Keeps what others write at any moment.

    Tries: others.
    """
    one, other, *_ = attempts
    users, contests = [model.objects.order_by("pk").last() for model in (User, Contest)]
    written = {
        "user_id": users.pk,
        "contest_id": contests.pk,
        "started_at": datetime(2025, 3, 1, 1, 2, 3, 4, tzinfo=UTC),
        "finished_at": datetime(2025, 3, 1, 2, 3, 4, 5, tzinfo=UTC),
        "score": 77,
    }
    for attempt, error in ((one, None), (other, Refused("no gold"))):

        def prepare(attempt=attempt):
            names = [*written, "medal"]
            Attempt.objects.filter(pk=attempt.pk).update(**{n: getattr(attempt, n) for n in names})

        def order(attempt_id, error=error):
            touch()
            if error:
                raise error
            return "gold"

        def award(_, attempt=attempt, order=order):
            return answer.award(attempt.pk, order)

        @transaction.atomic
        def write(_, attempt=attempt):
            Attempt.objects.filter(pk=attempt.pk).update(**written)
            touch()

        for meeting in interleave(prepare, award, write, every_role=True):
            no_errors(meeting, allowed=error)
            when = "Somebody else wrote to the attempt while award() ran"
            when += ", and order() failed;" if error else ";"
            stays(attempt, when, meeting.story, medal="" if error else "gold", **written)
            expect(
                error or meeting.results[0] is True,
                f"{when} award() returned {meeting.results[0]!r}.",
                "True: it has ordered the medal.",
                meeting.story,
            )


def test_overwritten(answer, attempts):
    """Returns True after ordering, also when somebody else clears the medal in between.

    Tries: result.
    """
    one, *_ = attempts

    def order(attempt_id):
        Attempt.objects.filter(pk=attempt_id).update(medal="")
        return "gold"

    got = answer.award(one.pk, order)
    expect(
        got is True,
        "Somebody saves an attempt that was read before the call, while order() runs, and "
        f"award() returns {got!r}.",
        "True: it has ordered the medal.",
    )


# What the checks above are made of.


class Refused(Exception):
    """What order() raises."""


class Orders:
    """An engraver who may refuse the first order; others can come in while it is made.

    Attributes:
        waiting: how many sessions waited for the one that made an order.
    """

    def __init__(self, fails, elsewhere):
        self.fails, self.elsewhere, self.told, self.waiting = fails, elsewhere, [], 0

    def __call__(self, attempt_id):
        self.told.append(attempt_id)
        number = len(self.told)
        touch()
        with closing(self.elsewhere.cursor()) as cursor:
            cursor.execute(WAITING, [connection.connection.info.backend_pid])
            self.waiting += cursor.fetchone()[0]
        if self.fails and number == 1:
            raise Refused("no gold")
        return "gold"


def asks(process, orders, attempt_id):
    """Ask for a medal in one of the site's processes."""
    return process.award(attempt_id, orders)


def touch():
    """Send a statement, so that there is a moment at which others can come in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'order() asks the engraver'")


@pytest.fixture
def attempts(world):
    """Two that may get a medal, one that is not finished, one that has a medal; others as well."""
    world.contests(4, attempts=(3, 6))
    finished = [*Attempt.objects.filter(finished_at__isnull=False).order_by("pk")]
    unfinished = Attempt.objects.filter(finished_at=None).order_by("pk").first()
    chosen = [*finished[:2], unfinished, finished[2]]
    # Two keys that are the same number in 32 bits.
    Attempt.objects.filter(pk=chosen[1].pk).update(id=chosen[0].pk + 2**32)
    chosen[1].pk = chosen[0].pk + 2**32
    for attempt, medal in zip(chosen, ("", "", "", "bronze"), strict=True):
        attempt.medal = medal
        attempt.save(update_fields=["medal"])
    return chosen


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


def one_order(turns, orders, attempt):
    """Fail unless one of some callers has ordered, or one more after an order that failed."""
    no_errors(turns, allowed=Refused if orders.fails else None)
    expect(
        not orders.waiting,
        "While order() waits for the network, another caller waits for a lock of this one, and its "
        "session is in a transaction.",
        "no transaction is open while order() runs.",
        turns.story,
    )
    says = turns.results
    yes, other = says.count(True), [got for got in says if got not in (True, False, None)]
    number = len(says)
    expect(not other, f"award() returned {other[:1]}.", "True or False.", turns.story)
    failed = len(turns.errors)
    none = says.count(None) - failed
    expect(not none, "award() returned None.", "True or False.", turns.story)
    if orders.fails:
        expect(
            len(orders.told) - failed == yes <= 1 and failed == 1,
            f"{number} ask for one medal, and the first order() fails: order() was called "
            f"{plural(len(orders.told), 'time')}, award() raised {plural(failed, 'error')} and "
            f"returned True {plural(yes, 'time')}.",
            "the error reaches its caller; at most one more order, and True for it.",
            turns.story,
        )
    else:
        expect(
            (len(orders.told), yes) == (1, 1),
            f"{number} ask for one medal at the same time: order() was called "
            f"{plural(len(orders.told), 'time')}, and award() returned True "
            f"{plural(yes, 'time')}.",
            "one order, and True for one of them.",
            turns.story,
        )
    medal = "gold" if yes else ""
    stays(attempt, f"{number} asked for one medal, and afterwards", turns.story, medal=medal)


def no_errors(turns, allowed=None):
    """Fail if a call has raised something else than what is allowed."""
    for error in turns.errors:
        kind = allowed if isinstance(allowed, type) else type(allowed)
        if allowed is None or not isinstance(error, kind):
            raise fail(
                "Several use the attempts at the same time, and one gets an error: "
                f"{' '.join(str(error).split())[:100] or type(error).__name__}",
                "no error.",
                details=turns.story,
            )


def refused(answer, attempt, order, error=None):
    """Call award() with an order() that fails; fail unless its error comes through."""
    try:
        what = f"returned {answer.award(attempt.pk, order)!r} as if nothing had happened"
    except (Refused, SystemExit, TimeoutError) as raised:
        if error is None or (type(raised), raised.args) == (type(error), error.args):
            return
        what = f"raised {raised!r}"
    except Exception as raised:
        what = f"raised {type(raised).__name__}: {' '.join(str(raised).split())[:80]}"
    named = f" with {error!r}" if error else ""
    raise fail(f"order() failed{named}, and award() {what}.", "the error of order() gets through.")


def raising(error):
    """Return an order() that fails."""

    def order(attempt_id):
        raise error

    return order


def stays(attempt, when="Afterwards", story=(), **changes):
    """Fail unless an attempt is as it was, but for the changes."""
    names = [field.attname for field in Attempt._meta.concrete_fields]
    now = Attempt.objects.values(*names).filter(pk=attempt.pk).first()
    expect(now, f"{when} the attempt is deleted.", details=story)
    for name in names:
        expected = changes.get(name, getattr(attempt, name))
        expect(
            now[name] == expected,
            f"{when} the attempt's {name} is {now[name]!r}.",
            f"{expected!r}.",
            story,
        )
