"""What checks any_new.py."""

import re
from datetime import timedelta
from functools import partial

from django.db import connection
from django.db.models import F

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING, TINY
from kata.checks import at_most, effort, expect, lighter, newest_first, plain, rows, same, send

LONG_AGO = TALKING[0] - timedelta(days=1)
MANY = 600
COPIES = """
    INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
    SELECT one.post_id, one.author_id, one.body, other.created_at, true
    FROM discuss_comment AS one, discuss_comment AS other
"""


def test_answer(answer, world):
    """The right dot and the right list, for every post and after every change.

    Tries: dot, list.
    """
    world.posts(6, comments=(0, 8))
    for given in ("", "after the data had changed"):
        times = set(Comment.objects.order_by("pk").values_list("created_at", flat=True)[:6])
        for time in (LONG_AGO, *sorted(times), *(time - TINY for time in sorted(times))):
            for post in (1, *Post.objects.order_by("pk").values_list("pk", flat=True)):
                compare(answer, post, time, given)
        world.shake()
    Comment.objects.update(created_at=TALKING[0] + TINY, body="")
    for post in Post.objects.values_list("pk", flat=True):
        for time in (LONG_AGO, TALKING[0] + 2 * TINY):
            compare(answer, post, time, "when all comments are empty, and from the same moment")
    Comment.objects.update(is_approved=True)
    post = Comment.objects.latest("pk").post_id
    for text in texts_sent(lambda: answer.new_comments(post, LONG_AGO)):
        Comment.objects.update(body=f"{text} a body {text}")
        compare(answer, post, LONG_AGO, f"when each body has the text {text!r} of the query")


def test_dot(answer, before, world):
    """The dot reads no further than the first new comment.

    Tries: one query, one row, dot.
    """
    post = busy_post(world)
    why = f"for the dot of a post with {MANY} new comments"
    ask = partial(answer.any_new, post, LONG_AGO)
    same(at_most(ask, queries=1, rows=1, why=why), True, call="any_new()", given=why)
    lighter(ask, lambda: before.any_new(post, LONG_AGO), times=0.1, why=why)
    # An answer that asks for the lowest key passes the comments of all other posts.
    Comment.objects.exclude(post=post).update(id=-F("id"))
    read = effort(ask, large=True).read  # SQLite does not tell
    says = f"The database reads {read:,} rows of the tables to find one new comment"
    expect(read <= MANY // 10, f"{says} of {MANY}.", f"at most {MANY // 10}, {why}.")


def test_list(answer, world):
    """The list sends one query, with and without new comments.

    Tries: one query, list.
    """
    post = busy_post(world)
    newest = Comment.objects.filter(post=post).order_by("-created_at")[0]
    for time in (LONG_AGO, newest.created_at):
        new = new_comments(post, time)
        why = f"for a list of {len(new)} comments" if new else "for a post without new comments"
        got = at_most(partial(answer.new_comments, post, time), queries=1, why=why)
        same(got, new, call="new_comments()", given=why)
    world.clear()
    [post] = world.posts(1, comments=(140, 140), replies=(0, 0))
    send([COPIES])
    new = new_comments(post.pk, LONG_AGO)
    given = f"for a post with {len(new):,} new comments"
    same(answer.new_comments(post.pk, LONG_AGO), new, call="new_comments()", given=given)


def compare(answer, post, since, given):
    """Fail unless both functions are right about one post."""
    new = new_comments(post, since)
    arguments = f"({post}, {since.isoformat(' ')})"
    same(answer.any_new(post, since), bool(new), call=f"any_new{arguments}", given=given)
    same(answer.new_comments(post, since), new, call=f"new_comments{arguments}", given=given)


def new_comments(post, since):
    """Return what new_comments() has to return, in plain Python."""
    comments = newest_first(rows(Comment), "created_at")
    new = (row for row in comments if row.post_id == post and row.created_at > since)
    return [row.body for row in new if row.is_approved] or None


def texts_sent(call):
    """Return the texts in a call's statements: it may join with them what it reads."""
    texts = set()

    def listen(execute, sql, params, *rest):
        texts.update(re.findall(r"'([^']+)'", sql))
        texts.update(text for text in params or () if isinstance(text, str))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(listen):
        plain(call())
    return sorted(texts)


def busy_post(world):
    """Make a few posts with many comments, all of them approved; return the key of one."""
    posts = world.posts(3, comments=(MANY, MANY), replies=(0, 0))
    Comment.objects.update(is_approved=True)
    return posts[0].pk
