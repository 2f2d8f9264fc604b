# %% [markdown]
# # Counters
#
# *Thirty minutes.* A number next to a post is read far more often than it changes. So you store it
# in a column, and add one when somebody likes the post. This lesson is about that one line.

# %% tags=["setup"]
from statistics import median
from time import perf_counter, sleep

from kata.notebook import Pair, bars, chart, plan, predict, queries, sandbox, start

sandbox()

# %% [markdown]
# ## Report: 400 likes, and the post says 71
#
# > *"We held a vote: who likes this post gets a badge. 400 people swear that they clicked, and the
# > post says 71. Where are the rest? On my laptop the count is right."*
#
# This is the code. It was reviewed, and it has a test.

# %%
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post
from arena.worlds import TALKING, World
from kata.checks import concurrently, lockstep


def read_add_write(post_id, user_id):
    post = Post.objects.get(pk=post_id)
    post.kept_likes += 1
    post.save(update_fields=["kept_likes"])


world = World(seed=5)
people = [person.pk for person in world.people(400)]
[post] = world.posts(1, likes=(0, 0), counted=True)

for person in people[:10]:
    read_add_write(post.pk, person)

Post.objects.get(pk=post.pk).kept_likes

# %% [markdown]
# Ten likes, one after the other: ten. Now eight people at the same time, each in a thread with a
# connection of its own, like the workers of a server; each likes the post 50 times.
#
# ## Predict: how many likes get lost
#
# Of these 400 likes, how many are missing afterwards?

# %%
guess = predict("How many of 400 likes are lost?", ..., unit="likes")
guess

# %%
THREADS = 8


def crowd(like, threads=THREADS, each=50):
    """Let threads like a new post; return how many likes are lost, and the likes per second."""
    [post] = world.posts(1, likes=(0, 0), comments=(0, 0), counted=True)

    def some(number):
        for person in people[number::threads][:each]:
            like(post.pk, person)

    began = perf_counter()
    outcomes = concurrently(some, threads)
    seconds = perf_counter() - began
    assert not any(outcome.error for outcome in outcomes)
    post.refresh_from_db()
    counted = post.kept_likes or Like.objects.filter(post=post).count()
    return threads * each - counted, threads * each / seconds


lost, _ = crowd(read_add_write)
guess.measured(lost)

# %% [markdown]
# ## Experiment: transaction, lock, `F()` or a row for each like
#
# How many people does it take? And what do the usual remedies do: a transaction around it, a lock,
# `F()`, or no counter at all but a row for each like?


# %%
@transaction.atomic
def in_a_transaction(post_id, user_id):
    read_add_write(post_id, user_id)


@transaction.atomic
def behind_a_lock(post_id, user_id):
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    post.kept_likes += 1
    post.save(update_fields=["kept_likes"])


def by_the_database(post_id, user_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


def a_row_each(post_id, user_id):
    Like.objects.create(post_id=post_id, user_id=user_id, created_at=TALKING[0])


ways = {
    "read, add, write": read_add_write,
    "the same in atomic()": in_a_transaction,
    "select_for_update()": behind_a_lock,
    "update(F() + 1)": by_the_database,
    "a row for each like": a_row_each,
}
measured = {name: crowd(way, each=25) for name, way in ways.items()}

# %%
Pair(
    bars(
        f"Lost when {THREADS} people like a post at the same time",
        {name: 100 * lost / (25 * THREADS) for name, (lost, _) in measured.items()},
        unit="%",
    ),
    bars(
        "Likes in a second",
        {name: rate for name, (_, rate) in measured.items()},
        unit="a second",
    ),
)

# %% [markdown]
# The first two lose likes, **and the transaction is no better than none**. The other three lose
# nothing. It does not take a crowd either:

# %%
chart(
    "Lost, by how many people like the post at the same time",
    {
        name: {
            threads: 100 * crowd(ways[name], threads, each=20)[0] / (20 * threads)
            for threads in (1, 2, 4, 8)
        }
        for name in ("read, add, write", "update(F() + 1)")
    },
    x="people",
    y="% lost",
)

# %% [markdown]
# With one person there is nothing to lose. That is why the count is right on a laptop, and in every
# test that does one thing after the other.
#
# ## Why: two transactions that read the same number
#
# Let two visitors take turns: each may send one statement, then the other.

# %%
[post] = world.posts(1, likes=(0, 0), counted=True)
turns = lockstep(*[lambda: in_a_transaction(post.pk, None)] * 2)

print(*turns.story, sep="\n")
print("\nLikes:", Post.objects.get(pk=post.pk).kept_likes)

# %% [markdown]
# A and B both read 0. Both write 1. PostgreSQL keeps B waiting at its UPDATE until A has committed,
# and then lets B write what it asked for: 1. Both transactions were complete, and neither saw
# anything that was not committed. That is all that *read committed*, the default isolation level,
# promises.

# %%
[post] = world.posts(1, likes=(0, 0), counted=True)
turns = lockstep(*[lambda: by_the_database(post.pk, None)] * 2)

print(*turns.story, sep="\n")
print("\nLikes:", Post.objects.get(pk=post.pk).kept_likes)

# %%
with queries("What F() sends"):
    by_the_database(post.pk, None)

# %% [markdown]
# No number is sent. The database locks the row, *then* reads and adds. Nobody can get in between
# the two.
#
# ## The price: locks, deadlocks, an index and drift
#
# An UPDATE locks its row until the transaction ends. If that takes 5 ms, because it also notifies
# the author, then no post can get more than 200 likes in a second, whatever the hardware. Unless
# the row is locked last.


# %%
@transaction.atomic
def lock_then_work(post_id, user_id):
    by_the_database(post_id, user_id)
    sleep(0.005)


@transaction.atomic
def work_then_lock(post_id, user_id):
    sleep(0.005)
    by_the_database(post_id, user_id)


@transaction.atomic
def work_and_a_row(post_id, user_id):
    sleep(0.005)
    a_row_each(post_id, user_id)


rates = {
    "F() first, then the work": crowd(lock_then_work, each=15)[1],
    "the work, then F()": crowd(work_then_lock, each=15)[1],
    "the work, then a row": crowd(work_and_a_row, each=15)[1],
}

# %%
bars(
    f"Likes of one post in a second, {THREADS} people, transactions of 5 ms",
    rates,
    unit="a second",
)

# %% [markdown]
# Two lines have changed places. Nothing else.
#
# ### Locks in opposite order
#
# A transaction may lock more than one row. Here somebody likes two posts, and somebody else likes
# the same two, in the opposite order. What do you expect?

# %%
one, other = world.posts(2, likes=(0, 0), counted=True)


@transaction.atomic
def like_both(posts):
    for post in posts:
        by_the_database(post.pk, None)


def told(turns):
    print(*turns.story, sep="\n")
    for error in turns.errors:
        print("Error:", str(error).splitlines()[0])


told(lockstep(lambda: like_both([one, other]), lambda: like_both([other, one])))

# %% [markdown]
# A waits for the row that B has locked, and B for the row of A. Neither would ever go on: a
# *deadlock*. PostgreSQL looks for such circles when a session has waited for `deadlock_timeout`, a
# second by default, and ends one of the two with an error. (`lockstep()` sets it to 20 ms.)
#
# The remedy is an order: everybody locks in the order of the primary keys.

# %%
told(lockstep(*[lambda: like_both(sorted([one, other], key=lambda post: post.pk))] * 2))

# %% [markdown]
# The second one waits at its first row, and nobody waits in a circle. Where you cannot choose the
# order, be ready to run the whole transaction again: the error is an `OperationalError` whose
# `__cause__` is psycopg's `DeadlockDetected`.
#
# A trigger for each row, or a loop over an import, locks in the order of the data. Sort it first.
#
# ### A lock that is too strong
#
# `select_for_update()` locks the row *and its key*. A foreign key to the row asks for that key, so
# everybody who comments on the post waits as well. An UPDATE of another column acquires a weaker
# lock, and `no_key=True` is that one. Let somebody lock a post for 200 ms while somebody else
# comments on it:


# %%
def seconds_to_comment(**options):
    [post] = world.posts(1, comments=(0, 0), counted=True)

    @transaction.atomic
    def lock():
        Post.objects.select_for_update(**options).get(pk=post.pk)
        sleep(0.2)

    def comment():
        sleep(0.05)
        began = perf_counter()
        Comment.objects.create(post=post, author_id=people[0], body="Me too", created_at=TALKING[0])
        return perf_counter() - began

    return concurrently(lambda number: (lock, comment)[number](), 2)[1].result


waits = {
    "select_for_update()": 1000 * seconds_to_comment(),
    "select_for_update(no_key=True)": 1000 * seconds_to_comment(no_key=True),
}

# %%
bars("How long a comment takes while the post is locked for 200 ms", waits, unit="ms")

# %% [markdown]
# So use `no_key=True`, unless you are going to delete the row or change its key.
#
# ### What an index on the number costs
#
# PostgreSQL never changes a row in place: each UPDATE writes a new version of it. If no indexed
# column changes, and the page has room, the new version goes on the same page, and no
# [index](../../site/glossary.md#index) learns of it: a *heap-only tuple*, or HOT, update. An index on the number, for a list of
# the most liked posts, ends that.

# %%
from django.db import connection

STATISTICS = (
    "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'discuss_post'"
)


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None


def hot_of(likes=300):
    """Like a post; return how many per cent of the updates were HOT."""
    [post] = world.posts(1, likes=(0, 0), counted=True)
    ask("SELECT pg_stat_force_next_flush()")
    before = ask(STATISTICS)
    for _ in range(likes):
        by_the_database(post.pk, None)
    ask("SELECT pg_stat_force_next_flush()")
    updates, hot = (new - old for old, new in zip(before, ask(STATISTICS), strict=True))
    return 100 * hot / updates


without = hot_of()
ask("CREATE INDEX most_liked ON discuss_post (kept_likes)")
indexed = hot_of()
ask("DROP INDEX most_liked")

# %%
bars(
    "HOT updates among 300 likes of a post",
    {"no index on the number": without, "an index on the number": indexed},
    unit="%",
)

# %% [markdown]
# With the index, each like writes to *every* index of the table, since the row is at a new place,
# and leaves an old entry in each for vacuum to clean up. If you need that list, keep the number in
# a narrow table of its own, or sort a cached list.
#
# ### The price list of a like
#
# What does a like write, and how much larger does the database become? Here are six ways to count
# 1,000 likes of 300 posts, each like in a transaction of its own. The posts are as wide as a short
# article, and have the indexes of Arena's posts. *Log* is what goes to the write-ahead log, and from
# there to every replica and backup.
#
# Everything is measured twice. The second time somebody else has a transaction open all the while,
# such as a report. PostgreSQL keeps each old version that this report could still see.

# %%
import psycopg

MAKE = """
    DROP TABLE IF EXISTS priced, priced_likes, priced_each CASCADE;
    CREATE TABLE priced (LIKE discuss_post INCLUDING ALL) WITH (autovacuum_enabled = off);
    INSERT INTO priced (id, author_id, title, body)
        SELECT n, n % 50, 'Post ' || n, repeat(md5(n::text), 20) FROM generate_series(1, 300) n;
    CREATE TABLE priced_likes (post_id bigint PRIMARY KEY, likes int DEFAULT 0)
        WITH (autovacuum_enabled = off);
    INSERT INTO priced_likes SELECT id FROM priced;
    CREATE TABLE priced_each (LIKE discuss_like INCLUDING ALL)
"""
WIDE = "UPDATE priced SET kept_likes = kept_likes + 1 WHERE id = n % 300 + 1"
NARROW = "UPDATE priced_likes SET likes = likes + 1 WHERE post_id = n % 300 + 1"
EACH = "INSERT INTO priced_each (post_id, user_id, created_at) VALUES (n % 300 + 1, n, now())"
ROOM = "ALTER TABLE priced SET (fillfactor = 80); VACUUM FULL priced"
PRICED = {
    "wide row, an index on the number": ("CREATE INDEX ON priced (kept_likes)", WIDE),
    "wide row, no such index": ("", WIDE),
    "wide row, fillfactor 80": (ROOM, WIDE),
    "narrow row, an index on the number": ("CREATE INDEX ON priced_likes (likes)", NARROW),
    "narrow row, no such index": ("", NARROW),
    "a row for each like": ("", EACH),
}
SPENT = """
    SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, sum(pg_total_relation_size(relid))::bigint,
        sum(n_tup_upd)::bigint, sum(n_tup_hot_upd)::bigint
    FROM pg_stat_user_tables WHERE relname LIKE 'priced%'
"""


def price(change, like, number=1000):
    """Return the log and the growth, in bytes a like, and the % of updates that were HOT."""
    for statement in f"{MAKE};{change}".split(";"):
        if statement.strip():
            ask(statement)
    ask("SELECT pg_stat_force_next_flush()")
    before = ask(SPENT)
    ask(f"DO $$ BEGIN FOR n IN 1..{number} LOOP {like}; COMMIT; END LOOP; END $$")
    ask("SELECT pg_stat_force_next_flush()")
    log, size, updates, hot = (new - old for old, new in zip(before, ask(SPENT), strict=True))
    return log / number, size / number, f"{100 * hot / updates:.0f}%" if updates else "none"


def price_during_a_report(change, like):
    with psycopg.connect(**connection.get_connection_params()) as report:
        report.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        report.execute("SELECT 1")  # from here on it has a snapshot
        return price(change, like)


prices = {name: (price(*way), price_during_a_report(*way)) for name, way in PRICED.items()}

# %%
print(f"{'':36}{'log':>10}{'HOT':>8}{'growth':>10}{'...during a report':>22}")
for name, ((log, growth, hot), (_, more, _)) in prices.items():
    print(f"{name:36}{log:>8.0f} B{hot:>8}{growth:>8.0f} B{more:>20.0f} B")

# %%
bars(
    "Write-ahead log for one like",
    {name: log for name, ((log, _, _), _) in prices.items()},
    unit="bytes",
)

# %% [markdown]
# Compare the first two lines: one index, and a like writes a multiple of the log. It is not the index
# on the number alone that costs so much, but an entry in each of the five. `fillfactor` changes
# little here, because a page is soon cleaned up when its old versions are dead, also without vacuum.
#
# The last column shows when that fails. A report that stays open for as long as the likes come in
# keeps all old versions, and each is as wide as its row. So the narrow row is the best protection: it
# loses a few dozen bytes where the wide one loses a whole article. And end long transactions:
# `idle_in_transaction_session_timeout`.
#
# A row for each like grows always, and is never wrong. It also tells who liked what.
#
# ### What changes the number
#
# A counter has one more price: everything that changes the rows must change the number. Adding one
# in `save()` is never enough:

# %%
[post] = world.posts(1, comments=(0, 0), counted=True)


def approved():
    stored = Post.objects.get(pk=post.pk).kept_comments
    return f"{post.comments.filter(is_approved=True).count()} approved, the column says {stored}"


said = [
    Comment(post=post, author_id=person, body="Me too", created_at=TALKING[0])
    for person in people[:5]
]
Comment.objects.bulk_create(said)
print("after bulk_create():", approved())
Comment.objects.filter(pk__in=[said[0].pk, said[1].pk]).update(is_approved=False)
print("after update():     ", approved())

# %% [markdown]
# Neither sends a signal. So: **is the counter worth it at all?** Here is the large Arena, where
# some posts have a handful of comments and a few have twenty thousand. Counting and reading the
# column, for posts of different sizes:

# %%
start()


# %%
def milliseconds(call):
    def once():
        with queries(quiet=True) as seen:
            call()
        return seen.ms

    once()
    return median(once() for _ in range(7))


sizes = {}
for size in (1, 10, 100, 1000, 10_000):
    if found := Post.objects.filter(kept_comments__gte=size).order_by("kept_comments").first():
        sizes[found.kept_comments] = found

of_one_post = {
    "COUNT(*)": {
        size: milliseconds(lambda post=post: post.comments.filter(is_approved=True).count())
        for size, post in sizes.items()
    },
    "the column": {
        size: milliseconds(lambda post=post: Post.objects.only("kept_comments").get(pk=post.pk))
        for size, post in sizes.items()
    },
}

# %%
chart(
    "One post: count its comments, or read the column",
    of_one_post,
    x="comments",
    y="ms",
    logarithmic=True,
)

# %% [markdown]
# For few comments there is little to gain: the query itself costs more than the counting. Where a
# post has thousands, the line climbs. And a list of fifty posts?

# %%
ordinary = Post.objects.filter(kept_comments__range=(1, 100)).order_by("-published_at", "-pk")[:50]
keys = list(ordinary.values_list("pk", flat=True))
page = Post.objects.filter(pk__in=keys).defer("body")
joined = Count("comments", filter=Q(comments__is_approved=True))
of_post = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
apart = Coalesce(Subquery(of_post.annotate(n=Count("pk")).values("n")), 0)

of_fifty_posts = {
    "a COUNT for each": milliseconds(
        lambda: [post.comments.filter(is_approved=True).count() for post in page.all()]
    ),
    "annotate, a join": milliseconds(lambda: [post.n for post in page.annotate(n=joined)]),
    "annotate, a sub-query": milliseconds(lambda: [post.n for post in page.annotate(n=apart)]),
    "the column": milliseconds(lambda: [post.kept_comments for post in page.all()]),
}

# %%
bars("A page of fifty ordinary posts", of_fifty_posts, unit="ms")

# %% [markdown]
# The first bar is not the counting but the fifty queries. With a sub-query in `annotate()`, one
# query counts for the whole page, and what the column would save is small. A number that is counted
# is never wrong.
#
# Why can the join be slow? Look at its plan.

# %%
plan(page.annotate(n=joined))

# %% [markdown]
# A few posts have most of the comments here. PostgreSQL knows only the average, expects thousands
# of comments for these fifty posts, and may rather read the whole table than follow the index.
# Where all posts are alike, the join is as good. So in this order: count; count for the whole page
# in one query, and look at the plan; measure; and only then store the number.
#
# ## The claim: denormalize what has no bounds
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: denormalise
# what has no bounds, and read an integer rather than count 20,000 comments. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Denormalize infinite
# data." **True, for what has no bounds.** What the article does not say:
#
# - For short lists there is little to win, and a page of counts needs one `annotate()`, no column.
# - The database must add to the integer (`F()`, a trigger), never Python. A transaction alone does not
#   help; it looks like a remedy and is none.
# - It must be right after `bulk_create()`, `update()`, a cascade and a rollback. Signals are not enough.
# - One day it drifts all the same. Have the query that finds it and the one that repairs it.
# - The row is a queue: lock it last, or shard it. Lock several rows in one order, with `no_key=True`.
# - An index on the number makes each change of it more expensive.
#
# > [!WARNING]
# > On SQLite `select_for_update()` does nothing and says nothing. There, `"transaction_mode":
# > "IMMEDIATE"` in the `OPTIONS` of the database lets one writer in at a time.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task count_page

# %%
# %check count_page

# %%
# %task like

# %%
# %check like

# %%
# %task comment_count

# %%
# %check comment_count

# %%
# %task hot_post

# %%
# %check hot_post

# %%
# %task deadlock

# %%
# %check deadlock

# %%
# %task repair

# %%
# %check repair

# %%
# %task stay_small

# %%
# %check stay_small
