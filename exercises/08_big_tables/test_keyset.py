"""What checks keyset.py."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta, timezone
from functools import partial
from time import time
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.db.models import Index
from django.utils.timezone import override

from arena.discuss.models import Comment
from arena.worlds import TALKING, TINY
from kata.checks import again, at_most_queries, effort, expect, fail, ledger, plain, same

SIZE = 50
TIMES, FIRST = 3, 10  # what the task allows
DEEP = {"postgresql": 400_000, "sqlite": 20_000}  # a browser takes long for more
UNIT = {"postgresql": "comments", "sqlite": "steps"}
PAGES = 500
CHANGED = 5  # pages after which the comments change; each change adds some
ASKED = 'a dictionary with "comments" and "next".'

# What is added between two pages, as a time and a key beside those of the last comment, and what is
# deleted, as places beside it.
NEWER = [(timedelta(days=900), 1), (timedelta(days=900), 2)]
TIES = [(timedelta(0), 1), (timedelta(0), -1)]
OLDER = [(-TINY, 1), (timedelta(days=-9), -1)]
CHANGES = {
    "somebody comments": (NEWER, []),
    "a comment of the same moment is added": (TIES, []),
    "an older comment is added": (OLDER, []),
    "the last comment is deleted": ([], [0]),
    "comments are deleted": ([], [-2, -1, 0, 1]),
    "comments are added and deleted": ([*NEWER, *TIES, *OLDER], [0]),
}


def test_answer(answer, world):
    """Every comment once, in the right order.

    Tries: rows, order, next, queries.
    """
    for comments, size in ((0, 5), (1, 5), (5, 5), (6, 5), (10, 5), (60, 7), (30, 1)):
        world.clear()
        fill(world, comments)
        walk(answer, size)
        world.shake()
        walk(answer, size, "after the data had changed")
    world.clear()
    fill(world, 40)  # as many as the task says may tie
    Comment.objects.update(created_at=TALKING[0])
    walk(answer, 7, "when all were written at the same moment")
    after = next_of(plain(answer.page(None, 5)))
    ties = at_most_queries(lambda: answer.page(after, 30), 3, why="for a page of ties")
    same(comments_of(ties), right()[5:35], call="page(next, 30) behind a page of 5")
    for place, comment in enumerate(Comment.objects.order_by("pk")):  # the newest has the lowest id
        Comment.objects.filter(pk=comment.pk).update(created_at=TALKING[-1] - place * TINY)
    walk(answer, 7, "when they differ by microseconds")
    fill(world, 9)
    ties, newest = right()[:40], right()[0]["created_at"]
    Comment.objects.filter(pk__in=[row["id"] for row in ties]).update(created_at=newest + TINY)
    walk(answer, 8, "when 40 tie, and others follow")
    fill(world, 2 * SIZE)
    same(comments_of(answer.page()), right()[:SIZE], call="page()")


def test_steady(answer, world):
    """The next page begins where this one ended, whatever happens in between.

    Tries: steady, next.
    """
    for size in (7, 1):
        for what, change in CHANGES.items():
            world.clear()
            fill(world, 40)
            walk(answer, size, f"when {what} between two pages", change)


def test_workers(answer, world):
    """Another worker shows the next page, a page can be loaded again, and a link lasts.

    Tries: next.
    """
    fill(world, 30)
    every, after = right(), None
    for start in range(0, 30, 10):
        some_days_later = time() + start * 86_400
        for worker, hours in ((again(answer), -9), (answer, 0), (again(answer), 6)):
            zone = timezone(timedelta(hours=hours))
            with override(zone), patch("time.time", return_value=some_days_later):
                result = plain(worker.page(after, 10))
            given = "in another worker, in another time zone, days later, or loaded again"
            same(comments_of(result), every[start : start + 10], call="page()", given=given)
        after = next_of(result)


def test_depth(answer, before, many):
    """A page far back is no more work than the first one.

    Tries: depth, queries.
    """
    unit, most = UNIT[connection.vendor], FIRST * work(lambda: before.page(None, SIZE)).amount
    first = work(lambda: answer.page(None, SIZE))
    if first.amount > most:
        says = f"The database works through {first.amount:,} {unit} for the first page."
        allowed = f"at most {most:,}, which is {FIRST} times what the starter needs."
        raise fail(says, allowed, first.lines, first.details)
    at_most_queries(lambda: answer.page(None, SIZE), 3, why="for the first page")
    for depth in (SIZE, many):
        with deleted(depth - SIZE):
            after = next_of(plain(answer.page(None, SIZE)))
        page = work(lambda after=after: answer.page(after, SIZE))
        ledger.spent(**{f"{unit} at depth {depth:,}": page.amount})
        if page.amount > TIMES * first.amount:
            raise fail(
                f"The database works through {page.amount:,} {unit} for the page at depth "
                f"{depth:,}, and through {first.amount:,} for the first page.",
                f"at most {TIMES * first.amount:,}, which is {TIMES} times the first page.",
                page.lines,
                page.details,
            )
        same(comments_of(page.result), right(depth, SIZE), call=f"page() at depth {depth:,}")
        at_most_queries(lambda after=after: answer.page(after, SIZE), 3, why="for a page")


# What the checks above are made of.


@pytest.fixture
def many(request, world):
    """Make many comments, and the index that the task promises; return how deep to go."""
    depth = DEEP[connection.vendor]
    if connection.vendor == "postgresql":
        request.getfixturevalue("large_copy")
    else:
        fill(world, 2)
        multiply(depth + 2 * SIZE)
    with connection.schema_editor() as editor:
        editor.add_index(Comment, Index(fields=["created_at", "id"], name="comment_in_time"))
    return depth


def fill(world, number):
    """Add so many comments, in the order of neither keys nor rows: on a draft, and on a post."""
    answered = number // 4
    world.posts(1, comments=(answered, answered), replies=(1, 1), drafts=1)
    others = number - 2 * answered
    world.posts(1, comments=(others, others), replies=(0, 0), drafts=0)


def multiply(number):
    """Add many comments in one statement; three of them tie each time."""
    first = Comment.objects.order_by("pk").values_list("post_id", "author_id").first()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %s) "
            "INSERT INTO discuss_comment (id, post_id, author_id, body, created_at, is_approved) "
            "SELECT n * 7919 %% 1000003, %s, %s, 'Comment ' || n,"
            " datetime('2025-09-01', (n / 3) || ' seconds'), 1 FROM n",
            [number, *first],
        )


def work(call):
    """Return what the database does for a call: comments that it reads, or steps of SQLite."""
    spent = effort(call)
    return replace(spent, amount=spent.read) if connection.vendor == "postgresql" else spent


@contextmanager
def deleted(number):
    """Delete the newest comments and bring them back: so a page far back is the first one."""
    with transaction.atomic(), connection.cursor() as cursor:
        if number:
            cursor.execute(
                "DELETE FROM discuss_comment WHERE (created_at, id) >= (SELECT created_at, id FROM"
                " discuss_comment ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET %s)",
                [number - 1],
            )
        yield
        transaction.set_rollback(True)


def right(start=0, size=None):
    """Return comments as they shall be shown."""
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    return list(comments[start:][:size])


def walk(answer, size, given="", change=None):
    """Follow the links to the last page, and change the comments between two pages."""
    after = last = None
    for number in range(1, PAGES):
        rest = [row for row in right() if last is None or place(row) < last]
        call = f"page {number} of {size}"
        ask = partial(answer.page, after, size)
        result = plain(at_most_queries(ask, 3, why=f"for {call}"))
        same(comments_of(result), rest[:size], call=call, given=given)
        after = next_of(result)
        if len(rest) <= size:
            expect(after is None, f"{call}: no comment follows, and next is {after!r}.", "None.")
            return
        expect(after is not None, f"{call}: {len(rest) - size} comments follow, and next is None.")
        last = place(rest[size - 1])
        if change and number <= CHANGED:
            make(*change, rest[size - 1]["id"])


def place(row):
    """Return what comments are sorted by."""
    return row["created_at"], row["id"]


def comments_of(result):
    """Return the comments of a page."""
    result = plain(result)
    says = f"page() returned {result!r:.60}."
    expect(isinstance(result, dict) and {"comments", "next"} <= set(result), says, ASKED)
    return result["comments"]


def next_of(result):
    """Return the link to the next page."""
    comments_of(result)
    after = result["next"]
    says = f"page() returned a next of type {type(after).__name__}."
    expect(after is None or isinstance(after, str), says, "text, or None.")
    return after


def make(added, gone, key):
    """Add comments beside one, and delete others."""
    last = Comment.objects.get(pk=key)
    for later, beside in added:
        of = {"post_id": last.post_id, "author_id": last.author_id, "body": "New."}
        Comment.objects.get_or_create(
            pk=key + beside, defaults={**of, "created_at": last.created_at + later}
        )
    keys = [row["id"] for row in right()]
    here = keys.index(key)
    Comment.objects.filter(
        pk__in=[keys[here + place] for place in gone if 0 <= here + place < len(keys)]
    ).delete()
