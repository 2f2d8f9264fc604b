"""What checks small_slowbook.py: a check for each function."""

from collections.abc import Iterable
from contextlib import contextmanager
from functools import partial
from itertools import count

from django.db import OperationalError, connection
from django.db.models import Value
from django.db.models.functions import Concat

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import PUBLISHING, TALKING, tie
from kata.checks import (
    Meter,
    at_most,
    at_most_queries,
    blocked_by,
    expect,
    fetches_no,
    get_json,
    growth,
    just_before,
    ledger,
    same,
    unwanted,
    written_columns,
)

PAGE, MARK, MANY, AHEAD = (5, 12, 24), "(a body)", 3_000, 2_500
PLAIN = {"likes": (0, 0), "tags": (0, 0)}
OTHERS = (
    "INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, CURRENT_TIMESTAMP)",
    "UPDATE discuss_post SET kept_likes = kept_likes + 1, title = 'Second' WHERE id = %s",
)


def test_feed(answer, before, world):
    """feed(): a few queries, and only what it shows.

    Tries: results, queries, rows, bodies.
    """
    limits = {"unit": "post", "at_most": 4, "sizes": PAGE}
    growth(answer, before, ask=lambda it: it.feed(), world=world, grow=world.posts, **limits)
    world.clear()
    posts = world.posts(24, comments=(9, 12), likes=(0, 0), tags=(0, 0), drafts=0)
    tags = [Tag.objects.create(name=f"tag {number}") for number in range(len(posts))]
    for post, tag in zip(posts, tags, strict=True):
        post.tags.add(tag)
    at_most(answer.feed, rows=100, kib=200, why="for 20 posts with one tag")
    bodies(answer.feed)
    tie(22, PUBLISHING[0])
    compare(answer, before, "feed", given="when the newest posts are from the same moment")
    Comment.objects.update(is_approved=False)
    compare(answer, before, "feed", given="when no comment is approved")


def test_thread(answer, before, world):
    """thread(): two queries, however many comments and replies.

    Tries: results, queries, rows.
    """

    def grow(number):
        return world.posts(1, comments=(number, number), replies=(0, 1), **PLAIN)[0].pk

    limits = {"unit": "comment", "at_most": 2}
    flat(answer, before, lambda it, key: it.thread(key), world=world, grow=grow, **limits)
    world.clear()
    first, second = world.posts(2, comments=(9, 9), replies=(1, 3), **PLAIN)
    others = Comment.objects.filter(post=first).values_list("pk", flat=True)
    fetches_no(partial(answer.thread, second.pk), unwanted("comments on another post", others))
    parent = None
    for number in range(20):
        said = {"body": f"No. {number}", "created_at": TALKING[-number]}
        parent = Comment.objects.create(post=first, author=first.author, parent=parent, **said)
    elsewhere = Comment.objects.filter(post=second)[0]
    Comment.objects.create(post=first, author=first.author, parent=elsewhere, **said)
    leaf = Comment.objects.filter(post=first, replies=None, is_approved=True).earliest("pk")
    Comment.objects.filter(pk=leaf.pk).update(parent=parent)  # which is newer than its reply
    for post in (first.pk, second.pk, 0):
        compare(answer, before, "thread", post, given="with replies to replies")
    for one in (parent, parent.parent, leaf, elsewhere):
        compare(answer, before, "thread", first.pk, one, given="with a parent")


def test_leaderboard(answer, before, world):
    """leaderboard(): two queries, and only rows that it shows.

    Tries: results, queries, rows.
    """
    for number in (0, 1, 30, 300):
        world.clear()
        world.people(60)
        contest, other = world.contests(2, attempts=(number, number))
        world.irregular_attempts()
        for key in (contest.pk, other.pk):
            ask, given = partial(answer.leaderboard, key), f"{number} attempts"
            at_most(ask, queries=2, rows=20, kib=20, why=f"for {given}")
            compare(answer, before, "leaderboard", key, given=f"with {given}")
    world.shake()
    compare(answer, before, "leaderboard", contest.pk, given="after everything had changed")
    for score in (0, None):
        Attempt.objects.update(score=score)
        compare(answer, before, "leaderboard", contest.pk, given=f"when all scores are {score}")


def test_tagged(answer, before, world):
    """tagged(): two queries, and only rows that it shows.

    Tries: results, queries, rows, bodies.
    """
    for number in (5, 90):
        world.clear()
        world.posts(number, tags=(0, 3), comments=(0, 0), likes=(0, 0))
        every = tags_by_key()
        for names in (every, every[:1], every[1:4], [], ["no such tag", *every[2:3]]):
            ask, given = partial(answer.tagged, names), f"{len(names)} tags and {number} posts"
            at_most(ask, queries=2, rows=40, kib=200, why=f"for {given}")
            compare(answer, before, "tagged", names, given=f"with {given}")
    bodies(partial(answer.tagged, every))
    world.clear()
    world.posts(25, tags=(5, 6), comments=(0, 0), likes=(0, 0))
    every = tags_by_key()
    compare(answer, before, "tagged", every, given="when each post has five of the tags")
    world.shake()
    tie(22, PUBLISHING[0])
    every = tags_by_key()
    compare(answer, before, "tagged", every, given="after everything had changed")
    Post.objects.update(title="The same title")
    compare(answer, before, "tagged", every, given="when all titles are the same")


def test_api(answer, before, world):
    """api(): three queries, and only rows that it shows.

    Tries: results, queries, rows.
    """

    def grow(number):
        world.people(number)
        world.posts(2 * number, unrelated=False, **PLAIN)

    def ask(module):
        return get_json(module.api, "/api/")

    limits = {"unit": "person", "at_most": 3, "sizes": PAGE}
    growth(answer, before, ask=ask, world=world, grow=grow, **limits)
    world.clear()
    world.people(60)
    world.posts(120, comments=(1, 3), **PLAIN)
    at_most(partial(ask, answer), rows=60, kib=40, why="for 20 of 60 people")
    same(ask(answer), ask(before), call="api()", given="with 60 people")


def test_export(answer, before, world):
    """export(): few queries, and a first line before all is fetched.

    Tries: results, queries, stream.
    """

    def grow(number):
        return world.contests(2, attempts=(number, number))[0].pk

    limits = {"unit": "attempt", "at_most": 2}
    flat(answer, before, lines, world=world, grow=grow, **limits)
    [contest] = world.contests(1, attempts=(0, 0))
    same(lines(answer, contest.pk), [], call="export()", given="without an attempt")
    people = User.objects.bulk_create(User(username=f"person {number}") for number in range(MANY))
    values = {"contest": contest, "started_at": TALKING[0]}
    Attempt.objects.bulk_create(
        Attempt(score=number, user=user, **values) for number, user in enumerate(people)
    )
    got = at_most_queries(partial(lines, answer, contest.pk), 1 + MANY // 500, f"for {MANY} lines")
    right = [f"person {number};{contest.title};{number}\n" for number in range(MANY)]
    same(got, right, call="export()", given=f"with {MANY:,} attempts")
    with Meter() as meter:
        texts = iter(lines(answer, contest.pk))
        next(texts)
        fetched = meter.rows
        list(texts)
    texts = iter(lines(answer, contest.pk))
    first = next(texts)
    keys = Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True)
    Attempt.objects.filter(pk__in=list(keys[:10])).delete()
    lost = set(right[10:]) - {first, *texts}
    says = f"Ten attempts are deleted during export(), and it lacks {len(lost)} others."
    expect(not lost, says, "all that were there all the time.")
    says = f"export() has fetched {fetched:,} rows before its first line."
    expect(fetched <= AHEAD, says, f"at most {AHEAD:,} of {MANY:,}.")


def test_like(answer, before, world):
    """like(): nothing is lost that others write.

    Tries: results, others.
    """
    post, user, _ = liking(world)
    with written_columns(Post) as names:
        got = [answer.like(post.pk, user.pk) for _ in range(2)]
    same([*got, state(post, user)], [True, False, ["First", 6, 1]], call="like(), called twice,")
    more = ", ".join(sorted(names - {"kept_likes"}))
    expect(not more, f"like() also writes {more}, so that edits are lost.", "kept_likes only.")
    for number in count(1):
        post, user, other = liking(world)
        came = []
        with visitor(post, other, came) as comes, just_before(number, comes):
            answer.like(post.pk, user.pk)
        if not came:
            break
        wanted = ["Second", 7, 1] if came[0] else ["First", 6, 1]
        given = f"while another visitor likes and edits the post before statement {number}"
        same(state(post, user), wanted, call="like()", given=given)
    if connection.vendor != "postgresql":
        ledger.note("SQLite has one writer, so nobody waits for another one.")
        return
    post, user, other = liking(world)
    [waits] = blocked_by(partial(likes, post, other), partial(answer.like, post.pk, user.pk))
    waits.get()
    given = "after it has waited for a visitor who likes and edits the post"
    same(state(post, user), ["Second", 7, 1], call="like()", given=given)


# What the checks above are made of.


def flat(answer, before, ask, *, world, grow, **more):
    """Fail unless the answer sends the same few queries at every size, and returns what is right.

    Args:
        ask: is given the module, and what ``grow`` returned.
        more: what else ``growth`` is given.
    """
    given = []

    def filled(number):
        given[:] = [grow(number)]

    growth(answer, before, ask=lambda it: ask(it, *given), world=world, grow=filled, **more)


def compare(answer, before, name, *arguments, given):
    """Fail unless a function of the answer returns what it returns in the starter."""
    got, right = (getattr(module, name)(*arguments) for module in (answer, before))
    same(got, right, call=f"{name}()", given=given)


def bodies(call):
    """Fail if the body of a post or a comment reaches Python."""
    for model in (Post, Comment):
        model.objects.update(body=Concat(Value(MARK), "body"))
    fetches_no(call, unwanted("posts or comments with their body", (), MARK))


def lines(module, contest):
    """Return what export() hands over; fail unless it is an iterable of lines."""
    result = module.export(contest)
    kind, wrong = type(result).__name__, (str, bytes, dict)
    is_good = isinstance(result, Iterable) and not isinstance(result, wrong)
    expect(is_good, f"export() returns a value of type {kind}.", "a list or a generator of lines.")
    return result


def tags_by_key():
    """Return the names of all tags."""
    return list(Tag.objects.order_by("pk").values_list("name", flat=True))


def liking(world):
    """Make a post without a like, whose number of them is 5; return it and two people."""
    world.clear()
    user, other, *_ = world.people(4)
    [post] = world.posts(1, likes=(0, 0), comments=(0, 1), counted=True)
    Post.objects.update(title="First", kept_likes=5)
    return post, user, other


def state(post, user):
    """Return the title of the post, its number of likes, and how many of them are the user's."""
    title, number = Post.objects.values_list("title", "kept_likes").get(pk=post.pk)
    return [title, number, user.likes.filter(post=post).count()]


def likes(post, user):
    """Like and edit a post, through Django's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS[0], [post.pk, user.pk])
        cursor.execute(OTHERS[1], [post.pk])


@contextmanager
def visitor(post, user, came):
    """Yield what another visitor does: like and edit the post; ``came`` gets whether it was done.

    In PostgreSQL that is another connection, which gives up where it has to wait. SQLite has one
    writer, so nobody writes while the answer has a transaction open.
    """
    is_only = connection.vendor != "postgresql"
    other = connection if is_only else connection.copy()

    def comes():
        came.append(not (is_only and connection.in_atomic_block))
        if not came[0]:
            return
        with other.cursor() as cursor:
            if not is_only:
                cursor.execute("SET lock_timeout = '50ms'")
                cursor.execute("BEGIN")
            try:
                cursor.execute(OTHERS[0], [post.pk, user.pk])
                cursor.execute(OTHERS[1], [post.pk])
                cursor.execute("COMMIT" if not is_only else "SELECT 1")
            except OperationalError:
                came[0] = False
                cursor.execute("ROLLBACK")

    try:
        yield comes
    finally:
        if not is_only:
            other.close()
