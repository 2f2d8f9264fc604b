"""What checks like.py."""

import traceback

from arena.accounts.models import User
from arena.discuss.models import Like, Post, Tag
from kata.answers import again
from kata.checks import concurrently, fails_at, lockstep
from kata.verdict import expect, fail, plural

THREADS, EACH = 8, 50


def test_answer(answer, world):
    """Counts each like once."""
    world.people(6)
    liked, other = world.posts(2, likes=(3, 3), counted=True)
    people = User.objects.exclude(likes__post=liked).order_by("pk")
    for number, user in enumerate(people, 4):
        for expected in (True, False):
            got = answer.like(liked.pk, user.pk)
            expect(
                bool(got) is expected and got is not None,
                f"like() returned {got!r} for a {'new' if expected else 'second'} like.",
                f"{expected}.",
            )
            right(liked, number)
    right(other, 3)


def test_crowd(answer, world):
    """Loses nothing when many like a post at once."""
    people = [user.pk for user in world.people(THREADS * EACH)]
    first, second = world.posts(2, likes=(0, 0), counted=True)
    servers = [again(answer) for _ in range(THREADS)]
    turns = lockstep(
        *[
            lambda server=server, user=user: server.like(first.pk, user)
            for server, user in zip(servers, people, strict=False)
        ]
    )
    refuse_errors(turns.outcomes, story(turns))
    right(first, THREADS, story(turns), given=f"{THREADS} people at the same moment: ")

    def some(number):
        for user in people[number::THREADS]:
            servers[number].like(second.pk, user)

    refuse_errors(concurrently(some, THREADS))
    right(second, len(people), given=f"{THREADS} threads with {EACH} people each: ")


def test_twice(answer, world):
    """Counts somebody who clicks twice at once only once."""
    [user, *_] = world.people(3)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    servers = [again(answer) for _ in range(2)]
    turns = lockstep(*[lambda server=server: server.like(post.pk, user.pk) for server in servers])
    refuse_errors(turns.outcomes, story(turns))
    results = sorted(bool(outcome.result) for outcome in turns.outcomes)
    expect(
        results == [False, True],
        f"One person clicks twice at once, and like() returned {results[0]} both times.",
        "True for one of the two clicks.",
        story(turns),
    )
    right(post, 1, story(turns), given="One person clicks twice at once: ")


def test_edit(answer, world):
    """Leaves alone what others change of the post."""
    people = world.people(8)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    for number, user in enumerate(people):
        turns = lockstep(
            lambda user=user: answer.like(post.pk, user.pk),
            lambda number=number: edit(post, number),
        )
        refuse_errors(turns.outcomes, story(turns))
        title = Post.objects.get(pk=post.pk).title
        expect(
            title == f"Title {number}",
            "The author changed the title while somebody liked the post, and the title is the old "
            "one again.",
            "to write nothing of the post but the number.",
            [line for line in story(turns) if "discuss_tag" not in line],
        )
        right(post, number + 1)


def test_failure(answer, world):
    """Writes like and number together or not at all."""
    people = world.people(15)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    for number, user in enumerate(people):
        failed = fails_at(number, lambda user=user: answer.like(post.pk, user.pk))
        likes = Like.objects.filter(post=post).count()
        count = Post.objects.get(pk=post.pk).kept_likes
        expect(
            likes == count,
            f"Statement {number + 1} of like() failed, as when the server goes away. "
            f"Now there {plural(likes, 'like').replace('1 like', 'is 1 like', 1)}"
            f" and the post shows {count}.",
            "both as before, or both one more.",
        )
        if not failed:
            break


# What the checks above are made of.


def right(post, expected, details=(), given=""):
    """Fail unless there are as many likes as expected, and the post says so."""
    likes = Like.objects.filter(post=post).count()
    count = Post.objects.get(pk=post.pk).kept_likes
    expect(
        likes == expected,
        f"{given}{plural(expected, 'like')} should be in the table, and there are {likes}.",
        details=details,
    )
    lost = f", so {expected - count} of {expected} are lost" if count < expected else ""
    expect(
        count == expected,
        f"{given}{plural(expected, 'like')} in the table, and the post shows {count}{lost}.",
        f"exactly {expected}.",
        details,
    )


def edit(post, steps):
    """Look at something else for a number of steps, and then change the title of the post."""
    for _ in range(steps):
        Tag.objects.exists()
    Post.objects.filter(pk=post.pk).update(title=f"Title {steps}")


def story(turns):
    """Return what two of the threads sent, in turns."""
    return ["In turns:", *(line for line in turns.story if line[0] in "AB")]


def refuse_errors(outcomes, details=()):
    """Fail if a visitor got an error."""
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        says = traceback.format_exception_only(errors[0])[-1].splitlines()[0]
        raise fail(
            f"{len(errors)} of {len(outcomes)} visitors got an error: {says}",
            "no error because others like the same post.",
            details=details,
        )
