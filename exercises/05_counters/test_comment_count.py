"""What checks comment_count.py."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import fails_at, lockstep, measure
from kata.verdict import expect, fail, ledger, plural

MANY = 200
HISTORIES, STEPS = 8, 10
PAIRS = (
    ("say", "say"),
    ("hide", "hide"),
    ("approve", "approve"),
    ("take_back", "take_back"),
    ("take_back", "hide"),
    ("hide", "take_back"),
    ("say", "hide"),
    ("say_many", "take_back"),
)
SIGNALS = (pre_save, post_save, pre_delete, post_delete)


@pytest.fixture
def site(answer, world):
    """The answer at work on posts with comments; what it installs is gone with the check."""
    receivers = [(signal, list(signal.receivers)) for signal in SIGNALS]
    world.people(8)
    world.posts(5, comments=(1, 5), replies=(0, 2), counted=True)
    answer.install()
    yield answer
    for signal, before in receivers:
        signal.receivers = before
        signal.sender_receivers_cache.clear()
    drop_triggers()


def test_answer(site):
    """Right for one comment at a time, and what goes with it."""
    post, author = Post.objects.order_by("pk").first(), User.objects.order_by("pk").first()
    for approved in (True, False):
        comment = new(post, author, is_approved=approved)
        site.say(comment)
        right(f"say(), {'approved' if approved else 'not approved'}")
        expect(Comment.objects.filter(pk=comment.pk).exists(), "say() has saved no comment.")
        replies = [new(post, author, parent=comment), new(post, author, parent=comment)]
        for reply in replies:
            site.say(reply)
        right("say() of two replies")
        site.take_back([comment.pk])
        right("take_back() of a comment with two replies")
        left = Comment.objects.filter(pk__in=[comment.pk, *(reply.pk for reply in replies)])
        expect(not left.exists(), "take_back() has left the comment, or a reply to it.")
    site.take_back([comment.pk])
    right("take_back() of a comment that is gone")
    talker = Comment.objects.filter(replies__isnull=False).order_by("pk").first().author
    site.forget(talker.pk)
    right("forget() of somebody whose comments have replies")
    expect(not User.objects.filter(pk=talker.pk).exists(), "forget() has left the person.")


def test_bulk(site):
    """Right after many comments at once."""
    posts, author = list(Post.objects.order_by("pk")), User.objects.first()
    comments = [
        new(post, author, is_approved=bool(number % 3))
        for post in posts
        for number in range(post.pk % 4 + 1)
    ]
    site.say_many(comments)
    right("say_many()")
    there = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).count()
    expect(there == len(comments), f"say_many() has saved {there} of {len(comments)} comments.")
    site.say_many([])
    right("say_many([])")


def test_flags(site):
    """Right after comments are approved and hidden."""
    everything = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    for approved, keys in ((False, everything[::2]), (True, everything), (False, everything)):
        for call in ("judge()", "judge() again"):
            site.judge([*keys, 1], approved)
            right(f"{call} with {approved} for {plural(len(keys), 'comment')}")
        wrong = Comment.objects.filter(pk__in=keys).exclude(is_approved=approved).count()
        expect(not wrong, f"judge() has left {plural(wrong, 'comment')} as before.")


def test_histories(site):
    """Right after each step of random histories, rolled back or not."""
    for seed in range(HISTORIES):
        told, random = [], Random(seed)
        for _ in range(STEPS):
            step, arguments = drawn(random)
            undo = random.random() < 0.25
            told.append(f"{step}({brief(arguments)}){', rolled back' if undo else ''}")
            with suppress(RolledBack), transaction.atomic():
                getattr(site, step)(*arguments)
                if undo:
                    raise RolledBack
            right(told[-1], told)


def test_failure(site):
    """A function that fails changes nothing."""
    post, author = Post.objects.order_by("pk").first(), User.objects.order_by("pk").first()
    taken = Comment.objects.first().pk
    before = Comment.objects.count()
    with suppress(IntegrityError):
        site.say_many([new(post, author), new(post, author, pk=taken)])
    expect(Comment.objects.count() == before, "say_many() failed, and some comments were saved.")
    right("say_many() with a key that is taken")
    for name, make in STATEMENTS.items():
        for number in range(12):
            arguments = make(post, author)
            failed = fails_at(number, partial(getattr(site, name), *arguments))
            right(f"{name}(), whose statement {number + 1} failed")
            if not failed:
                break


def test_crowd(site):
    """Right when two people do something at once."""
    author = User.objects.order_by("pk").first()
    for first, second in PAIRS:
        for around in (lambda call: call, transaction.atomic):
            post = Post.objects.order_by("pk").first()
            comment = new(post, author, is_approved="approve" not in (first, second))
            site.say(comment)
            calls = [around(doing(site, name, comment)) for name in (first, second)]
            turns = lockstep(*calls)
            told = ["In turns:", *turns.story]
            for error in filter(None, (outcome.error for outcome in turns.outcomes)):
                raise fail(
                    f"{first} and {second} at once: {' '.join(str(error).split())[:100]}",
                    "no error because somebody else is at work.",
                    details=told,
                )
            right(f"{first} and {second} at once", told)


def test_queries(site):
    """A few queries, however many comments."""
    # Whether the number is right was asked above: here it must only not fall below 0.
    Post.objects.update(kept_comments=10 * MANY)
    author = User.objects.order_by("pk").first()
    comments = [
        new(post, author) for post in Post.objects.order_by("pk")[:3] for _ in range(MANY // 3 + 1)
    ][:MANY]
    for name, *flag in (("say_many",), ("judge", False), ("judge", True), ("take_back",)):
        given = comments if name == "say_many" else [comment.pk for comment in comments]
        work = measure(partial(getattr(site, name), given, *flag))
        ledger.spent(queries=work.queries)
        if work.queries > 30:
            raise fail(
                f"{name}() sends {work.queries} queries for {MANY} comments on 3 posts.",
                "at most 30.",
                work.meter.lines(),
            )


# What the checks above are made of.


def approved_keys(number):
    """Return the keys of some approved comments."""
    approved = Comment.objects.filter(is_approved=True).order_by("pk")
    return list(approved.values_list("pk", flat=True)[:number])


# Arguments for each function, with which it has a number to change.
STATEMENTS = {
    "say": lambda post, author: (new(post, author),),
    "say_many": lambda post, author: ([new(post, author) for _ in range(4)],),
    "judge": lambda *_: (approved_keys(2), False),
    "take_back": lambda *_: (approved_keys(1),),
    "forget": lambda *_: (Comment.objects.filter(is_approved=True).order_by("pk")[0].author_id,),
}


class RolledBack(Exception):
    """Ends a transaction."""


def new(post, author, **more):
    """Return a comment that is not saved."""
    at = TALKING[-1] + timedelta(hours=1)
    return Comment(post=post, author=author, body="So it is.", created_at=at, **more)


def right(after, details=()):
    """Fail unless every post knows how many approved comments it has."""
    approved = Count("comments", filter=Q(comments__is_approved=True))
    wrong = [post for post in Post.objects.annotate(n=approved) if post.kept_comments != post.n]
    if wrong:
        post = wrong[0]
        raise fail(
            f"After {after}: a post has {plural(post.n, 'approved comment')}, and kept_comments "
            f"is {post.kept_comments}.",
            "as many as there are, for every post.",
            details=details,
        )


def drawn(random):
    """Return the name of a function and its arguments, drawn at random for what is there now."""
    posts = list(Post.objects.order_by("pk"))
    people = list(User.objects.order_by("pk"))
    keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    tops = list(Comment.objects.filter(parent=None).order_by("pk"))
    some = random.sample(keys, min(len(keys), random.randint(0, 6)))

    def comment():
        flag = random.random() < 0.7
        if tops and random.random() < 0.4:
            parent = random.choice(tops)
            return new(parent.post, random.choice(people), parent=parent, is_approved=flag)
        return new(random.choice(posts), random.choice(people), is_approved=flag)

    names = ["judge", "judge", "take_back"]
    if posts and people:
        names += ["say", "say", "say_many", "say_many"]
    if len(people) > 3:
        names += ["forget"]
    name = random.choice(names)
    return name, {
        "judge": lambda: (some, random.random() < 0.5),
        "take_back": lambda: (some[:2],),
        "say": lambda: (comment(),),
        "say_many": lambda: ([comment() for _ in range(random.randint(0, 8))],),
        "forget": lambda: (random.choice(people).pk,),
    }[name]()


def brief(arguments):
    """Return arguments as few words."""
    words = [plural(len(a), "comment") if isinstance(a, list) else str(a) for a in arguments]
    return ", ".join("a comment" if word.startswith("comment ") else word for word in words)


def doing(site, name, comment):
    """Return a call that does something with a comment, or beside it."""

    def beside():
        return new(comment.post, comment.author)

    return {
        "say": lambda: site.say(beside()),
        "say_many": lambda: site.say_many([beside(), beside()]),
        "hide": lambda: site.judge([comment.pk], False),
        "approve": lambda: site.judge([comment.pk], True),
        "take_back": lambda: site.take_back([comment.pk]),
    }[name]


def drop_triggers():
    """Remove triggers and functions that the answer has made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP FUNCTION %s CASCADE', p.oid::regprocedure) FROM pg_proc p"
            " WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS"
            " (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
