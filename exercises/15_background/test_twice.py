"""What checks twice.py."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import DateField, F
from django.utils import timezone

from arena.accounts.models import Profile, User
from kata.checks import (
    again,
    clients,
    create_tables,
    expect,
    fail,
    fails_at,
    interleave,
    killed_at,
    plural,
    same,
)

POINTS = 7
IDS = ("a", "A", "a ", "", "50%s", "it's", "Łódź", "1", "01", "x" * 100, "x" * 99 + "y", "[1]")
IDS += ("plumless", "buckeroo")  # with one CRC-32
MONTH = timedelta(days=31)


def test_answer(answer, people):
    """Each message counts once, also when two look alike.

    Tries: once, id, result.
    """
    one, other = people
    for user, total in ((one, None), (other, 40)):
        Profile.objects.filter(user=user).update(rating=total)
    before = list(Profile.objects.order_by("pk").values())
    for name, user in (*((name, one) for name in IDS), ("of the other", other)):
        got = []
        for worker in (answer, answer, again(answer, seed=1)):
            got.append(worker.handle(message(name, user)))
            cache.clear()
        same(got, [True, False, False], call=f"handle(), 3 times with the id {name!r:.30}")
    grow_old(answer.Handled)
    with time_machine.travel(timezone.now() + MONTH):
        for name in ("later", *IDS):
            got = answer.handle(message(name, one))
            says = f"handle() returns {got} for the id {name!r:.30}, a month later."
            expect(got is (name == "later"), says, f"{name == 'later'}.")
    for row in before:
        if row["user_id"] in people:
            row["rating"] = 40 + POINTS if row["user_id"] == other else POINTS * (len(IDS) + 1)
    now = list(Profile.objects.order_by("pk").values())
    same(now, before, call="The profiles", given=f"after {len(IDS) + 2} messages")


def test_error(answer, people):
    """A message that raises an error is delivered again, and counts.

    Tries: error, result.
    """
    one, _ = people
    profile = Profile.objects.get(user=one)
    profile.delete()
    for _ in range(2):
        with suppress(Profile.DoesNotExist):
            got = answer.handle(message("early", one))
            raise fail(f"handle() returns {got!r} without a profile.", "Profile.DoesNotExist.")
    Profile(user_id=one, rating=3).save()
    for expected in (True, False):
        same(answer.handle(message("early", one)), expected, call="handle(), now with a profile")
    right(one, 3 + POINTS, "after an error and two more deliveries")


def test_killed(answer, people):
    """A worker dies at any moment, or a statement fails, and the message comes again.

    Tries: killed, once, result.
    """
    one, _ = people

    def handle(*_):
        return answer.handle(message(name, one))

    for way, what in ((killed_at, "a worker was killed"), (fails_at, "a statement failed")):
        for number in count():
            name, given = f"{what} {number}", f"after {what} at step {number + 1}"
            Profile.objects.filter(user=one).update(rating=10)
            if not way(number, handle):
                break
            expected = Profile.objects.get(user=one).rating == 10
            got = again(answer).handle(message(name, one))
            right(one, 10 + POINTS, f"{given}, and the message came again")
            same(got, expected, call="handle()", given=given)
    Profile.objects.filter(user=one).update(rating=1)
    taken = {**message("taken", one), "points": -POINTS}
    with suppress(DatabaseError):
        got = answer.handle(taken)
        raise fail(f"handle() returns {got!r} when a rating would fall below 0.", "an error.")
    Profile.objects.filter(user=one).update(rating=10)
    same(answer.handle(taken), True, call="handle()", given="after its UPDATE had failed")
    right(one, 10 - POINTS, "after an UPDATE failed, and the message came again")


def test_batch(answer, people):
    """Several messages in a transaction of the caller's.

    Tries: batch, error, result.
    """
    one, other = people
    without = User.objects.exclude(pk__in=people).earliest("pk").pk
    Profile.objects.filter(user=without).delete()
    Profile.objects.filter(user__in=people).update(rating=0)
    same(answer.handle(message("old", one)), True, call="handle()")
    calls = ("new", one), ("old", one), ("b", other), ("early", without), ("new", one), ("c", one)
    for undo in (True, False):
        got = []
        with transaction.atomic():
            for name, user in calls:
                try:
                    got.append(answer.handle(message(name, user)))
                except Profile.DoesNotExist:
                    got.append(None)
                except DatabaseError as error:
                    says = f"In a transaction of the caller's handle() raises {error!r:.80}"
                    raise fail(says, "True or False.") from None
            transaction.set_rollback(undo)
        expected = [True, False, True, None, False, True]
        says = "handle() for 6 messages, the 2nd and 5th again, the 4th without a profile"
        same(got, expected, call=says)
        given = f"after the caller has {'rolled back' if undo else 'committed'}"
        right(one, POINTS * (1 if undo else 3), given)
        right(other, 0 if undo else POINTS, given)
    Profile.objects.create(user_id=without)
    same(answer.handle(message("early", without)), True, call="handle(), now with a profile")


def test_together(answer, people):
    """Two workers have messages at the same time.

    Tries: once, id, result, no wait.
    """
    one, other = people
    numbers, process = count(), again(answer)

    @transaction.atomic
    def batch(worker, user, name, undo, prefix):
        got = worker.handle(message(f"{name} {prefix}", user))
        transaction.set_rollback(undo)
        return got

    def alone(worker, prefix):
        return worker.handle(message(f"{prefix}", one))

    def prepare():
        Profile.objects.filter(user__in=people).update(rating=1)
        return next(numbers)

    first = partial(batch, answer, one, "a", False)
    with clients(patience=2, timeout=60) as among:
        for calls, total, what in (
            ([partial(alone, answer), partial(alone, process)], 1, "one message"),
            ([first, partial(batch, process, one, "a", False)], 1, "one message"),
            ([partial(batch, answer, one, "a", True), partial(batch, process, one, "a", False)],
             1, "one message, and the first rolls back"),
            ([first, partial(batch, process, one, "b", False)], 2, "two messages for one person"),
            # Their ids have one CRC-32, and the people nothing in common.
            ([partial(batch, answer, one, "plumless", False),
              partial(batch, process, other, "buckeroo", False)], 2, "messages for two people"),
        ):  # fmt: skip
            for meeting in interleave(prepare, *calls, among=among):
                meeting.no_errors(f"Two workers have {what}")
                points = sum(Profile.objects.get(user=user).rating - 1 for user in people)
                says = f"Two workers have {what}: the points are added {points / POINTS:g} times."
                expect(points == total * POINTS, says, f"{plural(total, 'time')}.", meeting.story)
                says = f"Two workers have {what}: handle() returns {meeting.results}."
                is_right = meeting.results.count(True) == total or "rolls" in what
                expect(is_right, says, f"True {plural(total, 'time')}.", meeting.story)
                says = f"Two workers have {what}, and one waits for the other."
                waits = "people" in what and meeting.waits_for_lock
                expect(not waits, says, "nobody waits.", meeting.story)


def test_others(answer, people):
    """Somebody changes the profile at the same time.

    Tries: others.
    """
    one, _ = people
    numbers = count()

    def prepare():
        Profile.objects.filter(user=one).update(rating=1, bio="old")
        return next(numbers)

    def write(_):
        Profile.objects.filter(user=one).update(bio="new")

    def handle(number):
        return answer.handle(message(f"{number}", one))

    for meeting in interleave(prepare, handle, write):
        for error in meeting.errors:
            raise error
        bio = Profile.objects.get(user=one).bio
        says = f"A person changes the bio while handle() runs; afterwards it is {bio!r}."
        expect(bio == "new", says, "'new'.", meeting.story)
        right(one, 1 + POINTS, "while the person changed the profile", meeting.story)


# What the checks above are made of.


@pytest.fixture
def people(answer, world):
    """The keys of two people with a profile."""
    create_tables(answer)
    world.people(8)
    one, other, *_ = Profile.objects.order_by("pk").values_list("user_id", flat=True)
    return one, other


def grow_old(model):
    """Let all rows be a month old, whichever clock has set their times."""
    for field in model._meta.fields:
        if isinstance(field, DateField):
            model.objects.update(**{field.name: F(field.name) - MONTH})


def message(name, user):
    return {"id": name, "user": user, "points": POINTS}


def right(user, expected, given, details=()):
    """Fail unless a person has so many points."""
    rating = Profile.objects.get(user=user).rating
    expect(rating == expected, f"The rating is {rating} {given}.", f"{expected}.", details)
