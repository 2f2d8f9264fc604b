"""What checks fan_out.py: a queue and a mail server where no time passes, and other workers."""

import time
from collections import Counter
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from itertools import product
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from arena.accounts.models import User
from kata.checks import (
    TaskQueue,
    another_client,
    blocked_by,
    expect,
    fail,
    installed,
    just_before,
    killed_at,
    metered,
    moves_data,
    plain,
    plural,
    send,
)

SLICE, ROWS, PEOPLE = 50, 250, 320
MAILINGS, ROUNDS, CAP = 12, 8, 60
TWICE = "a task was delivered twice"
HOURS = timedelta(hours=9)  # that the mail server needs for a mail, while a task comes again


def test_answer(answer, tables, world):
    """Everybody gets each mailing, whatever happens to others.

    Tries: all, once.
    """
    world.people(12)
    sites = Site(answer, "May 100 %"), Site(answer, "June")
    for number, site in enumerate(sites):
        one, two, *_, last = site.people[number:]
        site.fails = {one: [answer.BadAddress], two: [answer.Busy] * 2 + [answer.BadAddress]}
        site.fails[last] = [answer.Busy]
    for site in sites:
        site.deliver()
    for site in sites:
        site.work()
    for site in sites:
        site.all_done()


def test_slices(answer, tables, world):
    """Works in slices, and progress() is cheap.

    Tries: slices, all, cheap.
    """
    world.people(PEOPLE * 4 // 3)  # three of four are active
    # Their keys are close together, and these are far apart.
    far = [User(pk=2**40 + 1000 * number, username=f"far {number}") for number in range(40)]
    User.objects.bulk_create(far)
    site = Site(answer, "May", fetching("start()"))
    while site.tasks:
        before = len(site.tried)
        with fetching("run()"):
            site.deliver()
        number = len(site.tried) - before
        expect(number <= SLICE, f"A task sends {plural(number, 'mail')}.", f"at most {SLICE}.")
    most, people = len(site.people) // 10 + 1, len(site.people)
    says = f"{plural(site.number, 'task')} for {people:,} people."
    expect(site.number <= most, says, f"at most {most}.")
    site.all_done()
    with metered() as meter:
        answer.progress("May")
    for number, of in (meter.count, "statement"), (meter.rows, "row"):
        expect(number <= 2, f"progress() needs {plural(number, of)}.", "at most 2.")


def test_twice(answer, tables, world):
    """Nobody gets a mail twice when a task is delivered twice.

    Tries: once, all.
    """
    world.people(4)
    site = Site(answer, "May")
    site.tasks *= 2
    site.work()
    site.all_done(TWICE)
    for number, busy in product(range(len(site.people)), (0, 1)):
        site = Site(answer, f"{number} while a mail is sent or refused {busy} times")
        at = site.people[number]
        site.fails = {key: [answer.Busy] for key in site.people if (key == at) == busy}
        site.acts = lambda key, site=site, at=at: key == at and site.overlap()
        site.work()
        site.all_done(f"{TWICE}, the second time while the first sends a mail")
    site = Site(answer, "The delay is 0")
    site.fails, site.is_hasty = {key: [answer.Busy] for key in site.people}, True
    site.work()
    site.all_done("after Busy, the next task begins immediately")
    for number in range(1, 101):
        site = Site(answer, f"{number} before a statement")
        with just_before(number, site.overlap, counts=lets_others_in) as sent:
            site.work()
        site.all_done(f"{TWICE}, the second time before statement {number} of the first")
        if len(sent) < number:
            break
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        site = Site(answer, "held")
        task = partial(site.deliver, site.tasks[0])
        for outcome in blocked_by(lambda: lock_all(answer.MODELS), task, task):
            outcome.get()
        site.work()
        twice = [key for key, number in site.sent.items() if number > 1]
        expect(not twice, "Two workers claim a mail at one moment, and it is sent twice.", "once.")


def test_killed(answer, tables, world):
    """A task that is killed anywhere goes on when it is delivered again.

    Tries: once, all.
    """
    world.people(4)
    for number in range(150):
        site = Site(answer, f"May {number}")
        one, two, *_ = site.people
        site.fails = {one: [answer.Busy], two: [answer.BadAddress]}
        was_killed = killed_at(number, site.work)
        site.work()
        site.all_done("a task was killed and delivered again", lost=1)
        if not was_killed:
            break


def test_unsubscribed(answer, tables, world):
    """People who unsubscribe in the meantime get no mail.

    Tries: unsubscribed, progress.
    """
    for number in range(4):
        User.objects.update(is_active=False)
        world.people(9)
        site = Site(answer, f"May {number}")
        site.progress()
        if number == 0:
            site.leave(site.people[::3])
        else:
            site.fails = {key: [answer.Busy] * (number - 1) for key in site.people}
            stays = [True, True, False][number - 1]
            site.acts = lambda key, site=site, stays=stays: site.leave(
                {*site.people} - {key} if stays else site.people
            )
        site.work()
        site.all_done("people have unsubscribed in the meantime")


def test_retry(answer, tables, world, monkeypatch):
    """Tries again later, after a random delay.

    Tries: retry, all.
    """
    sleep, slept = time.sleep, []
    for module in (time, answer._module):
        for name in [name for name, value in vars(module).items() if value is sleep]:
            monkeypatch.setattr(module, name, slept.append)
    world.people(5)
    delays = [[] for _ in range(ROUNDS)]
    for number in range(MAILINGS):
        site = Site(answer, f"May {number}")
        site.fails = {key: [answer.Busy] * ROUNDS for key in site.people}
        for found in delays:
            site.tried.clear()
            site.deliver_all()
            expect(not slept, f"A task sleeps for {slept} seconds.", "it enqueues with a delay.")
            again = len(site.tried) - len(set(site.tried))
            expect(not again, "After Busy, run() tries again without a delay.")
            found.extend(site.wait())
        site.fails = {}
        site.work()
        site.all_done("the mail server was busy for some time")
    spread = {"3 to 5": [], "6 to 8": []}
    for n, found in enumerate(delays, 1):
        most, low, high = min(CAP, 2**n), min(found, default=-1), max(found, default=-1)
        says = f"After {n} Busy in a row, {plural(len(found), 'delay')} of {low:.2f} to {high:.2f}."
        expect(0 <= low <= high <= most, says, f"uniform between 0 and {most} seconds.")
        spread["3 to 5" if n < 6 else "6 to 8"] += [delay / most for delay in found] * (n > 2)
    for n, parts in spread.items():
        low, high = 100 * min(parts), 100 * max(parts)
        says = f"After {n} Busy in a row, each of {len(parts)} delays is {low:.0f} to {high:.0f} %"
        is_right = low < 50 < high and len(set(parts)) > 9
        expect(is_right, f"{says} of the longest one allowed.", "uniform between 0 and 100 %.")
    high = max(delays_after_a_mail(answer), default=0)
    says = f"Busy after a mail that was sent, and the delay is {high:.2f} seconds."
    expect(high <= 2, says, "between 0 and 2 seconds: it is the first in a row.")


def test_progress(answer, tables, world):
    """The progress is right at any time.

    Tries: progress.
    """
    world.people(12)
    for name in ("May", "June"):
        site = Site(answer, name)
        one, two, three, *_ = site.people
        site.fails = {one: [answer.BadAddress], two: [answer.Busy] * 2, three: [answer.Busy]}
        site.acts = site.progress
        site.progress()
        site.work()
        world.people(5)
        site.all_done("others have joined")


# What the checks above are made of.


@pytest.fixture
def tables(answer):
    """The tables of the answer's models, empty."""
    with installed("mailings", answer.MODELS, "MODELS"):
        yield


class Site(TaskQueue):
    """A mailing that was started, with its queue and its mail server."""

    def __init__(self, answer, mailing, meter=None):
        super().__init__(lambda task: answer.run(task, self.enqueue, self.send))
        self.answer, self.mailing = answer, mailing
        self.sent, self.tried, self.bad, self.wrong = Counter(), [], set(), []
        self.fails, self.acts = {}, lambda key: None  # errors for people; what happens at a mail
        self.overlaps = False
        self.is_hasty = False  # other workers run what is enqueued with a delay, which may be 0
        keys = User.objects.order_by("pk").values_list("pk", flat=True)
        self.people = list(keys.filter(is_active=True))
        self.inactive = set(keys.filter(is_active=False))
        with meter or nullcontext():
            answer.start(mailing, self.enqueue)

    def enqueue(self, task, delay=None):
        super().enqueue(task, delay)
        says = f"{self.number:,} tasks for {len(self.people):,} people, and no end."
        expect(self.number < 3_000, says, "100 for 1,000 people.")
        if self.is_hasty and delay is not None:
            self.wait()
            with another_client():
                for _ in range(len(self.tasks)):  # one that meets a lock comes again later
                    self.deliver()

    def send(self, mailing, key):
        self.point()
        if mailing != self.mailing or key not in self.people or key in self.inactive:
            self.wrong.append("send() is called for somebody who is not active")
        if key in self.bad:
            self.wrong.append("After BadAddress, somebody is tried again")
        self.tried.append(key)
        self.acts(key)
        if errors := self.fails.get(key):
            error = errors.pop(0)
            if error is self.answer.BadAddress:
                self.bad.add(key)
            raise error("The mail server says so.")
        self.sent[key] += 1
        self.point()

    def overlap(self):
        """Let another worker do what is being done, hours later."""
        if self.overlaps:  # that worker is it
            return
        self.overlaps, later = True, timezone.now() + HOURS
        with another_client(), patch.object(timezone, "now", lambda: later):
            self.deliver_again()
        self.overlaps = False

    def leave(self, people):
        User.objects.filter(pk__in=people).update(is_active=False)
        self.inactive |= {*people}

    def progress(self, sending=None):
        """Fail unless progress() is right while a mail is sent, which may count or not."""
        with another_client():
            got = plain(self.answer.progress(self.mailing))
        done = {*self.sent, *self.bad}
        most = len(done | {*self.people} & {*self.inactive, sending})
        right = [[number, len(self.people)] for number in range(len(done), most + 1)]
        says = f"progress() returns {got}, and {len(done)} of {len(self.people)} are done."
        expect(got in right and not any(type(n) is bool for n in got), says)

    def all_done(self, given="", lost=0):
        """Fail unless everybody has got the mail once, and progress() says so."""
        given = f": {given}." if given else "."
        for says in self.wrong:
            raise fail(f"{says}{given}")
        twice, people = sum(number > 1 for number in self.sent.values()), len(self.people)
        says = f"{twice} of {people} people get the mail more than once{given}"
        expect(not twice, says, "nobody.")
        missing = len({*self.people} - {*self.sent, *self.bad, *self.inactive})
        says = f"{missing} of {people} people get no mail{given}"
        expect(missing <= lost, says, f"{lost or 'nobody'}.")
        got = plain(self.answer.progress(self.mailing))
        says = f"All tasks are done, and progress() returns {got}{given}"
        expect(got == [people] * 2, says, f"{[people] * 2}.")


def delays_after_a_mail(answer):
    """Return delays after one Busy, which came after two other ones and a mail that was sent."""
    delays = []
    for number in range(MAILINGS):
        site = Site(answer, f"June {number}")

        def act(key, site=site):
            if not site.fails:
                site.fails[key] = [answer.Busy] * 2
            elif len(site.fails) == 1 and {*site.fails} <= {*site.sent} and key not in site.fails:
                site.fails[key] = [answer.Busy]

        site.acts = act
        while site.tasks:
            site.deliver_all()
            is_second = len(site.fails) == 2
            delays += site.wait() if is_second and len(delays) <= number else []
            site.wait()
    return delays


def lock_all(models):
    """Lock all rows."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in models]
    send(f"SELECT 1 FROM {name} FOR UPDATE" for name in names)


def lets_others_in(sql):
    """Whether another worker can come before a statement: SQLite lets nobody into a transaction."""
    free = connection.vendor == "postgresql" or not connection.in_atomic_block
    return moves_data(sql) and free


@contextmanager
def fetching(call):
    """Fail if a block fetches too many rows."""
    with metered() as meter:
        yield
    says = f"{call} fetches {plural(meter.rows, 'row')}."
    expect(meter.rows <= ROWS, says, f"at most {ROWS}.")
