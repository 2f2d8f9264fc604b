# %% [markdown]
# # In the database
#
# *Twenty minutes.* A rank, an average or a percentile is one number that depends on very many rows.
# Something has to read all of these rows. This lesson is about what should: Python or the database.

# %% tags=["setup"]
from kata.notebook import Pair, bars, chart, plan, predict, queries, race, start

start()

# %% [markdown]
# ## Report: a hall of fame that gets slower
#
# > *"In the first year the hall of fame was instant. Now it takes seconds, and every contest makes it
# > slower. We changed nothing."*
#
# Arena's hall of fame shows the twenty people with the most points in all contests, and their ranks.
# This is the code. It adds up the points in Python, and its result is right.

# %%
from arena.accounts.models import User
from arena.contests.models import Attempt


def in_python(attempts):
    points = {}
    for attempt in attempts:
        if attempt.score is not None:
            points[attempt.user_id] = points.get(attempt.user_id, 0) + attempt.score
    return first_twenty(points)


def first_twenty(points):
    people = sorted(points, key=lambda person: (-points[person], -person))[:20]
    names = User.objects.in_bulk(people)
    rows = []
    for position, person in enumerate(people, 1):
        is_tie = rows and rows[-1]["points"] == points[person]
        rank = rows[-1]["rank"] if is_tie else position
        rows.append({"rank": rank, "name": names[person].username, "points": points[person]})
    return rows


for row in in_python(Attempt.objects.filter(pk__lte=3000))[:5]:
    print(row)

# %% [markdown]
# The database can do the same: group, add, rank, sort and cut. Only the names come in a second query,
# for the twenty people that are left. A join in the first query would add a name to every attempt.

# %%
from django.db.models import F, Sum, Window
from django.db.models.functions import Rank


def in_sql(attempts):
    people = (
        attempts.filter(score__isnull=False)
        .values("user")
        .annotate(points=Sum("score"))
        .annotate(rank=Window(Rank(), order_by=F("points").desc()))
        .order_by("-points", "-user")
    )
    rows = list(people.values_list("rank", "user", "points")[:20])
    names = User.objects.in_bulk([person for _, person, _ in rows])
    return [
        {"rank": rank, "name": names[person].username, "points": points}
        for rank, person, points in rows
    ]


few = Attempt.objects.filter(pk__lte=3000)
assert in_sql(few) == in_python(few)

# %% [markdown]
# Somebody objects: "It's only slow because Django makes an object of every row. Fetch two columns as
# tuples, and Python is fine." So here is a third version.


# %%
def in_python_with_tuples(attempts):
    points = {}
    for person, score in attempts.filter(score__isnull=False).values_list("user_id", "score"):
        points[person] = points.get(person, 0) + score
    return first_twenty(points)


assert in_python_with_tuples(few) == in_python(few)

# %% [markdown]
# ## Predict: Python or SQL for 300,000 attempts
#
# Arena has 300,000 attempts. How much faster is the database than the code with objects?

# %%
guess = predict("With 300,000 attempts, how much faster is SQL?", ..., unit="times")
guess

# %% [markdown]
# ## Experiment: objects, tuples and SQL as Arena grows
#
# Each version gets the first 3,000 attempts that Arena ever had, then 30,000, and so on up to all of
# them.

# %%
SIZES = (3_000, 30_000, 100_000, 300_000)


def measure(board):
    board(few)  # once to warm up
    seen = {}
    for size in SIZES:
        with queries(quiet=True) as page:
            board(Attempt.objects.filter(pk__lte=size))
        seen[size] = page.ms
    return seen


boards = {
    "Python, objects": measure(in_python),
    "Python, tuples": measure(in_python_with_tuples),
    "SQL": measure(in_sql),
}
guess.measured(boards["Python, objects"][300_000] / boards["SQL"][300_000])

# %%
thousands = {name: {size / 1000: ms for size, ms in seen.items()} for name, seen in boards.items()}
without_objects = {name: seen for name, seen in thousands.items() if name != "Python, objects"}
Pair(
    chart("The hall of fame as Arena grows", thousands, x="attempts, in thousands", y="ms"),
    chart("The same without the objects", without_objects, x="attempts, in thousands", y="ms"),
)

# %% [markdown]
# The second chart leaves the objects out, because their line hides the others. Without objects,
# Python is only a few times slower than SQL. So the objection is half right: most of the time goes
# into making objects. But both lines of Python still climb with every attempt, and a visit costs more
# than time. It also costs memory.

# %%
import tracemalloc


def memory(board):
    tracemalloc.start()
    board(Attempt.objects.filter(pk__lte=30_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1_000_000


megabytes = {
    "Python, objects": memory(in_python),
    "Python, tuples": memory(in_python_with_tuples),
    "SQL": memory(in_sql),
}

# %%
bars("Memory of the web server for one visit, with 30,000 attempts", megabytes, unit="MB")

# %% [markdown]
# Arena has ten times as many attempts, and four visitors at the same time take four times as much. All
# these rows also have to travel from the database first: here through the memory of one machine, in
# production through a network.
#
# ## Why: which rows are read, sent and made into objects

# %%
from django.db.models import Count

attempts = Attempt.objects.filter(score__isnull=False)
people = attempts.values("user").annotate(points=Sum("score"))
ranked = people.annotate(rank=Window(Rank(), order_by=F("points").desc()))
plan(ranked.order_by("-points", "-user")[:20])

# %% [markdown]
# Read the [plan](../../site/glossary.md#plan) from the bottom up. One step reads all attempts. The next step makes one row for each
# person. The window function ranks these rows, and `Limit` lets twenty of them pass. Only these twenty
# rows leave the database.
#
# | | read by the database | sent to Python | objects made of attempts |
# |---|---|---|---|
# | Python, objects | every attempt | every attempt, all columns | one for each |
# | Python, tuples | every attempt | every attempt, two columns | none |
# | SQL | every attempt | twenty rows | none |
#
# The first column is the same for all three. The database doesn't read less, so the line of SQL
# climbs too. The first version spends most of its time on the last column, and the second version on
# the middle one. When a page needs *one number* and no groups, sending the rows is nearly all of the
# work. Here is how long an attempt takes on average:

# %%
from datetime import timedelta

from django.db.models import Avg

finished = Attempt.objects.filter(pk__lte=30_000, finished_at__isnull=False)


def average_in_python():
    moments = finished.values_list("started_at", "finished_at")
    times = [finish - start for start, finish in moments]
    return sum(times, timedelta()) / len(times)


def average_in_sql():
    return finished.aggregate(average=Avg(F("finished_at") - F("started_at")))["average"]


print(average_in_python(), average_in_sql())
race(average_in_python, average_in_sql, names=("Python, tuples", "SQL"))

# %% [markdown]
# So the rule is not "the database is fast". The rule is: **code that turns many rows into few belongs
# where the rows are.** Counting, averaging, ranking, choosing the first ten: SQL. Formatting twenty
# rows: Python.
#
# ### Ties
#
# You have to tell the database exactly what you want. Three functions number rows, and they differ
# where two rows are equal:

# %%
from django.db.models.functions import DenseRank, RowNumber

best = F("score").desc()
window = {
    "row_number": Window(RowNumber(), order_by=best),
    "rank": Window(Rank(), order_by=best),
    "dense_rank": Window(DenseRank(), order_by=best),
}
print("score  row_number  rank  dense_rank")
for row in attempts.filter(contest=7).annotate(**window).order_by("-score", "pk").values()[:12]:
    print(f"{row['score']:>5}{row['row_number']:>12}{row['rank']:>6}{row['dense_rank']:>12}")

# %% [markdown]
# In a contest, equal people share a place, and the places after them are skipped: that is `RANK`. With
# `ROW_NUMBER`, one of two equal winners is told that she is second, and nothing defines which one.
#
# ## The price: joins that multiply rows
#
# ### Two counts in one query
#
# The database does what you say, and some queries say more than they seem to. Here is a post with a
# few hundred comments and about a hundred likes. First, one subquery for each number.

# %%
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def number_of(model):
    of_post = model.objects.filter(post=OuterRef("pk")).order_by().values("post")
    return Coalesce(Subquery(of_post.annotate(n=Count("*")).values("n")), 0)


apart = Post.objects.annotate(said=number_of(Comment), liked=number_of(Like))
post = apart.filter(said__range=(250, 400), liked__range=(80, 120)).order_by("pk").first()
print(f"{post.said} comments, {post.liked} likes")

# %%
times = predict("One query counts both with two joins. How many comments does it count?", ...)
times

# %%
joined = Post.objects.filter(pk=post.pk).annotate(said=Count("comments"), liked=Count("likes"))
[both] = joined.values("said", "liked")
print(both)
times.measured(both["said"])

# %% [markdown]
# No error, no warning, and the same wrong number twice. The joins made a row for each pair of a comment
# and a like, and both counts count all these pairs. With `distinct=True` the numbers are right:

# %%
distinct = Post.objects.filter(pk=post.pk).annotate(
    said=Count("comments", distinct=True), liked=Count("likes", distinct=True)
)
print(distinct.values("said", "liked").get())

with_pairs, each_alone = plan(distinct), plan(apart.filter(pk=post.pk))

# %%
bars(
    "The most rows that one step of the plan returns",
    {
        "distinct=True": max(step.rows for step in with_pairs.plan.root.walk()),
        "two sub-queries": max(step.rows for step in each_alone.plan.root.walk()),
    },
    unit="rows",
)

# %%
race(
    lambda: list(distinct.all()),
    lambda: list(apart.filter(pk=post.pk)),
    names=("distinct=True", "two sub-queries"),
)

# %% [markdown]
# To find the right numbers, the database built all the pairs and then threw them away. The number of
# pairs is a *product*: twice as many comments and twice as many likes are four times the work. Arena
# has posts with 20,000 comments.
#
# ### What else?
#
# - **There is one database, and there are many web servers.** The work is less, but every visitor waits
#   for the machine that does it. Compute a hall of fame that is shown a thousand times an hour once a
#   minute, and cache it.
# - **The line still climbs.** When it has become too slow for a visitor to wait, no query helps. Update
#   the sums as attempts come in (the chapter on counters), or refresh a materialized view.
# - **Logic in two languages.** A rule written twice, in SQL and in Python, will drift apart. Choose one
#   place for it.
#
# ## The claim: derive values in the database
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: derive values
# in the database. You needn't store a time taken, a percentile, a qualification or a rank, and you
# shouldn't compute them in Python. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Offload heavy-lifting on
# the database … all the time." **The article is right**, and three things are missing:
#
# - **Most of the gain is not the arithmetic.** It comes from objects that are not made, and then from
#   rows that are not sent. You saw how far tuples alone go.
# - **To show a derived value, you store nothing. To sort a whole table by it, you need an [index](../../site/glossary.md#index).** To
#   find the twenty quickest attempts of the whole site, SQL also reads every attempt, unless an index
#   stores the difference. That is the exercise *fastest*.
# - **It depends on the database.** SQLite can't subtract times. Django gives it a Python function for
#   that, which is called for each row, so much of the gain is lost there.
#
# The article also says that a percentile and a rank can't be stored, because one new score changes
# them for everybody. For a minute they can: in a cache, or in a materialized view that is refreshed.
# And since Django 5.0 a `GeneratedField` gives a value of *one* row a name. PostgreSQL before
# version 18 stores it; PostgreSQL 18 can also compute it when it is read (`db_persist=False`, from
# Django 6.1 on).
#
# ## Exercises
#
# Each exercise is one small file. Click on its name to open it beside this notebook, change it, save
# it, and run the check below. `%hint` helps, one step at a time.

# %%
# %task time_taken

# %%
# %check time_taken

# %%
# %task my_rank

# %%
# %check my_rank

# %%
# %task leaderboard

# %%
# %check leaderboard

# %%
# %task percentile

# %%
# %check percentile

# %%
# %task fastest

# %%
# %check fastest
