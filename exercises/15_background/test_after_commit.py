"""What checks after_commit.py. The queue is the check's own, and so is the worker's connection."""

import logging
from contextlib import contextmanager, suppress
from copy import deepcopy
from functools import partial

import pytest
from django.db import IntegrityError, connections, transaction

from arena.discuss.models import Comment, Post
from kata.checks import expect, fail, plural

OTHER, WORKER = "other", "worker"  # aliases of the same database
NOBODY = 7  # no person has this key


def test_answer(answer, comments):
    """Everybody is told, by tasks that find their comment.

    Tries: commit, people.
    """
    for post, person in comments.all():
        queue = Queue()
        key = answer.comment(queue, post.pk, person, "Hm.")
        queue.has([(key, post, person)], "after comment()")
        says = f"comment() returned {key!r}, which is no comment of this post by this person."
        stored = Comment.objects.filter(pk=key, post=post, author=person, body="Hm.")
        expect(type(key) is int and stored.exists(), says, "the key of the comment.")


def test_caller(answer, comments):
    """In its caller's transaction, tasks wait for that commit.

    Tries: commit, people.
    """
    queue, sent = Queue(), []
    with transaction.atomic():
        for post, person in comments.all():
            with transaction.atomic():
                sent.append((answer.comment(queue, post.pk, person, "Hm."), post, person))
            queue.has([], "before the caller's commit")
    queue.has(sent, "after the caller's commit")


def test_alias(answer, comments):
    """On another connection, tasks wait for its own commit.

    Tries: commit.
    """
    post, person = comments.of_two()
    for using, other in ((OTHER, "default"), ("default", OTHER)):
        queue = Queue()
        with transaction.atomic(using=other):
            key = answer.comment(queue, post.pk, person, "Hm.", using=using)
            queue.has([(key, post, person)], f"after comment(using={using!r})")
        queue = Queue()
        with transaction.atomic(using=using):
            key = answer.comment(queue, post.pk, person, "Hm.", using=using)
            queue.has([], f"before the commit on {using!r}")
        queue.has([(key, post, person)], f"after the commit on {using!r}")


def test_rollback(answer, comments):
    """After a rollback nobody is told.

    Tries: rollback.
    """
    post, person = comments.of_two()
    queue = Queue()
    call = partial(answer.comment, queue, post.pk)
    with suppress(ZeroDivisionError), transaction.atomic():
        call(person, "Never")
        raise ZeroDivisionError
    queue.has([], "after its caller's rollback")
    with transaction.atomic():
        first = call(person, "Hm.")
        with suppress(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                call(person, "Never")
            raise ZeroDivisionError
        last = call(person, "Hm.")
    sent = [(first, post, person), (last, post, person)]
    queue.has(sent, "after three calls, of which the second was rolled back")
    with suppress(IntegrityError):
        call(NOBODY, "Never")  # which the database finds out at the commit
    queue.has(sent, "after a commit that failed")
    sent.append((call(person, "Hm."), post, person))
    queue.has(sent, "after one more comment()")


def test_keys(answer, comments):
    """Tasks get keys.

    Tries: keys.
    """
    for post, person in comments.all()[::3]:
        queue = Queue()
        answer.comment(queue, post.pk, person, "Hm.")
        for task, *keys in queue.raw:
            says = f"queue.send() got {', '.join(map(repr, (task, *keys)))}"[:150]
            is_right = task == "tell" and [*map(type, keys)] == [int, int]
            expect(is_right, f"{says}.", "'tell' and two integers.")


def test_failure(answer, comments):
    """A queue that is down harms nobody.

    Tries: failure.
    """
    post, person = comments.of_two()
    both = {post.author_id, post.editor_id}
    for error, downs in (
        (ConnectionError("It is down."), ({post.author_id}, {post.editor_id}, both)),
        (RuntimeError("It is full."), (both,)),
    ):
        for down in downs:
            queue = Queue(error, down)
            with going_on(error):
                key = answer.comment(queue, post.pk, person, "Hm.")
            queue.has([(key, post, person)], f"after queue.send() had raised {error!r}")
            queue, called, sent = Queue(error, down), [], []
            with going_on(error), transaction.atomic():
                for number in range(2):
                    sent.append((answer.comment(queue, post.pk, person, "Hm."), post, person))
                    transaction.on_commit(partial(called.append, number))
            queue.has(sent, f"after queue.send() had raised {error!r}, in its caller's transaction")
            says = f"queue.send() raised {error!r}: {len(called)} of the caller's 2 callbacks ran."
            expect(called == [0, 1], says, "both.")
            says = f"queue.send() raised {error!r}, and a comment is not stored."
            expect(Comment.objects.filter(pk__in=[key for key, *_ in sent]).count() == 2, says)


def test_log(answer, comments, monkeypatch):
    """Errors are logged.

    Tries: log.
    """
    seen = []
    monkeypatch.setattr(logging.Logger, "callHandlers", lambda _, record: seen.append(record))
    post, person = comments.of_two()
    for down in ({post.author_id}, {post.author_id, post.editor_id}):
        for begin in (suppress, transaction.atomic):
            seen.clear()
            error = ConnectionError("The queue is not there.")
            with going_on(error), begin():
                answer.comment(Queue(error, down), post.pk, person, "Hm.")
            number = sum(tells(record, error) for record in seen)
            says = f"queue.send() raised {plural(len(down), 'error')}, and {number} were logged"
            levels = [f"{each.levelname}  {each.getMessage()}"[:75] for each in seen]
            allowed = "each, at level ERROR, with its text or its traceback."
            expect(number >= len(down), f"{says} at level ERROR.", allowed, levels)


# What the checks above are made of.


class Queue:
    """Lets a worker look for the comment of each task; tells some people nothing, but raises."""

    def __init__(self, error=None, down=()):
        self.raw, self.tasks, self.error, self.down = [], [], error, down

    def send(self, task, comment_id, person_id):
        self.raw.append((task, comment_id, person_id))
        comment, person = (getattr(each, "pk", each) for each in (comment_id, person_id))
        if not found(comment):
            # Not raised here: an answer may go on after an error of the queue.
            self.tasks.append(f"A worker has begun a task, and finds no comment {comment}.")
        if person not in self.down:
            self.tasks.append((comment, person))
            return
        if (comment, person) not in self.tasks:  # an answer may try again
            self.tasks.append((comment, person))
        raise self.error

    def has(self, sent, given):
        """Fail unless these comments' people have been told, and nobody else."""
        for says in self.tasks:
            if isinstance(says, str):
                raise fail(says, "tasks are enqueued after the commit.")
        right = sorted((key, who) for key, post, person in sent for who in people(post, person))
        got = sorted(self.tasks)
        says = f"{plural(len(got), 'task')} in the queue {given}"
        details = [f"expected  {right}"[:78], f"got       {got}"[:78]]
        wrong = " for the wrong people or comments" if len(got) == len(right) else ""
        expect(got == right, f"{says}{wrong}.", plural(len(right), "task") + ".", details)


def people(post, person):
    return {post.author_id, post.editor_id} - {person, None}


def found(key):
    """Whether another connection sees a comment."""
    with connections[WORKER].cursor() as cursor:
        cursor.execute("SELECT 1 FROM discuss_comment WHERE id = %s", [key])
        return cursor.fetchone() is not None


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


class Comments:
    """Posts, and who may comment on them."""

    def __init__(self, world):
        self.people = [person.pk for person in world.people(5)]
        posts = world.posts(4, comments=(0, 1), likes=(0, 0), unrelated=False)
        one, other, *_ = self.people
        for post, editor in zip(posts, (one, None, other, None), strict=True):
            Post.objects.filter(pk=post.pk).update(author=other, editor=editor)
        self.posts = list(Post.objects.order_by("pk").filter(pk__in=[post.pk for post in posts]))

    def all(self):
        return [(post, person) for post in self.posts for person in self.people[:3]]

    def of_two(self):
        """Return a post with an author and an editor, and somebody else."""
        [post] = [post for post in self.posts if post.editor_id == self.people[0]]
        return post, self.people[2]


@pytest.fixture
def comments(world):
    """Posts, and two more connections."""
    for alias in (OTHER, WORKER):
        connections.settings[alias] = deepcopy(connections["default"].settings_dict)
    yield Comments(world)
    for alias in (OTHER, WORKER):
        connections[alias].close()
        del connections[alias], connections.settings[alias]
