"""What checks reindex.py."""

from contextlib import contextmanager, suppress
from functools import partial
from itertools import count

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from arena.discuss.models import Post
from arena.search.backends import MemoryBackend, SearchError
from arena.search.engine import TantivyBackend
from arena.search.models import Change
from arena.search.worlds import ALIAS, FIRST, OTHERS, amiss, fill, new_title
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
)

SMALL = {"comments": (0, 0), "replies": (0, 0), "likes": (0, 0), "tags": (0, 0)}


def test_answer(answer, world):
    """A new index with the posts of the database, and the old one is gone.

    Tries: writes, old.
    """
    for number in (0, 1, 30):
        world.clear()
        engine = TantivyBackend()
        keys = fill(engine, world.posts(number, **SMALL))
        for given in (f"with {plural(number, 'post')}", "for the second time"):
            engine.put(ALIAS, {7: "shared, and gone", **dict.fromkeys(keys[::3], "shared, wrong")})
            Change.objects.create(post_id=7)
            old = engine.target(ALIAS)
            answer.reindex(engine)
            done(engine, f"after reindex() {given}", old)


def test_searches(answer, world):
    """Searches find all posts at every moment.

    Tries: searches.
    """
    real = MemoryBackend()
    fill(real, world.posts(100, **SMALL))
    titles = dict(Post.objects.values_list("pk", "title"))

    def visit(name, *_, **__):
        searches(real, f"before reindex() calls engine.{name}()", titles)

    answer.reindex(Gate(real, visit))
    searches(real, "after reindex()", titles)


def test_writes(answer, world):
    """What people change while it runs is in the index, and nobody waits.

    Tries: writes, no waiting.
    """
    posts = world.posts(3, **SMALL)
    real = MemoryBackend()
    spare = Post.objects.values().get(pk=posts[0].pk)
    del spare["id"]
    with clients() as among, someone_else() as notes:

        def step(name, *_):
            among.point(f"engine.{name}()")
            if name in ("create", "switch"):  # so that both passes have something to do
                # With halves the writer's own note has to be found: no other one is of its post.
                notes(posts[name == "switch" and not halves].pk)

        engine = Gate(real, step)

        def prepare():
            Post.objects.exclude(pk__in=[post.pk for post in posts])._raw_delete("default")
            keys = fill(real, posts)
            Change.objects.create(post_id=keys[0])
            return real.target(ALIAS)

        def rebuild(_):
            answer.reindex(engine)

        for name, change in WRITES.items():
            write = partial(writer, engine, notes, change, posts[1].pk, spare)
            for roles in ((rebuild, write), (write, rebuild)):
                # A transaction that is open when reindex() begins ends at each of its points.
                halves = roles[0] is write and change is rename
                how = {"halves": halves, "apart": roles[0] is rebuild}  # else the same again
                for meeting in interleave(prepare, *roles, **how, among=among):
                    for error in meeting.errors:
                        raise error
                    letter = "AB"[roles.index(write)]
                    waits = any(line[0] == letter and " waits" in line for line in meeting.story)
                    says = "Somebody who changes a post waits for reindex()."
                    expect(not waits, says, "no locks that stop writers.", meeting.story)
                    given = f"after somebody {name} a post while reindex() runs"
                    done(real, given, meeting.given, meeting.story)


def test_failed(answer, world):
    """An engine that fails before the switch leaves the old index in use.

    Tries: failed, searches.
    """
    posts = world.posts(5, **SMALL)
    real = MemoryBackend()
    for number in count():
        keys = fill(real, posts)
        Change.objects.create(post_id=keys[0])
        passed, failing = [], []

        def step(name, *_, number=number, passed=passed, failing=failing, keys=keys, **__):
            passed.append(name)
            if name == "switch":  # so that something is left to do after it
                rename(keys[1], None)
                Change.objects.create(post_id=keys[1])
            if len(passed) == number + 1:
                failing.append(f"when engine.{name}() fails, call {number + 1} of the engine")
                raise SearchError("out of memory")

        raised = False
        try:
            answer.reindex(Gate(real, step))
        except SearchError:
            raised = True
        if not failing:
            return
        [given] = failing
        with suppress(SearchError):  # the writer's, after the commit
            real.put(ALIAS, dict(Post.objects.filter(pk=keys[1]).values_list("pk", "title")))
        searches(real, given)
        expect(raised, f"reindex() hides the error {given}.", "the caller gets the SearchError.")
        if "switch" not in passed[:number]:
            left = set(real.indexes()) - {FIRST, *OTHERS}
            old = real.target(ALIAS)
            expect(old == FIRST, f"The alias names {old} {given}.", f"it still names {FIRST}.")
            expect(not left, f"The new index is still there {given}.", "it is dropped.")
        else:
            now = real.target(ALIAS)
            expect(now != FIRST, f"The alias names {now} again {given}.", "it stays.")


def test_again(answer, world):
    """A run that was killed does not stop the next one.

    Tries: again, searches.
    """
    posts = world.posts(5, **SMALL)
    real = MemoryBackend()
    for number in count():
        keys = fill(real, posts)
        Change.objects.create(post_id=keys[0])
        if not killed_at(number, lambda point: answer.reindex(Gate(real, point))):
            return
        given = f"after a run that was killed at step {number + 1}"
        searches(real, given)
        old = real.target(ALIAS)
        remove(real, keys[1])
        try:
            again(answer).reindex(real)
        except SearchError as error:
            raise fail(
                f"reindex() raises SearchError {given}: {error}",
                "a run that does not depend on the one before.",
            ) from None
        searches(real, f"after the next reindex(), {given}")
        now = real.target(ALIAS)
        expect(now != old, f"The alias still names {now} after the next reindex().", "a new index.")


def test_size(answer, world):
    """Batches: few queries, few calls of the engine, and none of them too large.

    Tries: queries, documents, searches.
    """
    real = MemoryBackend()
    keys = {*fill(real, world.posts(1_300, **SMALL))}
    calls = []

    def count_documents(name, *args):
        calls.append(len(args[1]) if name == "put" else 0)
        if len(calls) <= 33:
            found = []
            with suppress(SearchError):
                found = real.search(ALIAS, "shared", limit=9_999)
            expect({*found} == keys, f"A search finds {len(found):,} of 1,300 posts.", "all.")

    why = "for 1,300 posts"
    at_most_queries(lambda: answer.reindex(Gate(real, count_documents)), 23, why)
    expect(len(calls) <= 23, f"{len(calls):,} calls of the engine {why}.", "at most 23.")
    expect(max(calls) <= 1_000, f"{max(calls):,} documents in one call.", "at most 1,000.")
    done(real, f"after reindex() {why}", FIRST)
    for what, change in (
        ("the first post is deleted", lambda: remove(real, min(keys))),
        ("all posts change", lambda: rename_all(real)),
    ):
        old, calls, moments = real.target(ALIAS), [], ["put", "switch"]

        def interfere(name, *args, change=change, calls=calls, moments=moments):
            if name == "put":
                calls.append(len(args[1]))
            if name in moments:
                moments.remove(name)
                with another_client():
                    change()

        answer.reindex(Gate(real, interfere))
        says = f"{max(calls):,} documents in one call, when {what} while reindex() runs."
        expect(max(calls) <= 1_000, says, "at most 1,000.")
        done(real, f"after reindex(), when {what} while it runs", old)


# What the checks above are made of.


@contextmanager
def someone_else():
    """Yield what makes one more note of a post, on a connection of its own."""
    own = connection.copy()
    own.ensure_connection()
    try:
        yield lambda key: own.connection.execute(
            "INSERT INTO search_change (post_id) VALUES (%s)", [key]
        )
    finally:
        own.close()


def writer(engine, notes, change, key, spare, _):
    """Change a post as Arena does: with a note, and with the index after the commit."""
    with transaction.atomic():
        key = change(key, spare)
        Change.objects.create(post_id=key)
        notes(spare["author_id"])  # of no post: it is committed first, with a greater key
    titles = dict(Post.objects.filter(pk=key).values_list("pk", "title"))
    if titles:
        engine.put(ALIAS, titles)
    else:
        engine.remove(ALIAS, [key])


def rename(key, _):
    Post.objects.filter(pk=key).update(title=new_title())
    return key


def delete(key, _):
    Post.objects.filter(pk=key)._raw_delete("default")  # one statement: nothing refers to it
    return key


def add(_, spare):
    return Post.objects.create(**{**spare, "title": new_title()}).pk


def remove(engine, key):
    """Delete a post as Arena does."""
    delete(key, None)
    Change.objects.create(post_id=key)
    engine.remove(ALIAS, [key])


def rename_all(engine):
    """Change every post as Arena does."""
    Post.objects.update(title=Concat("title", Value(" again")))
    titles = dict(Post.objects.values_list("pk", "title"))
    Change.objects.bulk_create(Change(post_id=key) for key in titles)
    engine.put(ALIAS, titles)


WRITES = {"renames": rename, "deletes": delete, "adds": add}


def searches(engine, given, titles=None):
    """Fail unless a search finds all posts."""
    wrong = "says that there is no index"
    with suppress(SearchError):
        wrong = amiss(engine, titles)
    expect(not wrong, f"A visitor's search {wrong or 'is right'}, {given}.", "finds all posts.")


def done(engine, given, old, details=()):
    """Fail unless the alias names a new and right index, and the old one is gone."""
    wrong = amiss(engine)
    expect(not wrong, f"The index {wrong}, {given}.", "what the database has.", details)
    now = engine.target(ALIAS)
    expect(now != old, f"The alias names {now} as before, {given}.", "a new index.", details)
    right = sorted([*OTHERS, now])
    expect(
        engine.indexes() == right,
        f"There are the indexes {', '.join(engine.indexes())}, {given}.",
        f"only {', '.join(right)}.",
        details,
    )
