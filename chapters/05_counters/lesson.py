# %% [markdown]
# # Counters
#
# *Twenty minutes.* A number beside a post is read a thousand times for each time that it changes. So
# one keeps it in a column, and adds one when somebody likes the post. That line is wrong in most of
# the projects that have it.

# %% tags=["setup"]
from statistics import median
from time import perf_counter, sleep

from kata.notebook import Pair, bars, chart, plan, predict, queries, sandbox, start

sandbox()

# %% [markdown]
# ## Report
#
# > *"We held a vote: who likes this post gets a badge. 400 people swear that they clicked, and the
# > post says 71. Where are the others? On my laptop it counts right."*
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
[post] = world.posts(1, likes=(0, 0))

for person in people[:10]:
    read_add_write(post.pk, person)

Post.objects.get(pk=post.pk).kept_likes

# %% [markdown]
# Ten likes, one after the other: ten. Now eight people at once, each in a thread with a connection of
# its own, as the workers of a server are; each likes the post 50 times.
#
# ## Predict
#
# Of these 400 likes, how many are missing afterwards?

# %%
guess = predict("How many of 400 likes are lost?", ..., unit="likes")
guess

# %%
THREADS = 8


def crowd(like, threads=THREADS, each=50):
    """Let threads like a new post; return how many likes are lost, and how many came in a second."""
    [post] = world.posts(1, likes=(0, 0), comments=(0, 0))

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
# ## Experiment
#
# How many have to be there at once? And what do the usual remedies do: a transaction around it, a lock,
# `F()`, or no counter at all but a row for each like?


# %%
@transaction.atomic
def in_a_transaction(post_id, user_id):
    read_add_write(post_id, user_id)


@transaction.atomic
def behind_a_lock(post_id, user_id):
    post = Post.objects.select_for_update().get(pk=post_id)
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

Pair(
    bars(
        f"Lost when {THREADS} people like a post at once",
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
# The first two lose most of what they are given, **and the transaction is no better than none**. The
# other three lose nothing. It needs no crowd either:

# %%
chart(
    "Lost, against how many like the post at once",
    {
        name: {
            threads: 100 * crowd(ways[name], threads, each=20)[0] / (20 * threads)
            for threads in (1, 2, 4, 8)
        }
        for name in ("read, add, write", "update(F() + 1)")
    },
    x="people at once",
    y="% lost",
)

# %% [markdown]
# With one there is nothing to lose. That is why it is right on a laptop, and in every test that does
# one thing after the other.
#
# ## Why
#
# Let two visitors take turns: each may send one statement, then the other.

# %%
[post] = world.posts(1, likes=(0, 0))
turns = lockstep(*[lambda: in_a_transaction(post.pk, None)] * 2)

print(*turns.story, sep="\n")
print("\nLikes:", Post.objects.get(pk=post.pk).kept_likes)

# %% [markdown]
# A and B both read 0. Both write 1. PostgreSQL keeps B waiting at its UPDATE until A has committed, and
# then lets B write what it asked for: 1. Both transactions were whole, and neither saw anything that
# was not committed. That is all that *read committed*, the usual level, promises.

# %%
[post] = world.posts(1, likes=(0, 0))
turns = lockstep(*[lambda: by_the_database(post.pk, None)] * 2)

print(*turns.story, sep="\n")
print("\nLikes:", Post.objects.get(pk=post.pk).kept_likes)

# %%
with queries("What F() sends"):
    by_the_database(post.pk, None)

# %% [markdown]
# No number is sent. The database locks the row, *then* reads and adds. There is no moment between the
# two in which anybody could come.
#
# ## The price
#
# Whoever updates a row holds it to the end of the transaction. If that takes 5 ms, because it also
# notifies the author, then no post can get more than 200 likes in a second, whatever the hardware.
# Unless the row is taken last.


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


bars(
    f"Likes of one post in a second, {THREADS} people, transactions of 5 ms",
    {
        "F() first, then the work": crowd(lock_then_work, each=15)[1],
        "the work, then F()": crowd(work_then_lock, each=15)[1],
        "the work, then a row": crowd(work_and_a_row, each=15)[1],
    },
    unit="a second",
)

# %% [markdown]
# Two lines have changed places. Nothing else.
#
# And a counter has a second price: everything that changes the rows must change the number. Who adds
# one in `save()` has forgotten something:

# %%
[post] = world.posts(1, comments=(0, 0))


def approved():
    kept = Post.objects.get(pk=post.pk).kept_comments
    return f"{post.comments.filter(is_approved=True).count()} approved, the column says {kept}"


said = [
    Comment(post=post, author_id=person, body="Me too", created_at=TALKING[0])
    for person in people[:5]
]
Comment.objects.bulk_create(said)
print("after bulk_create():", approved())
Comment.objects.filter(pk__in=[said[0].pk, said[1].pk]).update(is_approved=False)
print("after update():     ", approved())

# %% [markdown]
# Neither sends a signal. So: **is the counter worth it at all?** Here is the large Arena, where some
# posts have a handful of comments and a few have twenty thousand. Counting and reading the column, for
# posts of different sizes:

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

chart(
    "One post: count its comments, or read the column",
    {
        "COUNT(*)": {
            size: milliseconds(lambda post=post: post.comments.filter(is_approved=True).count())
            for size, post in sizes.items()
        },
        "the column": {
            size: milliseconds(lambda post=post: Post.objects.only("kept_comments").get(pk=post.pk))
            for size, post in sizes.items()
        },
    },
    x="comments",
    y="ms",
    logarithmic=True,
)

# %% [markdown]
# Up to some hundred comments there is nothing to gain: asking costs more than counting. Where a post
# has thousands, the line climbs. And a list of fifty posts?

# %%
ordinary = Post.objects.filter(kept_comments__range=(1, 100)).order_by("-published_at", "-pk")[:50]
keys = list(ordinary.values_list("pk", flat=True))
page = Post.objects.filter(pk__in=keys).defer("body")
joined = Count("comments", filter=Q(comments__is_approved=True))
of_post = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
apart = Coalesce(Subquery(of_post.annotate(n=Count("pk")).values("n")), 0)

bars(
    "A page of fifty ordinary posts",
    {
        "a COUNT for each": milliseconds(
            lambda: [post.comments.filter(is_approved=True).count() for post in page.all()]
        ),
        "annotate, a join": milliseconds(lambda: [post.n for post in page.annotate(n=joined)]),
        "annotate, a sub-query": milliseconds(lambda: [post.n for post in page.annotate(n=apart)]),
        "the column": milliseconds(lambda: [post.kept_comments for post in page.all()]),
    },
    unit="ms",
)

# %% [markdown]
# The first bar is not the counting but the asking, fifty times. With a sub-query in `annotate()`, one
# question counts for the whole page, and what the column would save is small. A number that is counted
# is never wrong.
#
# Is the join slow on your machine too? Look at its plan.

# %%
plan(page.annotate(n=joined))

# %% [markdown]
# A few posts have most of the comments here. PostgreSQL knows only the average, expects thousands of
# comments for these fifty posts, and may rather read the whole table than follow the index. Where all
# posts are alike, the join is as good. So in this order: count; count for the whole page at once, and
# look at the plan; measure; and only then keep the number.
#
# ## The claim
#
# *Lessons from scale* says: denormalise what has no bounds, read an integer rather than count 20,000
# comments. **True, for what has no bounds.** What it does not say:
#
# - Below some hundreds there is nothing to win, and a page of counts needs one `annotate()`, no column.
# - The integer must be added to by the database (`F()`, a trigger), never in Python. A transaction does
#   not help; it looks like a remedy and is none.
# - It must be right after `bulk_create()`, `update()`, a cascade and a rollback. Signals are not enough.
# - It will drift all the same, one day. Have the query that finds it and the one that repairs it.
# - The row is a queue. Take it last, or split it.
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
# %task like

# %%
# %check like

# %%
# %task count_page

# %%
# %check count_page

# %%
# %task comment_count

# %%
# %check comment_count

# %%
# %task hot_post

# %%
# %check hot_post

# %%
# %task repair

# %%
# %check repair
