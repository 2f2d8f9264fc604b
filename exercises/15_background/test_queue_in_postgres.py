"""What checks queue_in_postgres.py."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count, product
from random import Random

import pytest
from django.utils import timezone

from arena.contests.models import ScoreChange
from kata.checks import (
    again,
    another_client,
    clients,
    create_tables,
    expect,
    fail,
    interleave,
    killed_at,
    plural,
    same,
    send,
)

MINUTE = timedelta(minutes=1)
WORKERS = 25
PAYLOADS = ("it's 50%", "", "{}", "Łódź\n", "a", "A", "a ", "<b>", "\\", "0", "x" * 300, "%s")


def test_answer(answer, queue):
    """Runs what is due, in order, and deletes it.

    Tries: order, once.
    """
    random, now = Random(5), timezone.now()
    times = [now - timedelta(days=1), now - timedelta(days=1, microseconds=1), now - MINUTE]
    waiting = [("given up", 32767, times[0], 3), ("later", 32767, now + 60 * MINUTE, 0)]
    rows = [
        (name, random.choice((-32768, -1, 0, 7)), random.choice(times), number % 3)
        for number, name in enumerate(PAYLOADS * 2)  # two jobs may have the same payload
    ]
    jobs = list(zip(random.sample(range(10, 10_000), len(rows)), rows, strict=True))
    for key, row in jobs:
        queue.add(*row, pk=key)
    for row in waiting:
        queue.add(*row)
    for _, row in sorted(jobs, key=lambda it: (-it[1][1], it[1][2], it[0])):
        returns(queue.work(), True, "with a job that is due")
        same(queue.ran[-1:], row[:1], call="The payload that run() gets")
    returns(queue.work(), False, "without a job that is due")
    same(queue.rows(), waiting, call="The table", given="after all due jobs have run")


def test_together(answer, queue):
    """Many workers have a job at the same time, and none waits.

    Tries: no wait, once, order.
    """
    names = [f"job {number}" for number in range(WORKERS - 1)]
    for number, name in enumerate(names):
        queue.add(name, priority=-number)
    processes = [again(answer) for _ in range(WORKERS)]
    ran, results, errors = [], [], []

    def worker(number):
        def run(payload):
            ran.append(payload)
            if number + 1 < WORKERS:
                worker(number + 1)

        try:
            with another_client():
                results.insert(0, processes[number].work(run))
        except Exception as error:  # not for the worker around this one: its job is all right
            errors.append((number, error))

    worker(0)
    for number, error in errors:
        says = f"While {plural(number, 'other worker')} run jobs, work() waits, or fails: {error}"
        raise fail(says, "it runs the next job, or returns False.")
    runs = ran.count(names[0])
    says = f"{WORKERS} workers meet, and a job runs {runs} times."
    expect(runs == 1, says, "once.")
    same(ran, names, call=f"What {WORKERS} workers run")
    same(results, [True] * len(names) + [False], call=f"What {WORKERS} workers return")


def test_meeting(answer, queue):
    """A second worker comes at any moment of the first.

    Tries: once, no wait, failure.
    """
    other = again(answer)
    with clients(patience=2, timeout=60) as among:
        for names, fails in product((["one"], ["one", "two"]), (False, True)):

            def prepare(names=names):
                queue.clear()
                for number, name in enumerate(names):
                    queue.add(name, -number)

            def run(payload, fails=fails):
                queue.run(payload)
                if fails and payload == "one":
                    raise ValueError("one fails")

            calls = [lambda _, it=it, run=run: it.work(run) for it in (answer, other)]
            for meeting in interleave(prepare, *calls, among=among):
                for error in meeting.errors:
                    raise error
                says = "Two workers meet, and one waits for the other."
                expect(not meeting.waits_for_lock, says, "it runs the next job.", meeting.story)
                times = max(Counter(queue.ran).values())
                says = f"Two workers meet, and a job runs {times} times."
                expect(times == 1, says, "once.", meeting.story)
                says = f"Two workers meet at {plural(len(names), 'job')}: {meeting.results}."
                right = sorted(meeting.results) == [len(names) == 2, True]
                expect(right, says, "True for each job, False without one.", meeting.story)


def test_failure(answer, queue):
    """A job that fails is undone, and comes back a minute later.

    Tries: failure, order, once.
    """
    failed_at = []

    def run(payload):
        queue.run(payload)
        if payload == "bad":
            failed_at[:] = [timezone.now()]
            send(["SELECT 1 / 0"] * (tries == 1))
            raise TimeoutError("late")

    for name, priority in (("bad", 5), ("good", 0), ("last", -1)):
        queue.add(name, priority)
    for tries, next_one in enumerate(("good", "last", None)):
        try:
            got = answer.work(run)
        except Exception as error:
            raise fail(f"run() fails, and work() raises {type(error).__name__}.", "True.") from None
        returns(got, True, "when run() fails")
        [(_, priority, due_at, tried)] = queue.rows("bad")
        same((priority, tried), (5, tries + 1), call="priority and tries of a job that failed")
        [early] = failed_at
        later = (due_at - early).total_seconds()
        says = f"A job fails, and it is due {later:,.6f} seconds later."
        expect(early + MINUTE <= due_at <= timezone.now() + MINUTE, says, "60 seconds later.")
        queue.wrote("bad", 0, "run() failed")
        # However slow this machine is: the minute isn't over.
        answer.Job.objects.filter(payload="bad").update(due_at=due_at + 60 * MINUTE)
        returns(answer.work(run), next_one is not None, "after a failure")
        same(queue.ran[-1], next_one or "bad", call="The last job that ran, after a failure")
        answer.Job.objects.filter(payload="bad").update(due_at=early - MINUTE)
    returns(answer.work(run), False, "when a job has failed 3 times")
    same(queue.rows(), [("bad", 5, early - MINUTE, 3)], call="The table", given="after 3 failures")


def test_killed(answer, queue):
    """A worker dies at any moment, and the next one runs the job.

    Tries: dead, together.
    """

    def exits(payload):
        queue.run(payload)
        raise SystemExit(1)

    for number in count(-1):
        queue.clear()
        queue.add("one", 1, tries=2)
        queue.add("two", 0)
        [job] = queue.rows("one")
        given = f"after a worker was killed at step {number + 1}"
        if number < 0:
            given = "after run() raised SystemExit"
            with suppress(SystemExit):
                raise fail(f"run() raises SystemExit, work() returns {answer.work(exits)!r}.")
        elif not killed_at(number, lambda point: answer.work(queue.until(point))):
            break
        left = queue.rows("one")
        same(left, left and [job], call="The job", given=given)
        queue.wrote("one", not left, given)
        queue.ran.clear()
        returns(queue.work(again(answer)), True, f"in another process, {given}")
        same(queue.ran, ["one" if left else "two"], call="What the next worker runs", given=given)
        queue.wrote("one", 1, f"{given} and another worker ran a job")


# What the checks above are made of.


@pytest.fixture
def queue(answer, world):
    """A table of jobs that is empty."""
    create_tables(answer)
    return Queue(answer)


class Queue:
    """The jobs; each run of one writes a row."""

    def __init__(self, answer):
        self.answer, self.ran = answer, []

    def add(self, payload, priority=0, due_at=None, tries=0, **more):
        values = {"due_at": due_at or timezone.now() - MINUTE, "tries": tries, **more}
        self.answer.Job.objects.create(payload=payload, priority=priority, **values)

    def clear(self):
        self.ran.clear()
        for model in (self.answer.Job, ScoreChange):
            model.objects.all().delete()

    def run(self, payload):
        self.ran.append(payload)
        ScoreChange.objects.create(attempt_id=1, new=sum(payload.encode()))

    def until(self, point):
        """Return a run() that can be killed after it has written."""
        return lambda payload: (self.run(payload), point())

    def work(self, answer=None):
        return (answer or self.answer).work(self.run)

    def rows(self, *payloads):
        names = "payload", "priority", "due_at", "tries"
        rows = sorted(self.answer.Job.objects.values_list(*names))
        return [row for row in rows if not payloads or row[0] in payloads]

    def wrote(self, payload, expected, given):
        number = ScoreChange.objects.filter(new=sum(payload.encode())).count()
        says = f"What the job wrote is there {plural(number, 'time')}, {given}."
        expect(number == expected, says, f"{plural(expected, 'time')}.")


def returns(got, expected, given):
    expect(got is expected, f"work() returns {got!r} {given}.", f"{expected}.")
