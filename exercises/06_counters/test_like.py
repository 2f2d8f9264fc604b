"""What checks like.py."""

import traceback
from functools import partial

import time_machine
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F

from arena.accounts.models import User
from arena.discuss.models import Like, Post
from arena.worlds import PUBLISHING
from kata.checks import (
    again,
    clients,
    concurrently,
    expect,
    fail,
    fails_at,
    in_between,
    interleave,
    lockstep,
    plural,
    written_columns,
)

THREADS, EACH = 8, 50
OTHERS = ("title", "body", "published_at", "kept_comments", "author_id", "editor_id", "contest_id")


def test_answer(answer, world):
    """Counts each like once.

    Tries: number, twice, result.
    """
    world.people(6)
    posts = world.posts(3, likes=(2, 3), counted=True)
    Post.objects.filter(pk=posts[0].pk).update(published_at=None)  # a draft has likes as well
    Post.objects.filter(pk=posts[1].pk).update(published_at=PUBLISHING[0])
    numbers = {post.pk: Like.objects.filter(post=post).count() for post in posts}
    for post in posts[:2]:
        for user in User.objects.exclude(likes__post=post).order_by("pk"):
            numbers[post.pk] += 1
            for expected in (True, False):
                got = answer.like(post.pk, user.pk)
                expect(
                    got is expected,
                    f"like() returned {got!r} for a {'new' if expected else 'second'} like.",
                    f"{expected}.",
                )
                for other in posts:
                    right(other, numbers[other.pk])


def test_columns(answer, world):
    """Writes one column of the post.

    Tries: one column.
    """
    user, *_ = world.people(3)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    with written_columns(Post) as names:
        for _ in range(2):
            answer.like(post.pk, user.pk)
    more = sorted(names - {"kept_likes"})
    expect(not more, f"like() also writes {', '.join(more)} of the post.", "kept_likes only.")


def test_crowd(answer, world):
    """Loses nothing when many like a post at the same time.

    Tries: number, no error.
    """
    people = [user.pk for user in world.people(THREADS * EACH)]
    first, second = world.posts(2, likes=(0, 0), counted=True)
    servers = [again(answer) for _ in range(THREADS)]
    turns = lockstep(
        *(
            partial(server.like, first.pk, user)
            for server, user in zip(servers, people, strict=False)
        )
    )
    refuse_errors(turns.outcomes, story(turns))
    right(first, THREADS, story(turns), given=f"{THREADS} people at the same moment: ")
    for meeting in interleave(
        partial(without_likes, first),
        lambda _: servers[0].like(first.pk, people[0]),
        lambda _: servers[1].like(first.pk, people[1]),
    ):
        refuse_errors(meeting.outcomes, meeting.story)
        right(first, 2, meeting.story, given="Two people at the same moment: ")

    without_likes(first)
    meeting = in_between(
        partial(servers[0].like, first.pk, people[0]),
        lambda number: servers[1].like(first.pk, people[1 + number]),
    )
    refuse_errors(meeting.outcomes, meeting.story[-12:])
    right(first, meeting.given + 1, given="One visitor, while others like the post in a row: ")

    def some(number):
        for user in people[number::THREADS]:
            servers[number].like(second.pk, user)

    refuse_errors(concurrently(some, THREADS))
    right(second, len(people), given=f"{THREADS} threads with {EACH} people each: ")


def test_twice(answer, world):
    """Counts somebody who clicks twice only once, also within the same microsecond.

    Tries: twice, no error.
    """
    user, *_ = world.people(3)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    one, other = again(answer), again(answer)
    watch_likes()
    for ticks in (True, False):  # where the clock stands still, it does not tell clicks apart
        with time_machine.travel(PUBLISHING[0], tick=ticks):
            for meeting in interleave(
                partial(without_likes, post),
                lambda _: one.like(post.pk, user.pk),
                lambda _: other.like(post.pk, user.pk),
            ):
                right_once(meeting, post)


def test_edit(answer, world):
    """Does not touch what others change of the post.

    Tries: number, one column, no error.
    """
    people = world.people(8)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    edits = iter(range(1000))
    server = again(answer)

    def prepare():
        without_likes(post)
        return next(edits)

    with clients() as among:
        for whole in (False, True):
            for meeting in interleave(
                prepare,
                lambda _: server.like(post.pk, people[0].pk),
                lambda number, whole=whole: edit(post, number, people, whole),
                every_role=True,
                among=among,
            ):
                refuse_errors(meeting.outcomes, meeting.story)
                now = Post.objects.values(*OTHERS).get(pk=post.pk)
                typed = edited(meeting.given, people)
                old = [name for name, value in now.items() if value != typed[name]]
                expect(
                    not old,
                    "The author edited the post while somebody liked it, and now its "
                    f"{' and '.join(old[:2])} are the old ones again.",
                    "kept_likes only.",
                    meeting.story,
                )
                right(post, 1, meeting.story, given="While the author edits the post: ")


def test_failure(answer, world):
    """Writes like and number together or not at all.

    Tries: failure, result.
    """
    people = world.people(15)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    for number, user in enumerate(people):
        before = Like.objects.filter(post=post).count()
        results = []
        failed = fails_at(number, partial(returns, results, answer.like, post.pk, user.pk))
        likes = Like.objects.filter(post=post).count()
        count = Post.objects.get(pk=post.pk).kept_likes
        expect(
            likes == count and likes - before <= 1,
            f"Statement {number + 1} of like() failed, as when the server goes away. "
            f"Now there {plural(likes, 'like').replace('1 like', 'is 1 like', 1)}"
            f" and the post shows {count}.",
            "both as before, or both one more.",
        )
        expect(
            results in ([], [True] * (likes - before)),
            f"Statement {number + 1} of like() failed, and like() returned {results[:1]}.",
            "an error, or True and one like more.",
        )
        if not failed:
            break


def test_others(answer, world):
    """Right for others, who look at the post and take a like back.

    Tries: number, no error.
    """
    user, fan, *_ = world.people(3)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    server = again(answer)

    def prepare():
        without_likes(post)
        server.like(post.pk, fan.pk)

    for meeting in interleave(
        prepare,
        lambda _: server.like(post.pk, user.pk),
        lambda _: take_back_and_look(post, fan),
        every_role=True,
    ):
        refuse_errors(meeting.outcomes, meeting.story)
        likes, shown = meeting.results[1]
        expect(
            shown == likes,
            "Somebody else looks at the post in the middle of like(), and sees "
            f"{plural(likes, 'like')} in the table and the number {shown}.",
            "the number of likes at any time.",
            meeting.story,
        )
        right(post, 1, meeting.story, given="While somebody takes a like back: ")


def test_waits(answer, world):
    """Waits for others as long as the task allows.

    Tries: no error.
    """
    user, *_ = world.people(3)
    [post] = world.posts(1, likes=(0, 0), counted=True)
    pretend_to_wait()
    try:
        answer.like(post.pk, user.pk)
    except DatabaseError as error:
        raise fail(
            f"Somebody else has locked the post for 20 seconds, and like() gives up: {error}",
            "no error: waiting is fine.",
        ) from error


# What the checks above are made of.


def returns(results, call, *arguments):
    """Note what a call returns, if it does."""
    results.append(call(*arguments))


def without_likes(post):
    """Remove all likes of a post."""
    Like.objects.filter(post=post).delete()
    Post.objects.filter(pk=post.pk).update(kept_likes=0)


def right(post, expected, details=(), given=""):
    """Fail unless there are as many likes as expected, and the post says so."""
    likes = Like.objects.filter(post=post).count()
    count = Post.objects.get(pk=post.pk).kept_likes
    expect(
        likes == expected,
        f"{given}expected {plural(expected, 'like')} in the table, got {likes}.",
        details=details,
    )
    lost = f", so {expected - count} of {expected} are lost" if count < expected else ""
    expect(
        count == expected,
        f"{given}{plural(expected, 'like')} in the table, and the post shows {count}{lost}.",
        f"exactly {expected}.",
        details,
    )


@transaction.atomic
def remove(post, user):
    """Delete somebody's like, and count it off."""
    Like.objects.filter(post=post, user=user).delete()
    Post.objects.filter(pk=post.pk).update(kept_likes=F("kept_likes") - 1)


def take_back_and_look(post, user):
    """Take a like back; return how many likes the post then has, and how many it shows."""
    remove(post, user)
    posts = Post.objects.annotate(n=Count("likes")).values_list("n", "kept_likes")
    return posts.get(pk=post.pk)


def edited(number, people):
    """Return what an edit writes: other values each time."""
    return {
        "title": f"Title {number}",
        "body": f"Body {number}",
        "published_at": PUBLISHING[number],
        "kept_comments": number,
        "author_id": people[number % 8].pk,
        "editor_id": people[(number + 1) % 8].pk,
        "contest_id": None,
    }


def edit(post, number, people, whole):
    """Change a post, in one statement or as a form does: read it, and save what was typed."""
    values = edited(number, people)
    if whole:
        row = Post.objects.only(*OTHERS).get(pk=post.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in values])
    else:
        Post.objects.filter(pk=post.pk).update(**values)


def right_once(meeting, post):
    """Fail unless two clicks of one person are one like, which the second one leaves alone."""
    refuse_errors(meeting.outcomes, meeting.story)
    expect(
        not changed_likes(),
        "One person likes a post twice, and the second like() changes the row of the first.",
        "a second like changes nothing.",
        meeting.story,
    )
    results = sorted(map(bool, meeting.results))
    expect(
        results == [False, True],
        f"Both clicks of one person arrive together: like() returned {results[0]} for both.",
        "True for one of the two clicks.",
        meeting.story,
    )
    right(post, 1, meeting.story, given="Both clicks of one person arrive together: ")


def watch_likes():
    """Note from now on which likes get other values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE changed (id bigint);"
            "CREATE FUNCTION note_like() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO changed VALUES (OLD.id); RETURN NEW; END $$;"
            "CREATE TRIGGER note_like BEFORE UPDATE ON discuss_like FOR EACH ROW"
            " WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION note_like()"
        )


def pretend_to_wait():
    """Let the next write to a post end as after a wait of 20 seconds, which takes no time here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE SEQUENCE waits;"
            "CREATE FUNCTION wait_long() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF current_setting('lock_timeout')::interval BETWEEN '1ms' AND '20s'"
            " AND nextval('waits') = 1 THEN RAISE lock_not_available"
            " USING MESSAGE = 'canceling statement due to lock timeout'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER wait_long BEFORE UPDATE ON discuss_post"
            " FOR EACH ROW EXECUTE FUNCTION wait_long()"
        )


def changed_likes():
    """Return the keys of the likes that got other values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM changed")
        return [key for [key] in cursor.fetchall()]


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
            "no error because of another visitor.",
            details=details,
        )
