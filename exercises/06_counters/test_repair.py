"""What checks repair.py."""

from functools import partial

from django.db import connection, transaction
from django.db.models import Count, F, Q

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import (
    at_most_queries,
    blocked_by,
    clients,
    expect,
    fail,
    interleave,
    plural,
    same,
    send,
)

APPROVED = Count("comments", filter=Q(comments__is_approved=True))
STOP = "SELECT pg_advisory_xact_lock(7066170)"
# A statement sees what was committed when it began, also if it waits before it locks a row.
SLOW_COMMENTS = [
    "CREATE FUNCTION pause() RETURNS boolean LANGUAGE plpgsql COST 0.01"
    " AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7066170); RETURN true; END $$",
    "ALTER TABLE discuss_comment RENAME TO real_comment",
    "CREATE VIEW discuss_comment AS SELECT * FROM real_comment WHERE pause()",
]
DRIFTS = (3, -1, 1, 4, -2, 100, -3)  # what a number may be wrong by


def test_answer(answer, before, world):
    """Finds what has drifted, and repairs it.

    Tries: number, result.
    """
    for number in (0, 1, 2, 30):
        world.clear()
        posts = world.posts(number, counted=True)
        keys = [post.pk for post in posts]
        for drifted in ([], keys[::3], keys, keys[1::2]):
            repairs(answer, drift(drifted))
        Comment.objects.update(is_approved=False)
        repairs(answer, numbers_wrong())
        Comment.objects.update(is_approved=True)
        repairs(answer, numbers_wrong())
    Comment.objects.all().delete()
    repairs(answer, numbers_wrong(), given="when no comment is left")
    world.posts(20)
    repairs(answer, numbers_wrong())


def test_queries(answer, world):
    """Two statements, however many posts.

    Tries: queries.
    """
    sizes = {"comments": (0, 2), "replies": (0, 0), "likes": (0, 0), "tags": (0, 0)}
    for number in (30, 210, 1_100):
        world.clear()
        keys = sorted(post.pk for post in world.posts(number, **sizes))
        result = at_most_queries(answer.repair, 2, why=f"for {number} posts")
        same(result, keys, call="repair()", given=f"for {number} posts")
        right("repair()")


def test_untouched(answer, world):
    """Writes no post that is right.

    Tries: only wrong.
    """
    posts = world.posts(20, counted=True)
    wrong = drift([post.pk for post in posts[:4]])
    before = versions()
    answer.repair()
    after = versions()
    written = [key for key in before if before[key] != after[key] and key not in wrong]
    expect(
        not written,
        f"{len(wrong)} of {len(posts)} posts were wrong, and {len(written)} others are written.",
        "only wrong posts are written.",
    )


def test_writers(answer, world):
    """Right while people write to the same posts.

    Tries: number, writers, no error, result.
    """
    posts = world.posts(4, comments=(3, 5), replies=(0, 1), drafts=0.5)
    with clients() as among:
        for name, change in CHANGES.items():
            for post, wrong in ((posts[0], posts), (posts[1], posts[:1] + posts[2:])):
                for meeting in interleave(
                    partial(prepare, wrong),
                    lambda _: answer.repair(),
                    lambda _, change=change, post=post: transaction.atomic(change)(post),
                    every_role=True,
                    apart=False,
                    among=among,
                ):
                    for error in meeting.errors:
                        raise fail(
                            f"Somebody {name} while repair() runs, and one of them gets an error: "
                            f"{' '.join(str(error).split())[:100]}",
                            "no error because of the other.",
                            details=meeting.story,
                        )
                    given = f"repair(), while somebody {name}"
                    right(given, meeting.story, left=(post.pk, meeting.given.get(post.pk, 0)))
                    repaired = sorted(set(meeting.given) - set(numbers_wrong()))
                    same(meeting.results[0], repaired, call="repair()", given=given[10:])


def test_waiting(answer, world):
    """Lets people write to posts that are right.

    Tries: no waiting.
    """
    posts = world.posts(4, comments=(3, 5), replies=(0, 1), drafts=0.5)
    with clients() as among:
        for change in (*CHANGES.values(), like):
            for meeting in interleave(
                partial(prepare, posts[::2]),
                lambda _: answer.repair(),
                lambda _, change=change: transaction.atomic(change)(posts[1]),
                apart=False,
                among=among,
            ):
                right("repair()", meeting.story)
                waits = any(line[0] == "B" and " waits" in line for line in meeting.story)
                expect(
                    not waits,
                    "While repair() runs, a writer to a post that is right has to wait.",
                    "only wrong posts are locked.",
                    meeting.story,
                )


def test_slow(new_database, answer, world):
    """Right when people write while a statement of repair() counts.

    Tries: writers, no error.
    """
    posts = world.posts(4, comments=(3, 5), replies=(0, 1), drafts=0.5)
    send(SLOW_COMMENTS)
    post = min(posts, key=lambda post: post.pk)
    for name, change in CHANGES.items():
        for wrong in (posts, posts[1:]):
            left = post.pk, prepare(wrong).get(post.pk, 0)

            def write(change=change):
                send([STOP])
                change(post)

            [outcome] = blocked_by(write, answer.repair)
            outcome.get()
            right(f"repair(), which counts while somebody {name}", left=left)


# What the checks above are made of.


def add(post):
    """Add an approved comment, and count it."""
    Comment.objects.create(post=post, author_id=post.author_id, body="Hm.", created_at=TALKING[0])
    Post.objects.filter(pk=post.pk).update(kept_comments=F("kept_comments") + 1)


def remove(post):
    """Delete an approved comment without replies, and count it off."""
    comment = post.comments.filter(is_approved=True, replies=None).order_by("pk").first()
    if comment and Comment.objects.filter(pk=comment.pk).delete()[0]:
        Post.objects.filter(pk=post.pk).update(kept_comments=F("kept_comments") - 1)


def hide(post):
    """Hide an approved comment, and count it off."""
    comment = post.comments.filter(is_approved=True).order_by("pk").first()
    if comment and Comment.objects.filter(pk=comment.pk).update(is_approved=False):
        Post.objects.filter(pk=post.pk).update(kept_comments=F("kept_comments") - 1)


def like(post):
    """Count a like."""
    Post.objects.filter(pk=post.pk).update(kept_likes=F("kept_likes") + 1)


CHANGES = {"adds a comment": add, "deletes a comment": remove, "hides a comment": hide}


def drift(keys):
    """Make the numbers of some posts wrong, each by another amount; return by how much."""
    wrong = {}
    for at, post in enumerate(Post.objects.filter(pk__in=keys).annotate(n=APPROVED)):
        amount = DRIFTS[at % len(DRIFTS)]
        wrong[post.pk] = amount if post.n + amount >= 0 else 7
        Post.objects.filter(pk=post.pk).update(kept_comments=post.n + wrong[post.pk])
    return wrong


def prepare(wrong):
    """Make all numbers right, but those of some posts, and give each post enough comments."""
    for post in Post.objects.annotate(n=APPROVED):
        for _ in range(3 - post.n):
            add(post)
        Post.objects.filter(pk=post.pk).update(kept_comments=max(3, post.n))
    return drift([post.pk for post in wrong])


def numbers_wrong():
    """Return the keys of posts whose number is wrong."""
    wrong = Post.objects.annotate(n=APPROVED).exclude(n=F("kept_comments"))
    return list(wrong.values_list("pk", flat=True))


def repairs(answer, wrong, given=""):
    """Fail unless repair() repairs and returns what is wrong."""
    same(answer.repair(), sorted(wrong), call="repair()", given=given)
    right("repair()")


def right(after, details=(), left=(0, 0)):
    """Fail unless every post knows how many approved comments it has.

    One post may have been left as wrong as it was.
    """
    for post in Post.objects.annotate(n=APPROVED).order_by("pk"):
        if (post.pk, post.kept_comments - post.n) == left:
            continue
        if post.kept_comments != post.n:
            raise fail(
                f"After {after}: a post has {plural(post.n, 'approved comment')}, and "
                f"kept_comments is {post.kept_comments}.",
                "as many as there are.",
                details=details,
            )


def versions():
    """Return for each post which version of its row it is: another one after each write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM discuss_post")
        return dict(cursor.fetchall())
