"""What checks purge.py."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial

from django.db import DatabaseError, transaction
from django.db.models import F

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Like, LikeShard, Post, Tag
from arena.worlds import TABLES, TALKING, TINY
from kata.checks import (
    Meter,
    another_client,
    at_most,
    blocked_by,
    clients,
    expect,
    fail,
    fetch,
    interleave,
    killed_before,
    moves_data,
    plural,
    rows,
    same,
    send,
    until_blocked,
)

ALL = (*TABLES, LikeShard)
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
LATER = datetime(2190, 1, 1, tzinfo=UTC)  # all posts are old then
FAR = datetime(2200, 1, 1, tzinfo=UTC)
MOST = 100  # posts of a transaction
ENDLESS = 1_000  # statements
PAUSE = 2.0  # seconds between slices, in which purge() waits for nobody
NOTE = """
    CREATE FUNCTION note_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO deleted SELECT pg_current_xact_id()::text,
            coalesce(to_jsonb(OLD) ->> 'post_id', to_jsonb(OLD) ->> 'id');
        RETURN NULL;
    END $$
"""
FOREIGN = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f'
    AND confrelid IN ('discuss_post'::regclass, 'discuss_comment'::regclass) ORDER BY 1, 2
"""
STOP, PAUSE_HERE = "SELECT pg_advisory_xact_lock(1)", "SELECT pause()"
# A statement sees what was committed when it began, also if it waits before it locks a row.
SLOW_CONTESTS = [
    "CREATE FUNCTION pause() RETURNS boolean LANGUAGE plpgsql COST 0.01"
    " AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN true; END $$",
    "ALTER TABLE contests_contest RENAME TO real_contest",
    "CREATE VIEW contests_contest AS SELECT * FROM real_contest WHERE pause()",
]
CONTESTS = [
    "DROP VIEW contests_contest",
    "ALTER TABLE real_contest RENAME TO contests_contest",
    "DROP FUNCTION pause()",
]
NOTED = (
    "discuss_post",
    "discuss_comment",
    "discuss_like",
    "discuss_likeshard",
    "discuss_post_tags",
)


def test_answer(answer, world):
    """Old posts go with all that refers to them, and nothing else.

    Tries: old, stays.
    """
    site(world, 14, contests=True)
    times = sorted(Post.objects.exclude(published_at=None).values_list("published_at", flat=True))
    moments = [times[0], times[0] + TINY, times[4], times[8] + TINY, times[8] + TINY, times[-1]]
    moments += [times[-1] + TINY, LATER]
    contests = [*Contest.objects.order_by("pk")]
    for number, contest in enumerate(contests[:-1]):
        closes = moments[3 + number] + (number % 3 - 1) * TINY
        Contest.objects.filter(pk=contest.pk).update(closes_at=closes)
    # An open contest counts, even if its setter is inactive and nobody sees it.
    made_by = User.objects.filter(is_active=False).earliest("pk")
    of_last = {"setter": made_by, "is_listed": False, "closes_at": FAR}
    Contest.objects.filter(pk=contests[-1].pk).update(**of_last)
    Post.objects.filter(published_at=times[2]).update(contest=contests[-1])
    for number, before in enumerate(moments):
        if number == 5:
            world.shake()
            Contest.objects.filter(pk=contests[0].pk).update(closes_at=FAR)
        right = expected(before)
        ends(answer, before)
        left(right, f"purge({before:%d %b %H:%M:%S.%f})")


def test_slices(answer, world):
    """Slices of at most 100 posts, few queries, and little that reaches Python.

    Tries: slices, queries, fetched, old.
    """
    world.people(9)
    world.posts(320, comments=(1, 2), replies=(0, 1), likes=(1, 1), tags=(0, 1), drafts=0)
    stays = [*Post.objects.order_by("body", "pk").values_list("pk", flat=True)[:20]]
    Post.objects.update(contest=None)
    Post.objects.update(published_at=TALKING[0])  # a slice by time would need a second key
    Post.objects.filter(pk__in=stays[:10]).update(published_at=None)
    Post.objects.filter(pk__in=stays[10:]).update(contest=Contest.objects.earliest("pk"))
    Contest.objects.update(closes_at=FAR)
    shards()
    right = expected(LATER)
    with deletions() as noted:
        at_most(lambda: ends(answer, LATER), queries=100, rows=350, kib=500, why="for 300 posts")
    left(right, "purge() of 300 posts")
    posts = Counter(xid for xid, _ in noted)
    most = max(posts.values(), default=0)
    says = f"One transaction deletes rows of {plural(most, 'post')}; there are {len(posts)} in all."
    expect(most <= MOST, says, f"at most {MOST} in a transaction, and a commit after each slice.")


def test_killed(answer, world):
    """It is killed before any of its statements, and called again.

    Tries: killed.
    """
    number, killed = 0, True
    while killed and number < 40:
        has = site(world, 3)
        before = there()
        if killed := killed_before(number, lambda: answer.purge(LATER)):
            ends(answer, LATER)
        number += 1
        wrong = (before - set().union(*has.values())) ^ there()
        says = f"purge() was killed before statement {number} and called again: "
        says += f"{plural(len(wrong), 'row')} should not be there, or should."
        expect(not wrong, says, "the same as without.")


def test_meantime(answer, world):
    """Somebody publishes a post anew, or comments on it, while purge() runs.

    Tries: meantime, old.
    """
    for what, act in (("publishes a post anew", anew), ("comments on a post", comments_on)):
        for meeting in interleave(
            lambda: site(world, 3), lambda _: answer.purge(LATER), act, every_role=True
        ):
            undisturbed(answer, what, meeting.given, meeting.outcomes, meeting.story)
        posts = site(world, 3, contests=True)
        Post.objects.update(contest=Contest.objects.earliest("pk"))
        outcomes = in_a_statement(partial(answer.purge, LATER), partial(act, posts))
        undisturbed(answer, f"{what} within a statement", posts, outcomes)


def test_waiting(answer, world):
    """It waits for no locked post, and others don't wait for it.

    Tries: locked, waiting, old.
    """
    with clients(patience=PAUSE) as among:
        for how, lock in LOCKS.items():
            skipped(answer, world, f"a post ({how})", lock, among)
        for meeting in interleave(
            lambda: site(world, 3, contests=True),
            lambda _: answer.purge(LATER),
            visit,
            apart=False,
            among=among,
        ):
            says = "A visitor who writes no old post waits for purge()."
            waits(says, "locks on old posts, and on what refers to them.", meeting)


def test_locked_rows(answer, world):
    """It waits for no row that refers to a post and is locked without it.

    Tries: locked, old.
    """
    with clients(patience=PAUSE) as among:
        for what, lock in ROW_LOCKS.items():
            skipped(answer, world, f"{what} of a post", lock, among)
    site(world, 150)  # more than a slice of posts that have to stay
    first, *between, last = sorted(old(LATER))
    with transaction.atomic():
        list(Comment.objects.filter(post__in=between).select_for_update())
        with another_client():
            ends(answer, LATER)
    number = len({first, last} & {*old(LATER)})
    says = f"The comments of {len(between)} old posts are locked, and purge() leaves "
    expect(not number, f"{says}{plural(number, 'other old post')}.", "none.")


# What the checks above are made of.


def site(world, number, contests=False):
    """Make posts, some of them drafts; return what each of the old ones has."""
    restore()
    world.clear()
    world.people(5)
    more = {"replies": (0, 1), "unrelated": contests}
    world.posts(number, comments=(1, 2), likes=(1, 2), tags=(1, 2), **more)
    shards()
    has = {key: set() for key in old(LATER)}
    for row in there():
        if row[2] in has:
            has[row[2]].add(row)
    return has


def there():
    """Return all rows: the table, the key, and the key of the post that they are or refer to."""
    found = []
    for model in ALL:
        table = model._meta.db_table
        names = {field.attname for field in model._meta.concrete_fields}
        post = "id" if model is Post else "post_id" if "post_id" in names else "0"
        found.append(f"SELECT '{table}', id, {post} FROM {table}")
    return {*fetch(" UNION ALL ".join(found))}


@cache
def references():
    """Return the foreign keys that the site has before an answer is called."""
    return fetch(FOREIGN)


def restore():
    """Take back what an answer has changed of the foreign keys, so that it has to do it again."""
    before, now = references(), fetch(FOREIGN)
    if now != before:
        send(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in now)
        send(f"ALTER TABLE {table} ADD CONSTRAINT {name} {is_}" for table, name, is_ in before)


def shards():
    """Give each post two rows that count likes."""
    LikeShard.objects.all().delete()
    LikeShard.objects.bulk_create(
        LikeShard(post_id=post, shard=shard)
        for post in Post.objects.values_list("pk", flat=True)
        for shard in (0, 7)
    )


def post_of(model, row):
    """Return the key of the post that a row is, or refers to, if there is one."""
    return row.id if model is Post else getattr(row, "post_id", None)


def old(before):
    """Return the keys of the posts that go."""
    closes = {contest.id: contest.closes_at for contest in rows(Contest)} | {None: FIRST}
    return [
        post.id
        for post in rows(Post)
        if post.published_at and max(post.published_at, closes[post.contest_id]) < before
    ]


def expected(before):
    """Return the rows that stay, of each table."""
    gone = {*old(before)}
    return {model: [r for r in rows(model) if post_of(model, r) not in gone] for model in ALL}


def left(right, given, story=()):
    """Fail unless these rows are there, and no others."""
    for model, stay in right.items():
        name, stored = model._meta.db_table, rows(model)
        more = {row.id for row in stored} - {row.id for row in stay}
        lost = {row.id for row in stay} - {row.id for row in stored}
        says = f"{given} leaves {plural(len(more), 'row')} of {name} that had to go."
        expect(not more, says, "none.", story)
        says = f"{given} deletes {plural(len(lost), 'row')} of {name} that had to stay."
        expect(not lost, says, "none.", story)
        same([*map(tuple, stored)], [*map(tuple, stay)], call=name, given=f"after {given}")


def whole(posts, kept, given, story):
    """Fail unless each post is there with all that it has, or gone with it."""
    now = there()
    for key, has in posts.items():
        number = len(has - now)
        is_there = ("discuss_post", key, key) in now
        says = f"{given}: a post that is new is deleted."
        expect(is_there or key != kept, says, "it stays.", story)
        says = f"{given}: a post stays, and {plural(number, 'row')} that it has "
        says += f"{'is' if number == 1 else 'are'} deleted."
        expect(not is_there or not number, says, "it stays with all that it has.", story)


def undisturbed(answer, what, posts, outcomes, story=()):
    """Fail unless purge() and somebody else have not disturbed each other."""
    mine, other = outcomes
    if mine.error:
        says = f"Somebody {what}, and purge() raises {type(mine.error).__name__}: "
        raise fail(f"{says}{mine.error}"[:300], "it succeeds.", details=story)
    if other.error and not isinstance(other.error, DatabaseError):
        raise other.error
    whole(posts, other.result, f"Somebody {what} while purge() runs", story)
    ends(answer, LATER)
    says = f"Somebody {what} while purge() runs. The next call leaves "
    says += f"{plural(number := len(old(LATER)), 'old post')}."
    expect(not number, says, "none.", story)


def in_a_statement(call, act):
    """Act while a call is inside the statement that reads contests; return both outcomes."""

    def other():
        until_blocked(1)
        result = act()
        send([PAUSE_HERE])
        return result

    send(SLOW_CONTESTS)
    try:
        return blocked_by(lambda: send([STOP]), call, other)
    finally:
        send(CONTESTS)


def ends(answer, before):
    """Call purge(), and stop one that never ends."""
    sent = 0

    def refuse(_, sql):
        nonlocal sent
        sent += moves_data(sql)
        if sent > ENDLESS:
            raise fail(f"purge() has sent {ENDLESS:,} statements and goes on.", "it ends.")

    with Meter(refuse=refuse):
        answer.purge(before)


@contextmanager
def deletions():
    """Collect which transaction has deleted rows of which post."""
    noted = []
    on = [
        f"CREATE TRIGGER note AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION note_deleted()"
        for table in NOTED
    ]
    always = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER note" for table in NOTED]
    send(["CREATE TABLE deleted (xid text, post text)", NOTE, *on, *always])
    try:
        yield noted
        noted += fetch("SELECT DISTINCT xid, post FROM deleted")
    finally:
        send([*(f"DROP TRIGGER note ON {table}" for table in NOTED), "DROP FUNCTION note_deleted"])
        send(["DROP TABLE deleted"])


@transaction.atomic
def anew(posts):
    """Publish an old post anew; return its key if it is there."""
    key = min(posts)
    return key if Post.objects.filter(pk=key).update(published_at=FAR) else None


@transaction.atomic
def comments_on(posts):
    """Comment on an old post."""
    key, person = min(posts), User.objects.earliest("pk")
    Comment.objects.create(post_id=key, author=person, body="Still true.", created_at=TALKING[0])


@transaction.atomic
def hold(posts, lock):
    """Lock an old post for a while."""
    lock(Post.objects.filter(pk=min(posts)))
    Comment.objects.count()


LOCKS = {
    "FOR UPDATE": lambda post: list(post.select_for_update()),
    "UPDATE": lambda post: post.update(kept_likes=F("kept_likes") + 1),
    "FOR KEY SHARE": lambda post: fetch(f"{post.values('pk').query} FOR KEY SHARE"),
}


ROW_LOCKS = {
    "the comments": lambda _: Comment.objects.filter(post=max(old(LATER))).update(body="Edited."),
    "the likes": lambda _: Like.objects.filter(post=max(old(LATER))).update(created_at=FAR),
    "the like shards": lambda _: lock_all(LikeShard),
    "the tag links": lambda _: lock_all(Post.tags.through),
}


def lock_all(model):
    """Lock all rows of a table that refer to one old post."""
    list(model.objects.filter(post=max(old(LATER))).select_for_update())


def skipped(answer, world, what, lock, among):
    """Fail unless a post is skipped while another transaction has locked something of it."""
    for meeting in interleave(
        lambda: site(world, 3),
        lambda posts: hold(posts, lock),
        lambda _: answer.purge(LATER),
        apart=False,
        among=among,
    ):
        says = f"Another transaction has locked {what}, and purge()"
        waits(f"{says} waits for it.", "it leaves that post.", meeting)
        number = len(old(LATER))
        says += f" leaves {plural(number, 'old post')}."
        expect(number <= 1, says, "the one that is locked.", meeting.story)
        whole(meeting.given, None, f"Another transaction has locked {what}", meeting.story)


@transaction.atomic
def visit(_):
    """Write everything but old posts: a new post, a draft, contests and people."""
    person, contest = User.objects.earliest("pk"), Contest.objects.earliest("pk")
    post = Post.objects.create(author=person, contest=contest, title="New", published_at=FAR)
    Comment.objects.create(post=post, author=person, body="First!", created_at=FAR)
    Like.objects.create(post=post, user=person, created_at=FAR)
    post.tags.set(Tag.objects.all())
    Post.objects.filter(published_at=None).update(title="A draft")
    for model in (Comment, Like, LikeShard):
        model.objects.filter(post__published_at=None).update(post_id=F("post_id"))
    Contest.objects.update(cutoff=F("cutoff") + 1)
    User.objects.update(last_login=FAR)


def waits(says, allowed, meeting):
    """Fail if the second client waits, or if one of both gets an error."""
    late = (" waits", " waits for a lock", " asks again and again")
    is_late = any(line[0] == "B" and line.endswith(late) for line in meeting.story)
    expect(not is_late, says, allowed, meeting.story)
    if error := meeting.outcomes[1].error:
        raise error
