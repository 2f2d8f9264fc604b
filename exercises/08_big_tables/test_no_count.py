"""What checks no_count.py."""

import pytest
from django.db import connection
from django.db.models.functions import Mod

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from kata.checks import at_most_queries, expect, fail, ledger, plain, plural, same

SIZE = 50
EXACT, LARGE, OFF = 1_000, 100_000, 0.05  # what the task promises
READ = 5_000
KEYS = ("comments", "has_next", "total")
IN_BETWEEN = 1_530
# The plans of a server that lets several processes read one table.
PARALLEL = """
    SET max_parallel_workers_per_gather = 4;
    SET parallel_setup_cost = 0;
    SET parallel_tuple_cost = 0
"""
# One comment in so many, about 830 in all; the planner takes the condition for a third of them.
RARE = 600


def test_answer(answer, copy):
    """The right comments, and exact numbers for short lists.

    Tries: comments, has_next, total.
    """
    for number in (0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, EXACT - 1, EXACT):
        comments = made(number).order_by("created_at", "-pk")
        pages = sorted({1, number // SIZE, number // SIZE + 1, number // SIZE + 2} - {0})
        compare(answer, comments, pages, f"with {plural(number, 'comment')}")
    comments.filter(pk__in=list(comments.values_list("pk", flat=True)[:3])).delete()
    compare(answer, comments, [1], "after three of them were deleted")
    compare(answer, Comment.objects.none(), [1, 2], "of a list that Django knows to be empty")
    few = Comment.objects.annotate(rest=Mod("pk", RARE)).filter(rest__lt=1).order_by("pk")
    pages = [1, few.count() // SIZE + 1]
    compare(answer, few, pages, "of few comments, where the planner expects many")
    comments = made(IN_BETWEEN).order_by("-created_at", "pk")
    pages = [1, 2, 30, 31, 32]
    compare(answer, comments, pages, f"with {IN_BETWEEN:,} comments", exact=False)
    for name, comments in lists().items():
        compare(answer, comments, [1, 2, 10], f"of {name}", exact=False)


def test_work(answer, copy):
    """Reads few comments, however many there are.

    Tries: read, queries, statistics.
    """
    for name, comments in lists().items():
        for number in (1, 10):
            read, sampled = work()
            at_most_queries(
                lambda comments=comments, number=number: answer.page(comments.all(), number),
                4,
                why=f"for page {number} of {name}",
            )
            read, sampled = work()[0] - read, work()[1] - sampled
            ledger.spent(**{"comments read": read})
            if read > READ:
                raise fail(
                    f"PostgreSQL reads {read:,} comments for page {number} of {name}.",
                    f"at most {READ:,}.",
                )
            expect(not sampled, "page() runs ANALYZE.", "the statistics are there already.")


def test_estimates(answer, copy):
    """Totals of long lists that are nearly right.

    Tries: total.
    """
    with connection.cursor() as cursor:
        cursor.execute(PARALLEL)
    for name, comments in lists().items():
        right, total = comments.count(), asked(answer, comments)["total"]
        if abs(total - right) > OFF * right:
            raise fail(
                f"The total of {name} is {total:,}, and there are {right:,} comments.",
                f"at most {OFF:.0%} off: {(1 - OFF) * right:,.0f} to {(1 + OFF) * right:,.0f}.",
            )


# What the checks above are made of.


@pytest.fixture
def copy(large_copy):
    """Add one comment far away, so that keys tell nothing, and collect statistics."""
    post, author = Post.objects.first(), User.objects.first()
    Comment.objects.create(
        pk=2_000_000_000,
        post=post,
        author=author,
        body="",
        created_at=post.published_at or author.date_joined,
    )
    with connection.cursor() as cursor:  # the other columns' statistics are copied too
        cursor.execute("ANALYZE discuss_comment (id, parent_id, is_approved)")


def lists():
    """Return the long lists, by name."""
    newest = Comment.objects.order_by("-pk")
    return {
        "all comments": newest,
        "approved comments": newest.filter(is_approved=True),
        "comments that are no replies": newest.filter(parent__isnull=True),
        "approved comments that are no replies": newest.filter(is_approved=True, parent=None),
    }


def made(number):
    """Add a post with so many comments by one author, and return those.

    Two conditions find them. The planner takes these as independent, and so expects few.
    """
    author = User.objects.order_by("pk")[7]
    post = Post.objects.create(author=author, title="New", body="New.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)"
            " SELECT %s, %s, 'New.', timestamptz '2025-06-01' + n * 7919 %% 101 * interval '1 s',"
            " n %% 3 > 0 FROM generate_series(1, %s) AS n",
            [post.pk, author.pk, number],
        )
    return Comment.objects.filter(post=post, author=author)


def asked(answer, comments, number=1):
    """Return what page() returned, if it is what the task asks for."""
    result = plain(answer.page(comments, number))
    says = f"page() returned {result!r:.60}."
    expect(isinstance(result, dict) and set(result) == set(KEYS), says, f"a dictionary: {KEYS}.")
    says = f"page() returned a total of type {type(result['total']).__name__}."
    expect(type(result["total"]) is int, says, "a whole number.")
    return result


def compare(answer, comments, pages, given, *, exact=True):
    """Compare pages of one list; where it is not exact, the total may be anything.

    The list is counted once: the starter would count it twice for each page.
    """
    count = comments.count()
    keys = list(comments.values_list("pk", flat=True)[: SIZE * max(pages)])
    comments = comments.all()  # one queryset for all pages: page() leaves it as it is
    for number in pages:
        result = asked(answer, comments, number)
        end = SIZE * number
        right = {
            "comments": keys[end - SIZE : end],
            "has_next": count > end,
            "total": count if exact else result["total"],
        }
        same(result, right, call=f"page {number}", given=given)


def work():
    """Return how many comments PostgreSQL has read so far, and how often it has analyzed them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes AS index"
            " WHERE index.relid = stat.relid)::bigint, analyze_count"
            " FROM pg_stat_user_tables AS stat WHERE relname = 'discuss_comment'"
        )
        return cursor.fetchone()
