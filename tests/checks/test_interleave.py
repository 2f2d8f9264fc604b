import threading
import time
from functools import partial

import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from arena.discuss.models import Like, Post
from kata.checks import clients, in_between, interleave, just_before, moves_data, whole_between
from kata.checks.findings import CheckFailed


@pytest.fixture
def prepare(world):
    """Two posts without likes, made anew for each meeting."""

    def posts():
        world.clear()
        return world.posts(2, likes=(0, 0), comments=(0, 0), tags=(0, 0), counted=True)

    return posts


def read_then_write(posts):
    post = Post.objects.get(pk=posts[0].pk)
    Post.objects.filter(pk=post.pk).update(kept_likes=post.kept_likes + 1)


def lock_then_write(posts):
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=posts[0].pk)
        Post.objects.filter(pk=posts[0].pk).update(kept_likes=F("kept_likes") + 1)


def both(first, second):
    def write(posts):
        with transaction.atomic():
            for number in (first, second):
                Post.objects.filter(pk=posts[number].pk).update(kept_likes=F("kept_likes") + 1)

    return write


def likes(posts, number=0):
    return Post.objects.get(pk=posts[number].pk).kept_likes


def steps(meeting):
    """The story as letters and the first word of what was sent."""
    return [f"{line[0]} {line[25:].split()[0]}" for line in meeting.story]


def test_the_other_is_held_as_well_until_the_first_has_ended(prepare):
    seen = [
        "".join(line[0] for line in steps(meeting))
        for meeting in interleave(
            prepare, read_then_write, read_then_write, halves=True, apart=False
        )
    ]
    assert seen == ["ABBA", "ABAB", "ABBA"]


def test_the_other_comes_in_before_every_point(prepare, aimed_here):
    seen = [
        (steps(meeting), likes(meeting.given))
        for meeting in interleave(prepare, read_then_write, read_then_write)
    ]
    assert seen == [
        (["B SELECT", "B UPDATE", "A SELECT", "A UPDATE"], 2),
        (["A SELECT", "B SELECT", "B UPDATE", "A UPDATE"], 1),
        (["A SELECT", "A UPDATE", "B SELECT", "B UPDATE"], 2),
    ]


def test_a_line_of_the_story_names_the_place(prepare, aimed_here):
    [first, *_] = list(interleave(prepare, read_then_write, likes))[1:]
    assert first.story[0].startswith("A  test_interleave.py:")
    assert "  SELECT ... FROM discuss_post WHERE id = ?" in first.story[0]
    [at] = first.at
    assert at.startswith("A  test_interleave.py:") and "UPDATE" in at


def test_a_commit_is_a_point(prepare):
    def change(posts):
        with transaction.atomic():
            Post.objects.filter(pk=posts[0].pk).update(kept_likes=7)

    seen = [meeting.results[1] for meeting in interleave(prepare, change, likes)]
    assert seen == [0, 0, 7]


def test_who_waits_for_a_lock_goes_on_after_the_first(prepare):
    told = []
    for meeting in interleave(prepare, lock_then_write, lock_then_write):
        assert likes(meeting.given) == 2 and not meeting.errors
        told.append(steps(meeting))
        assert meeting.waits_for_lock == ("B waits" in told[-1])
    assert told[1] == [
        *("A SELECT", "B SELECT", "B waits", "A UPDATE", "A COMMIT"),
        *("B UPDATE", "B COMMIT"),
    ]
    assert len(told) == 4


def test_both_roles_show_what_one_does_not(prepare):
    def quick(posts):
        Post.objects.filter(pk=posts[0].pk).update(kept_likes=F("kept_likes") + 1)

    def results(**more):
        walk = interleave(prepare, quick, read_then_write, **more)
        return [likes(meeting.given) for meeting in walk]

    assert results() == [2, 2]
    assert results(every_role=True) == [2, 2, 2, 1, 2]


def test_meetings_apart_can_be_left_out_and_threads_serve_several_walks(prepare):
    with clients() as among:
        for _ in range(2):
            walk = interleave(prepare, read_then_write, likes, apart=False, among=among)
            assert [steps(m) for m in walk] == [["A SELECT", "B SELECT", "A UPDATE"]]
        assert list(interleave(prepare, lambda _: 1, likes, apart=False, among=among)) == []


def test_a_deadlock_ends_soon_and_is_an_error_of_one(prepare):
    began = time.monotonic()
    meetings = list(interleave(prepare, both(0, 1), both(1, 0)))
    assert time.monotonic() - began < 5
    found = [meeting.errors for meeting in meetings if meeting.errors]
    assert len(found) == 1 and len(found[0]) == 1
    assert isinstance(found[0][0], OperationalError) and "deadlock" in str(found[0][0])


def test_the_same_order_has_no_deadlock(prepare):
    for meeting in interleave(prepare, both(0, 1), both(0, 1)):
        assert not meeting.errors
        assert [likes(meeting.given, number) for number in (0, 1)] == [2, 2]


def test_a_lock_that_no_statement_takes_is_seen(prepare):
    """The second insert of the same pair waits for the commit of the first."""

    def like(posts):
        user = posts[0].author
        with transaction.atomic():
            Like.objects.create(post=posts[0], user=user, created_at=user.date_joined)

    for meeting in interleave(prepare, like, like):
        assert [type(error) for error in meeting.errors] == [IntegrityError]


def test_a_statement_of_psycopgs_own_cursor_is_a_point(prepare):
    def below(posts):
        [post] = posts[:1]
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT kept_likes FROM discuss_post WHERE id = %s", [post.pk])
            number = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = %s WHERE id = %s", [number + 1, post.pk]
            )

    def first_asks(posts):
        Post.objects.exists()
        below(posts)

    seen = [likes(m.given) for m in interleave(prepare, first_asks, first_asks)]
    assert seen == [2, 2, 1, 2]


def test_round_trips_to_the_cache_are_points(prepare, cache_server):
    def fresh():
        cache.clear()
        cache.set("number", 0)

    def add(_):
        cache.set("number", cache.get("number") + 1)

    seen = []
    for meeting in interleave(fresh, add, add):
        seen.append((steps(meeting), cache.get("number")))
    assert seen == [
        (["B GET", "B SET", "A GET", "A SET"], 2),
        (["A GET", "B GET", "B SET", "A SET"], 1),
        (["A GET", "A SET", "B GET", "B SET"], 2),
    ]


@pytest.mark.parametrize("pause", [0, 0.01])
def test_who_asks_the_same_again_and_again_is_taken_to_wait(prepare, cache_server, pause):
    def locked(_):
        while not cache.add("lock", 1):
            time.sleep(pause)
        try:
            cache.set("number", cache.get("number") + 1)
        finally:
            cache.delete("lock")

    def fresh():
        cache.clear()
        cache.set("number", 0)

    for meeting in interleave(fresh, locked, locked):
        assert not meeting.errors
        assert cache.get("number") == 2


def test_a_lock_of_python_is_waited_for_in_vain(prepare):
    lock = threading.Lock()

    def locked(posts):
        with lock:
            read_then_write(posts)

    meetings = list(interleave(prepare, locked, locked))
    assert len(meetings) == 3
    for meeting in meetings:
        assert not meeting.errors
    assert steps(meetings[1]) == ["A SELECT", "B waits", "A UPDATE", "B SELECT", "B UPDATE"]


def test_a_long_statement_is_no_wait(prepare):
    def slow(posts):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.02)")

    meetings = list(interleave(prepare, read_then_write, slow))
    assert all(not any("waits" in line for line in meeting.story) for meeting in meetings)


def test_a_statement_that_polls_for_a_lock_waits(prepare):
    poll = """
        DO $$ BEGIN LOOP
            BEGIN
                PERFORM FROM discuss_post WHERE id = {} FOR UPDATE NOWAIT;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN PERFORM pg_sleep(0.05);
            END;
        END LOOP; END $$
    """

    def polls(posts):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(poll.format(posts[0].pk))
            read_then_write(posts)

    waits = 0
    for meeting in interleave(prepare, lock_then_write, polls, apart=False):
        assert not meeting.errors
        assert likes(meeting.given) == 2
        waits += any("waits" in line for line in meeting.story)
    assert waits == 2, "while the row is locked"


def test_three_meet_at_every_pair_of_points(prepare):
    def once(posts):
        Post.objects.filter(pk=posts[0].pk).update(kept_likes=F("kept_likes") + 1)

    meetings = list(interleave(prepare, read_then_write, read_then_write, once))
    told = [steps(meeting) for meeting in meetings]
    assert ["A SELECT", "B SELECT", "C UPDATE", "A UPDATE", "B UPDATE"] in told
    assert ["A SELECT", "B SELECT", "A UPDATE", "C UPDATE", "B UPDATE"] in told
    assert ["A SELECT", "B SELECT", "C UPDATE", "B UPDATE", "A UPDATE"] in told
    assert {len(story) for story in told} == {5}


def test_three_find_a_lock_that_is_released_by_somebody_else(prepare, cache_server):
    """A's lock expires, B acquires it, A deletes it, and C comes in while B works."""
    inside, most = [], []

    def fresh():
        cache.clear()
        inside.clear()

    def work(number):
        inside.append(number)
        cache.get("work")
        most.append(len(inside))
        inside.remove(number)

    def holder(_):
        cache.add("lock", 1)
        cache.delete("lock")  # as if it had expired
        cache.get("work")
        cache.delete("lock")  # by now that of somebody else

    def other(number):
        def run(_):
            if cache.add("lock", 1):
                work(number)
                cache.delete("lock")

        return run

    two = max(_most(interleave(fresh, other(1), other(2)), most))
    three = max(_most(interleave(fresh, holder, other(1), other(2)), most))
    assert (two, three) == (1, 2)


def _most(meetings, most):
    most.clear()
    for _ in meetings:
        pass
    return most


def test_what_a_call_leaves_open_is_gone_in_the_next_meeting(prepare):
    def leave(posts):
        transaction.set_autocommit(False)
        Post.objects.filter(pk=posts[0].pk).update(kept_likes=9)

    for meeting in interleave(prepare, leave, likes):
        assert not meeting.errors
        assert likes(meeting.given) == 0


def test_an_error_is_an_outcome(prepare):
    [*meetings] = interleave(prepare, lambda _: 1 / 0, likes)
    assert [type(error) for error in meetings[0].errors] == [ZeroDivisionError]
    assert meetings[0].results == [None, 0]
    assert len(meetings) == 1


def test_a_call_that_never_ends_is_found(prepare):
    end = threading.Event()
    with pytest.raises(CheckFailed, match="1 of 2 threads did not come back"):
        list(interleave(prepare, likes, lambda _: end.wait(10), timeout=0.3))
    end.set()


def test_a_connection_left_open_is_found(prepare):
    left = []

    def leak(_):
        own = connection.copy()
        own.ensure_connection()
        left.append(own)

    with pytest.raises(CheckFailed, match="to the database still open"):
        list(interleave(prepare, leak, likes))
    for own in left:
        own.inc_thread_sharing()
        own.close()


def test_a_walk_that_is_left_early_leaves_no_thread(prepare):
    before = threading.active_count()
    for _ in interleave(prepare, read_then_write, read_then_write):
        break
    time.sleep(0.1)
    assert threading.active_count() == before


def test_twice_the_same(prepare):
    def stories():
        return [m.story for m in interleave(prepare, lock_then_write, both(1, 0), every_role=True)]

    assert stories() == stories()


def tries(posts, most):
    """Count up by compare and swap, which gives up."""
    for _ in range(most):
        seen = likes(posts)
        if Post.objects.filter(pk=posts[0].pk, kept_likes=seen).update(kept_likes=seen + 1):
            return True
    return False


def add_one(posts):
    Post.objects.filter(pk=posts[0].pk).update(kept_likes=F("kept_likes") + 1)


def test_others_come_in_until_they_have_all_been_there(prepare):
    posts = prepare()
    for most, result, made in ((3, False, 5), (100, True, 20)):
        meeting = in_between(
            lambda most=most: tries(posts, most), lambda _: add_one(posts), times=20
        )
        assert (meeting.results[0], meeting.given) == (result, made)
    assert likes(posts) == 5 + 20 + 1


def test_others_who_wait_for_the_first_are_few(prepare):
    posts = prepare()
    meeting = in_between(lambda: lock_then_write(posts), lambda _: lock_then_write(posts))
    assert not meeting.errors
    assert meeting.given < 5
    assert likes(posts) == meeting.given + 1


def test_a_call_comes_just_before_a_statement(prepare):
    posts = prepare()

    def seen(number, **more):
        Post.objects.update(kept_likes=0)
        with just_before(number, lambda: add_one(posts), **more) as sent:
            got = [likes(posts) for _ in range(3)]
        return got, len(sent)

    assert seen(2) == ([0, 1, 1], 3)
    assert seen(2, from_then_on=True) == ([0, 1, 2], 3)
    assert seen(4) == ([0, 0, 0], 3)


def test_a_row_of_two_moments_is_refused_and_one_of_either_is_not(prepare):
    posts = prepare()
    right = partial(whole_between, lambda: Post.objects.update(kept_likes=0), given="likes a post")
    whole = partial(right, write=lambda: add_one(posts), valid=lambda: [[likes(posts)] * 2])
    whole(lambda: [[likes(posts)] * 2])
    with pytest.raises(CheckFailed) as raised:
        whole(lambda: [[likes(posts), likes(posts)]])
    assert raised.value.failure.says == "Another client likes a post just before query 2."
    with pytest.raises(CheckFailed, match="ZeroDivisionError"):
        whole(lambda: 1 / 0)


def test_statements_on_transactions_need_not_count(prepare):
    posts = prepare()
    with transaction.atomic():
        for counts, number in ((bool, 3), (moves_data, 1)):
            with just_before(9, list, counts=counts) as sent, transaction.atomic():
                likes(posts)
            assert len(sent) == number
