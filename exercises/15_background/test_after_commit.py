"""What checks after_commit.py. The queue is the check's own, and so is the worker's connection."""

import logging
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from django.db import IntegrityError, connections, transaction

from arena.discuss.models import Comment, Post
from kata.checks import expect, fail, plural, undone

OTHER, WORKER = "other", "worker"  # aliases of the same database
NOBODY = 7  # no person has this key


def test_answer(answer, comments):
    """Everybody is told, by tasks that find their comment.

    Tries: commit, people.
    """
    for post, person in comments:
        queue = Queue()
        key, *_ = sent = comment(answer, queue, post, person)
        queue.has([sent], "after comment()")
        says = f"comment() returned {key!r}, which is no comment of this post by this person."
        stored = Comment.objects.filter(pk=key, post=post, author=person, body="Hm.")
        expect(type(key) is int and stored.exists(), says, "the key of the comment.")


def test_caller(answer, comments):
    """In its caller's transaction, tasks wait for that commit.

    Tries: commit, people.
    """
    queue, sent = Queue(), []
    with transaction.atomic():
        for post, person in comments:
            with transaction.atomic():
                sent.append(comment(answer, queue, post, person))
            queue.has([], "before the caller's commit")
    queue.has(sent, "after the caller's commit")


def test_alias(answer, of_two):
    """On another connection, tasks wait for its own commit.

    Tries: commit.
    """
    for using, other in ((OTHER, "default"), ("default", OTHER)):
        queue = Queue()
        with transaction.atomic(using=other):
            sent = comment(answer, queue, *of_two, using=using)
            queue.has([sent], f"after comment(using={using!r})")
        queue = Queue()
        with transaction.atomic(using=using):
            sent = comment(answer, queue, *of_two, using=using)
            queue.has([], f"before the commit on {using!r}")
        queue.has([sent], f"after the commit on {using!r}")


def test_rollback(answer, of_two):
    """After a rollback nobody is told.

    Tries: rollback.
    """
    queue, [post, person] = Queue(), of_two
    call = partial(comment, answer, queue, post)
    with suppress(ZeroDivisionError), transaction.atomic():
        call(person)
        raise ZeroDivisionError
    queue.has([], "after its caller's rollback")
    with transaction.atomic():
        first = call(person)
        with suppress(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                call(person)
            raise ZeroDivisionError
        sent = [first, call(person)]
    queue.has(sent, "after three calls, of which the second was rolled back")
    with suppress(IntegrityError):
        call(NOBODY)  # which the database finds out at the commit
    queue.has(sent, "after a commit that failed")
    sent.append(call(person))
    queue.has(sent, "after one more comment()")


def test_keys(answer, comments):
    """Tasks get keys.

    Tries: keys.
    """
    for post, person in comments[::3]:
        queue = Queue()
        comment(answer, queue, post, person)
        for task, *keys in queue.raw:
            says = f"queue.send() got {', '.join(map(repr, (task, *keys)))}"[:150]
            is_right = task == "tell" and [*map(type, keys)] == [int, int]
            expect(is_right, f"{says}.", "'tell' and two integers.")


def test_failure(answer, of_two):
    """A queue that is down harms nobody.

    Tries: failure.
    """
    one, other = ({key} for key in (of_two[0].author_id, of_two[0].editor_id))
    for error, downs in (
        (ConnectionError("It is down."), (one, other, one | other)),
        (RuntimeError("It is full."), (one | other,)),
        (TimeoutError(), (one | other,)),  # which says nothing
    ):
        says = f"queue.send() raised {error!r}"
        given = f"after queue.send() had raised {error!r}"
        for down in downs:
            queue = Queue(error, down)
            with going_on(error):
                sent = comment(answer, queue, *of_two)
            queue.has([sent], given)
            queue, called = Queue(error, down), []
            with going_on(error), transaction.atomic():
                sent = []
                for number in range(2):
                    sent.append(comment(answer, queue, *of_two))
                    transaction.on_commit(partial(called.append, number))
            queue.has(sent, f"{given}, in its caller's transaction")
            ran = f"{says}: {len(called)} of the caller's 2 callbacks ran."
            expect(called == [0, 1], ran, "both.")
            stored = Comment.objects.filter(pk__in=[key for key, *_ in sent])
            expect(stored.count() == 2, f"{says}, and a comment is not stored.")


def test_log(answer, of_two, monkeypatch):
    """Errors are logged.

    Tries: log.
    """
    seen = []
    monkeypatch.setattr(logging.Logger, "callHandlers", lambda _, record: seen.append(record))
    for down in ({of_two[0].author_id}, {of_two[0].author_id, of_two[0].editor_id}):
        for begin in (suppress, transaction.atomic):
            seen.clear()
            error = ConnectionError("The queue is not there.")
            with going_on(error), begin():
                comment(answer, Queue(error, down), *of_two)
            number = sum(tells(record, error) for record in seen)
            says = f"queue.send() raised {plural(len(down), 'error')}, and {number} were logged"
            levels = [f"{each.levelname}  {each.getMessage()}"[:75] for each in seen]
            allowed = "each, at level ERROR, with its text or its traceback."
            expect(number >= len(down), f"{says} at level ERROR.", allowed, levels)


# What the checks above are made of.


@pytest.fixture
def comments(world):
    """Posts, each with people who may comment on it; and two more connections."""
    one, other, third, *_ = (person.pk for person in world.people(5))
    posts = world.posts(4, comments=(0, 1), likes=(0, 0), unrelated=False)
    for post, editor in zip(posts, (one, None, other, None), strict=True):
        Post.objects.filter(pk=post.pk).update(author=other, editor=editor)
        post.refresh_from_db()
    with undone():
        for alias in (OTHER, WORKER):
            connections.settings[alias] = dict(connections["default"].settings_dict)
        yield [(post, person) for post in posts for person in (one, other, third)]


@pytest.fixture
def of_two(comments):
    """A post with an author and an editor, and somebody else."""
    return comments[2]


def comment(answer, queue, post, person, **more):
    """Call comment(), and return which comment of whom has to be told."""
    return answer.comment(queue, post.pk, person, "Hm.", **more), post, person


class Queue:
    """Lets a worker look for the comment of each task; tells some people nothing, but raises."""

    def __init__(self, error=None, down=()):
        self.raw, self.tasks, self.error, self.down = [], [], error, down

    def send(self, task, comment_id, person_id):
        self.raw.append((task, comment_id, person_id))
        key, person = (getattr(each, "pk", each) for each in (comment_id, person_id))
        if not Comment.objects.using(WORKER).filter(pk=key).exists():
            # Not raised here: an answer may go on after an error of the queue.
            self.tasks.append(f"A worker has begun a task, and finds no comment {key}.")
        if person not in self.down or (key, person) not in self.tasks:  # an answer may try again
            self.tasks.append((key, person))
        if person in self.down:
            raise self.error

    def has(self, sent, given):
        """Fail unless these comments' people have been told, and nobody else."""
        for says in self.tasks:
            if isinstance(says, str):
                raise fail(says, "tasks are enqueued after the commit.")
        right = sorted(
            (key, who)
            for key, post, person in sent
            for who in {post.author_id, post.editor_id} - {person, None}
        )
        got = sorted(self.tasks)
        says = f"{plural(len(got), 'task')} in the queue {given}"
        details = [f"expected  {right}"[:78], f"got       {got}"[:78]]
        wrong = " for the wrong people or comments" if len(got) == len(right) else ""
        expect(got == right, f"{says}{wrong}.", plural(len(right), "task") + ".", details)


@contextmanager
def going_on(error):
    """Fail if the caller gets an error of the queue."""
    try:
        yield
    except Exception as raised:
        says = f"queue.send() raised {error!r}, and the caller got {raised!r}."
        partials = "__qualname__" in str(raised)
        why = " Before Django 6.1, robust=True cannot log the error of a partial." * partials
        raise fail(says + why, "no error.") from None


def tells(record, error):
    """Whether a record is an error's, by its text or its traceback."""
    is_its = bool(record.exc_info) and record.exc_info[1] is error
    return record.levelno >= logging.ERROR and (is_its or str(error) in record.getMessage())
