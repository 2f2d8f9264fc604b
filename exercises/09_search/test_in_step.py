"""What checks in_step.py."""

from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count, islice

from django.db import DatabaseError, OperationalError, connection, transaction

from arena.discuss.models import Post
from arena.search.backends import MemoryBackend, SearchError
from arena.search.engine import TantivyBackend
from arena.search.worlds import amiss, fill, new_title
from kata.checks import (
    Gate,
    again,
    another_client,
    at_most_queries,
    clients,
    expect,
    fail,
    interleave,
    killed_at,
    plural,
    same,
)

SMALL = {"comments": (0, 0), "replies": (0, 0), "likes": (0, 0), "tags": (0, 0)}
NOBODY = 4


def test_answer(answer, world):
    """The index has what is committed, and nothing else.

    Tries: commit, rollback, unknown.
    """
    engine = TantivyBackend()
    one, two, three, *_ = fill(engine, world.posts(8, **SMALL))
    answer.rename(engine, one, new_title())
    follows(engine, "after rename()")
    answer.delete(engine, two)
    follows(engine, "after delete()")
    for call in (partial(answer.delete, engine), lambda key: answer.rename(engine, key, "shared")):
        with suppress(Exception):
            call(NOBODY)
        follows(engine, "after a call for a post that does not exist")
    for undo in (False, True):
        one, two, three, *_ = fill(engine, Post.objects.all())
        old = {post.pk: post.title for post in Post.objects.all()}
        with suppress(ZeroDivisionError), transaction.atomic():
            for key in (one, three):
                answer.rename(engine, key, new_title())
            with suppress(ZeroDivisionError), transaction.atomic():
                answer.rename(engine, three, new_title())
                raise ZeroDivisionError
            answer.delete(engine, two)
            follows(engine, "before the commit of the caller", old)
            if undo:
                raise ZeroDivisionError
        follows(engine, f"after the caller has {'rolled back' if undo else 'committed'}")
    given = "after catch_up() without anything to do"
    answer.catch_up(engine)
    follows(engine, given)


def test_down(answer, world):
    """The engine is down, and the change is a success.

    Tries: down, lost, commit.
    """
    real = MemoryBackend()
    one, two, *_ = fill(real, world.posts(6, **SMALL))
    down = Gate(real, refuse)
    title = new_title()
    try:
        answer.rename(down, one, title)
        answer.delete(down, two)
    except Exception as error:
        kind = type(error).__name__
        unnamed = "__qualname__" in str(error)
        raise fail(
            f"The engine is down, and rename() or delete() raises {kind}: {error}.",
            "no error for the caller: the change is committed.",
            details=["Before 6.1 Django cannot log the error of a robust partial()."] * unnamed,
        ) from None
    stored = list(Post.objects.filter(pk__in=[one, two]).values_list("pk", "title"))
    same(stored, [(one, title)], call="The database after rename() and delete()")
    with suppress(SearchError):
        answer.catch_up(down)
    again(answer).catch_up(real)
    follows(real, "after the engine was down, and catch_up()")


def test_killed(answer, world):
    """A process is killed at any moment, and catch_up() repairs the index.

    Tries: lost.
    """
    posts = world.posts(4, **SMALL)
    real = MemoryBackend()
    one, two, *_ = fill(real, posts)

    def rename(engine):
        answer.rename(engine, one, new_title())

    def rename_two(engine):
        with transaction.atomic():
            answer.rename(engine, one, new_title())
            answer.rename(engine, two, new_title())

    def delete(engine):
        answer.delete(engine, two)

    def catch_up(engine):
        for key in (one, two):
            lose(answer.rename, real, key, new_title())
        answer.catch_up(engine)

    for call in (rename, rename_two, catch_up, delete):
        for number in count():
            fill(real, posts)
            done = not killed_at(number, lambda point, call=call: call(Gate(real, point)))
            again(answer).catch_up(real)
            given = (
                "" if done else f"a process was killed at step {number + 1} of {call.__name__}()"
            )
            follows(real, f"after {given}, and catch_up()" if given else "after catch_up()")
            if done:
                break


def test_together(answer, world):
    """Two people change one post at the same time.

    Tries: together, lost.
    """
    posts = world.posts(2, **SMALL)
    real = MemoryBackend()
    with clients() as among:
        engine = Gate(real, lambda name, *_: among.point(f"engine.{name}()"))

        def prepare():
            return fill(real, posts)[0]

        def prepare_lost():
            lose(answer.rename, real, prepare(), new_title())
            return posts[0].pk

        def rename(key):
            with suppress(Post.DoesNotExist):  # the other one may have deleted it
                answer.rename(engine, key, new_title())

        def rename_without_engine(key):
            lose(answer.rename, real, key, new_title())

        def rename_around(key):
            """Note a change before somebody else does, and commit it later."""
            with transaction.atomic():
                rename_without_engine(key)
                with another_client():
                    rename_without_engine(posts[1].pk)

        def delete(key):
            answer.delete(engine, key)

        def catch_up(_):
            with suppress(OperationalError):  # a deadlock: it runs again in a minute
                answer.catch_up(engine)

        for begin, one, two in (
            (prepare, rename, rename),
            (prepare, rename, rename_without_engine),
            (prepare, rename, delete),
            (prepare_lost, catch_up, rename),
            (prepare_lost, catch_up, rename_without_engine),
            (prepare_lost, catch_up, catch_up),
            (prepare_lost, rename_around, catch_up),
        ):
            halves = (one is rename and two is rename) or one is rename_around
            # Where they do not meet, the other order is the same schedule again.
            walks = [interleave(begin, one, two, halves=halves, among=among)]
            walks += [interleave(begin, two, one, apart=False, among=among)] * (one is not two)
            for meeting in chain(*walks):
                for error in meeting.errors:
                    raise error
                answer.catch_up(real)
                given = f"after {one.__name__}() and {two.__name__}() at the same time"
                follows(real, f"{given}, and catch_up()", details=meeting.story)
    overtaken(answer, real, prepare())


def test_locks(answer, world):
    """Nobody waits for the engine to change a post.

    Tries: locks.
    """
    real = MemoryBackend()
    one, two, *_ = fill(real, world.posts(4, **SMALL))
    with other_client() as changes:
        engine = Gate(real, lambda name, *_: changes(name))
        lose(answer.rename, real, one, new_title())
        answer.catch_up(engine)
        answer.rename(engine, two, new_title())
        answer.delete(engine, two)
    follows(real, "after rename() and delete()")


def test_few(answer, world):
    """catch_up() sends what has changed, together.

    Tries: catch_up, lost.
    """
    real = MemoryBackend()
    keys = fill(real, world.posts(400, **SMALL))
    changed = keys[:200]
    with transaction.atomic():
        for key in changed[:190]:
            lose(answer.rename, real, key, new_title())
        for key in changed[190:]:
            lose(answer.delete, real, key)
    sent = []

    def send(name, index, documents=()):
        documents = list(documents)
        sent.append(documents)
        others = len({*documents} - {*changed})
        expect(
            not others,
            f"200 posts have changed, and catch_up() sends {plural(others, 'other post')} as well.",
            "only posts that have changed since they were sent.",
        )

    at_most_queries(lambda: answer.catch_up(Gate(real, send)), 10, "for 200 posts that wait")
    follows(real, "after catch_up() for 200 posts")
    expect(len(sent) <= 5, f"catch_up() calls the engine {len(sent)} times for 200 posts.", "5.")
    sent.clear()
    answer.catch_up(Gate(real, send))
    more = plural(sum(map(len, sent)), "post")
    expect(not any(sent), f"catch_up() sends {more} that it has sent before.", "what has changed.")


# What the checks above are made of.


def follows(engine, given, titles=None, details=()):
    """Fail unless the index has the titles of the database, or these."""
    wrong = amiss(engine, titles)
    allowed = "what the database has." if titles is None else "what it had before."
    expect(not wrong, f"The index {wrong}, {given}.", allowed, details)


def overtaken(answer, engine, key):
    """Rename a post; before each call of the engine, up to two, another client renames it too."""
    others = iter([new_title(), new_title()])

    def comes(*_):
        # A sender may lock its notes: then the other client leaves its own.
        with another_client("20ms"), suppress(OperationalError):
            for title in islice(others, 1):
                answer.rename(engine, key, title)

    answer.rename(Gate(engine, comes), key, new_title())
    answer.catch_up(engine)
    follows(engine, "after others renamed the post before each call of the engine, and catch_up()")


def lose(call, engine, *args):
    """Change a post while the engine is down."""
    with suppress(SearchError):
        call(Gate(engine, refuse), *args)


def refuse(*_, **__):
    """Do what an engine does that is down."""
    raise SearchError("connection refused")


@contextmanager
def other_client():
    """Yield what another client does: it changes all posts, and takes that back."""
    own = connection.copy()

    def changes(during):
        with own.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'; BEGIN")
            try:
                cursor.execute("SELECT FROM discuss_post FOR UPDATE")  # as a DELETE does
                cursor.execute("UPDATE discuss_post SET title = title")
                cursor.execute("INSERT INTO search_change (post_id) VALUES (1)")
            except DatabaseError:
                raise fail(
                    f"During engine.{during}() somebody else cannot change a post: it is locked.",
                    "locks on posts end before the engine is called.",
                ) from None
            finally:
                cursor.execute("ROLLBACK")

    try:
        yield changes
    finally:
        own.close()
