"""What checks repair.py."""

from functools import partial
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Count, F, Q

from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TALKING
from kata.checks import at_most_queries, lockstep, same
from kata.verdict import expect, fail, plural

APPROVED = Count("comments", filter=Q(comments__is_approved=True))


def test_answer(answer, before, world):
    """Finds what has drifted, and repairs it."""
    for number in (0, 1, 2, 30):
        world.clear()
        posts = world.posts(number, counted=True)
        for keys in ([], [post.pk for post in posts[::3]], [post.pk for post in posts]):
            drift(keys)
            same(answer.repair(), sorted(keys), call="repair()")
            right("repair()")
    Comment.objects.all().delete()
    drifted = Post.objects.exclude(kept_comments=0).order_by("pk").values_list("pk", flat=True)
    drifted = list(drifted)
    same(answer.repair(), drifted, call="repair()", given="when no comment is left")
    right("repair()")


def test_queries(answer, world):
    """Two statements, however many posts."""
    keys = sorted(post.pk for post in world.posts(30, likes=(0, 0), tags=(0, 0), counted=True))
    drift(keys)
    same(at_most_queries(answer.repair, 2, why="for 30 posts"), keys, call="repair()")
    right("repair()")


def test_untouched(answer, world):
    """Writes no post that is right."""
    posts = world.posts(20, counted=True)
    wrong = [post.pk for post in posts[:4]]
    drift(wrong)
    before = versions()
    answer.repair()
    after = versions()
    written = [key for key in before if before[key] != after[key] and key not in wrong]
    expect(
        not written,
        f"{len(wrong)} of {len(posts)} posts were wrong, and {len(written)} others are written.",
        "to write only what is wrong.",
    )


def test_writers(answer, world):
    """Right while people write to the same posts."""
    for name, change in CHANGES.items():
        for before, late in TURNS:
            world.clear()
            posts = world.posts(4, comments=(2, 4), drafts=0, counted=True)
            drift([post.pk for post in posts])
            writer = later(before, transaction.atomic(partial(change, posts[0])))
            turns = lockstep(writer, later(late, answer.repair))
            told = story(turns)
            for error in filter(None, (outcome.error for outcome in turns.outcomes)):
                raise fail(
                    f"Somebody {name} while repair() runs, and one of them gets an error: "
                    f"{' '.join(str(error).split())[:100]}",
                    details=told,
                )
            right(f"repair(), while somebody {name}", told, left=posts[0])


def test_waiting(answer, world):
    """Lets people write to posts that are right."""
    posts = world.posts(4, comments=(2, 4), drafts=0, counted=True)
    for change in CHANGES.values():
        for before, late in TURNS:
            drift([posts[0].pk])
            writer = later(before, transaction.atomic(partial(change, posts[1])))
            turns = lockstep(writer, later(late, answer.repair))
            right("repair()", story(turns))
            expect(
                not waited("A", turns),
                "repair() makes people wait who write to a post that is right.",
                "to hold only the posts that are wrong.",
                story(turns),
            )


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


CHANGES = {"adds a comment": add, "deletes a comment": remove}
# For how many steps a writer and repair() look at something else before they begin.
TURNS = [*((steps, 0) for steps in range(4)), *((0, steps) for steps in range(1, 7))]


def drift(keys):
    """Make the numbers of some posts wrong, each by another amount."""
    Post.objects.filter(pk__in=keys).update(kept_comments=F("kept_comments") + too_much(F("pk")))


def too_much(key):
    """Return by how much drift() makes a number wrong, given a key or a column of keys."""
    return key % 4 + 3


def later(steps, call):
    """Return a call that looks at something else for a number of steps first."""

    def wait():
        for _ in range(steps):
            Tag.objects.exists()
        return call()

    return wait


def story(turns):
    """Return what the two sent, in turns."""
    return ["In turns:", *(line for line in turns.story if "discuss_tag" not in line)]


def waited(letter, turns):
    """Whether a thread had to wait for a lock: the other one got two turns between two of its."""
    own = [number for number, line in enumerate(turns.story) if line[0] == letter]
    return any(after - before > 2 for before, after in pairwise(own))


def right(after, details=(), left=None):
    """Fail unless every post knows how many approved comments it has.

    One post may have been left as wrong as drift() made it.
    """
    for post in Post.objects.annotate(n=APPROVED).order_by("pk"):
        if post == left and post.kept_comments - post.n == too_much(post.pk):
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
