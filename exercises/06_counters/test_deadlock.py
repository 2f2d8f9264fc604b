"""What checks deadlock.py."""

from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

from django.db import connection, connections, transaction
from django.db.models import Count, F, Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Like, Post
from arena.worlds import TALKING
from kata.checks import (
    Meter,
    clients,
    expect,
    fail,
    interleave,
    moves_data,
    same,
    send,
    sessions,
    thread_of_check,
)

APPROVED = Count("comments", filter=Q(comments__is_approved=True))
PATIENCE = 12.0  # seconds; the task allows 5
AGAIN, NOT = ("40P01", "40001"), "08006"  # a lost connection comes back by itself, and not here
SETTINGS = (
    "SELECT name, setting FROM pg_settings WHERE name LIKE '%timeout' OR name LIKE '%isolat%'"
)
MOST = 10  # runs
MANY = 2_100  # comments: an answer that moves thousands at a time does so twice


def test_answer(answer, world):
    """All comments move, and both numbers are right.

    Tries: moved.
    """
    posts = world.posts(6, comments=(0, 6), replies=(0, 2), counted=True)
    for one, other in ((0, 1), (0, 1), (1, 2), (2, 5), (5, 4), (4, 0), (0, 1)):
        source, target = posts[one].pk, posts[other].pk
        right = {key: [*row, target if post == source else post] for key, post, *row in comments()}
        number = sum(post == source for _, post, *_ in comments())
        same(answer.move(source, target), number, call="move()")
        got = {key: [*row, post] for key, post, *row in comments()}
        same(got, right, call="the comments after move()")
        counted("after move()")


def test_together(answer, world):
    """Two and three moderators at the same time.

    Tries: deadlock, moved.
    """
    posts = [post.pk for post in world.posts(4, comments=(2, 3), replies=(0, 1), counted=True)]
    first, second, third, fourth = sorted(posts)
    before, open_ = deadlocks(), sessions()
    with clients() as among:
        for other in ((second, first), (second, third), (third, first), (third, second)):
            for meeting in interleave(
                lambda: None,
                lambda _: answer.move(first, second),
                lambda _, other=other: answer.move(*other),
                every_role=True,
                apart=False,
                among=among,
            ):
                for error in meeting.errors:
                    says = f"One of two moderators gets an error: {told(error)}"
                    raise fail(says, "both calls succeed.", details=meeting.story)
                counted("after two moves at the same time", meeting.story)
    # Two calls that name no post in common; one of them waits inside a statement.
    person, another = User.objects.order_by("pk").values_list("pk", flat=True)[:2]
    Post.objects.filter(pk__in=(first, fourth)).update(author=person)
    Post.objects.filter(pk__in=(second, third)).update(author=another)
    with locked(second) as free, calling(answer, first, second) as one:
        waits(one)
        with calling(answer, third, fourth) as two:
            waits(two)
            free()
    sessions(down_to=open_)  # PostgreSQL counts what a session did when it ends
    number = deadlocks() - before
    says = f"PostgreSQL ended {number} calls because of a deadlock, and they began again."
    expect(not number, says, "no deadlock: all calls lock in the same order.")


def test_adding(answer, world):
    """Right while visitors add comments and change theirs.

    Tries: moved.
    """
    one, other = (post.pk for post in world.posts(2, comments=(2, 3), counted=True, drafts=0))
    with clients() as among:
        for key in (one, other):
            for meeting in interleave(
                lambda: None,
                lambda _: answer.move(one, other),
                lambda _, key=key: add(key),
                apart=False,
                among=among,
            ):
                for error in meeting.errors:
                    says = f"A visitor adds a comment, and somebody gets an error: {told(error)}"
                    raise fail(says, "both succeed.", details=meeting.story)
                counted("after a move while a visitor added a comment", meeting.story)
    posts = [post.pk for post in world.posts(2, comments=(2, 3), counted=True)]
    changed = Comment.objects.filter(post=posts[0]).earliest("pk").pk
    for meeting in interleave(
        lambda: Comment.objects.filter(pk=changed).update(body="old"),
        lambda _: [answer.move(*posts), answer.move(*reversed(posts))],
        lambda _: Comment.objects.filter(pk=changed).update(body="new"),
        apart=False,
    ):
        for error in meeting.errors:
            says = f"A visitor changes a comment, and somebody gets an error: {told(error)}"
            raise fail(says, "both succeed.", details=meeting.story)
        says = "A visitor changes a comment while it moves, and its text is the old one."
        is_new = Comment.objects.get(pk=changed).body == "new"
        expect(is_new, says, "only its post changes.", details=meeting.story)


def test_liking(answer, world):
    """Visitors like both posts without waiting.

    Tries: liking.
    """
    people = [person.pk for person in world.people(3)]
    one, other = (post.pk for post in world.posts(2, comments=(2, 3), likes=(0, 0), counted=True))
    with clients() as among:
        for key in (one, other):
            for meeting in interleave(
                lambda: Like.objects.all().delete(),
                lambda _: answer.move(one, other),
                lambda _, key=key: Like.objects.create(
                    post_id=key, user_id=people[0], created_at=TALKING[0]
                ),
                apart=False,
                among=among,
            ):
                waits = any(line[0] == "B" and " waits" in line for line in meeting.story)
                says = "While move() runs, a visitor who likes one of the posts has to wait."
                expect(not waits, says, "a lock that lets others refer to the row.", meeting.story)


def test_limit(answer, world):
    """Waits for a lock, but not without end, and leaves the settings as they were.

    Tries: limit, failure.
    """
    one, other = (post.pk for post in world.posts(2, comments=(2, 3), counted=True))
    for key in (one, other):
        with locked(key) as free, calling(answer, one, other) as call:
            expect(waits(call), f"The lock is not free, and {told(call)}", "move() waits for it.")
            free()
        says = f"The lock was free in a moment, and {told(call)}"
        expect(not call.error, says, "move() waits for 1 to 5 seconds.")
        expect(not call.left, f"move() has changed settings of the connection: {call.left}.")
        counted("after waiting for a lock")
    source, target = (post.pk for post in world.posts(2, comments=(2, 3), counted=True))
    said, before = Comment.objects.filter(post=source).earliest("pk").pk, comments()
    with (
        locked(one) as free,
        locked(said, Comment) as free_comment,
        calling(answer, other, one) as of_post,
        calling(answer, source, target) as of_comment,
    ):
        late = [not call.ended(PATIENCE) for call in (of_post, of_comment)]
        free()
        free_comment()
    for call, is_late, what in zip((of_post, of_comment), late, ("post", "comment"), strict=True):
        says = f"Another client keeps a lock of a {what}, and "
        waited = f"move() waits for over {PATIENCE:g} seconds."
        expect(not is_late, f"{says}{waited}", "1 to 5 seconds.")
        expect(call.error, f"{says}{told(call)}")
        expect(not call.left, f"move() has changed settings of the connection: {call.left}.")
    expect(comments() == before, "move() gave up, and comments have moved.")
    with calling(answer, one, other, within=transaction.atomic) as call:
        pass
    says = f"move() returns, and its caller's transaction has other settings: {call.left}."
    expect(not call.left, says, "the connection's settings stay unchanged.")


def test_retry(answer, world):
    """Begins again after a deadlock or a serialization failure, and after nothing else.

    Tries: retry, failure.
    """
    one, other = (post.pk for post in world.posts(2, comments=(2, 3), counted=True))
    for state in AGAIN:
        for number in range(12):
            with ending(state, number, once=True) as sent:
                error = raised(answer, one, other)
            if error:
                raise fail(f"Statement {number + 1} fails once with {state}: {told(error)}")
            counted(f"after a failure with {state}")
            one, other = other, one
            if len(sent) <= number:
                break
        with commit_ending(state):
            error = raised(answer, one, other)
        expect(not error, f"The COMMIT fails once with {state}: {told(error)}")
        counted(f"after a COMMIT that failed with {state}")
        one, other = other, one
        before = comments()
        with ending(state, 0, once=False) as sent:
            error = raised(answer, one, other)
        expect(error, f"Every run fails with {state}, and move() raises nothing.")
        says = f"Every run fails with {state}, and move() tries {len(sent)} times."
        expect(3 <= len(sent) <= MOST, says, f"3 to {MOST} runs.")
        expect(comments() == before, "move() failed, and comments have moved.")
    with ending(NOT, 0, once=False) as sent:
        raised(answer, one, other)
    expect(len(sent) == 1, f"The server went away, and move() tries {len(sent)} times.", "once.")


def test_failure(answer, world):
    """A call that fails has changed nothing.

    Tries: failure.
    """
    world.posts(2, comments=(3, MANY), replies=(0, 0), counted=True)
    number_of = Comment.objects.values("post").annotate(number=Count("pk"))
    other, one = number_of.order_by("number").values_list("post", flat=True)
    for number in range(30):
        before = comments()
        with ending(NOT, number, once=True) as sent:
            error = raised(answer, one, other)
        if len(sent) <= number:
            break
        expect(error, f"Statement {number + 1} failed, and move() raises nothing.")
        expect(comments() == before, f"Statement {number + 1} failed, and comments have moved.")
        counted(f"after statement {number + 1} failed")


# What the checks above are made of.


def comments():
    """Return all comments: key, post, and the rest."""
    fields = "pk", "post", "author", "parent", "body", "created_at", "is_approved"
    return list(Comment.objects.order_by("pk").values_list(*fields))


def counted(given, story=()):
    """Fail unless every post's number is right."""
    for post in Post.objects.annotate(right=APPROVED).exclude(right=F("kept_comments")):
        says = f"A post has {post.right} approved comments, and its number is {post.kept_comments}"
        raise fail(f"{says}, {given}.", details=story)


def add(key):
    """Add an approved comment, and count it."""
    with transaction.atomic():
        author = Post.objects.get(pk=key).author_id
        Comment.objects.create(post_id=key, author_id=author, body="Hm.", created_at=TALKING[0])
        Post.objects.filter(pk=key).update(kept_comments=F("kept_comments") + 1)


def deadlocks():
    """Return how many deadlocks PostgreSQL has counted in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def told(error):
    """Return an error in a sentence."""
    if isinstance(error, SimpleNamespace):
        error = error.error or "move() returns."
    return " ".join(str(error).split())[:120]


def raised(answer, source, target):
    """Call, and return the error, if there is one."""
    try:
        answer.move(source, target)
    except Exception as error:
        return error


@contextmanager
def locked(key, model=Post):
    """Let another client lock a row for as long as the block lasts, or until it is freed."""
    other = connection.copy("other")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {model._meta.db_table} WHERE id = %s FOR UPDATE", [key])
    try:
        yield other.rollback
    finally:
        other.rollback()
        other.close()


@contextmanager
def calling(answer, source, target, within=nullcontext):
    """Call in a thread, maybe within a transaction; what became of it is known after the block."""
    call = SimpleNamespace(error=None, left="", pid=None)

    def run():
        try:
            with connection.cursor() as cursor:  # a limit of the site's own, which has to stay
                cursor.execute("SET lock_timeout = '3min'")
            with within():
                before = settings(call)
                call.error = raised(answer, source, target)
                call.left = ", ".join(sorted({name for name, _ in settings(call) ^ before}))
        finally:
            connections.close_all()

    thread = thread_of_check(run)
    call.ended = lambda seconds: thread.join(seconds) or not thread.is_alive()
    thread.start()
    yield call
    thread.join()


def settings(call):
    """Return the settings of this thread's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [call.pid] = cursor.fetchone()
        cursor.execute(SETTINGS)
        return set(cursor.fetchall())


def waits(call):
    """Return whether a call waits for a lock, and does not end instead."""
    while not call.ended(0.01):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [call.pid])
            if cursor.fetchone():
                return True
    return False


@contextmanager
def ending(state, number, once):
    """Let PostgreSQL end the transaction with an error at a statement, once or always."""
    sent, inside = [], []
    raises = f"DO $$ BEGIN RAISE EXCEPTION 'a check' USING ERRCODE = '{state}'; END $$"

    def refuse(alias, sql):
        if inside or not moves_data(sql):
            return
        sent.append(sql)
        if not once and len(sent) > MOST:
            raise fail(f"Every run fails with {state}, and move() never ends.", f"{MOST} runs.")
        if len(sent) == number + 1 or not once:
            inside.append(True)
            try:
                cursor = connection.cursor() if alias == "default" else connection.connection
                cursor.execute(raises)
            finally:
                inside.clear()

    with Meter(refuse=refuse):
        yield sent


@contextmanager
def commit_ending(state):
    """Let PostgreSQL end the first transaction that moves a comment with an error at its COMMIT."""
    send(
        [
            "CREATE SEQUENCE commits",
            "CREATE FUNCTION end_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF nextval('commits') = 1 THEN RAISE 'a check' USING ERRCODE = '{state}'; END IF;"
            " RETURN NULL; END $$",
            "CREATE CONSTRAINT TRIGGER end_commit AFTER UPDATE ON discuss_comment"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_commit()",
        ]
    )
    try:
        yield
    finally:
        send(["DROP TRIGGER end_commit ON discuss_comment", "DROP FUNCTION end_commit"])
        send(["DROP SEQUENCE commits"])
