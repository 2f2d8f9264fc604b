# %% [markdown]
# # In the database
#
# *Twenty minutes.* Ranks, averages, percentiles: a page shows a few numbers that depend on very many
# rows. Somebody has to look at all of these rows. This lesson is about who.

# %% tags=["setup"]
from kata.notebook import Pair, bars, chart, plan, predict, queries, race, start

start()

# %% [markdown]
# ## Report
#
# > *"In the first year the hall of fame was instant. Now it takes seconds, and every contest makes it
# > slower. We changed nothing."*
#
# Arena's hall of fame shows the twenty people who collected most points in all contests, with their
# ranks. This is the code: it adds up in Python, and it is right.

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
# And this is the same in the database: group, add, rank, sort, cut. Only the names come later, for
# the twenty that are left: joined before, they would be joined to every attempt.

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
# Somebody objected: "It is only slow because Django makes an object of every row. Fetch two columns
# as tuples, and Python is fine." So there is a third version.


# %%
def in_python_with_tuples(attempts):
    points = {}
    for person, score in attempts.filter(score__isnull=False).values_list("user_id", "score"):
        points[person] = points.get(person, 0) + score
    return first_twenty(points)


assert in_python_with_tuples(few) == in_python(few)

# %% [markdown]
# ## Predict
#
# Arena has 300,000 attempts. How many times as fast as the code with objects is the database?

# %%
guess = predict("With 300,000 attempts, SQL is how many times as fast?", ..., unit="times")
guess

# %% [markdown]
# ## Experiment
#
# Each version gets the first 3,000 attempts that Arena ever had, then 30,000, and so on until today.

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
# The objects climb out of sight, so the second chart leaves them out. There Python is slower than SQL
# by a few times, and not by dozens. So the objection was half right: most of the time went into
# making objects. But both lines of Python climb with every attempt, and the clock is not all that a
# visit costs.

# %%
import tracemalloc


def memory(board):
    tracemalloc.start()
    board(Attempt.objects.filter(pk__lte=30_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1_000_000


bars(
    "Memory of the web server for one visit, with 30,000 attempts",
    {
        "Python, objects": memory(in_python),
        "Python, tuples": memory(in_python_with_tuples),
        "SQL": memory(in_sql),
    },
    unit="MB",
)

# %% [markdown]
# Today there are ten times as many attempts, and four visitors at once take four times as much. All
# these rows have to come from the database first, too: here through the memory of one machine, in
# production through a network that everybody shares.
#
# ## Why

# %%
from django.db.models import Count

attempts = Attempt.objects.filter(score__isnull=False)
people = attempts.values("user").annotate(points=Sum("score"))
ranked = people.annotate(rank=Window(Rank(), order_by=F("points").desc()))
plan(ranked.order_by("-points", "-user")[:20])

# %% [markdown]
# Read it from below. One step reads all attempts. The next makes of them one row for each person. The
# window function ranks these, and `Limit` lets twenty pass. Only these twenty leave the database.
#
# | | read by the database | sent to Python | objects made of attempts |
# |---|---|---|---|
# | Python, objects | every attempt | every attempt, all columns | one for each |
# | Python, tuples | every attempt | every attempt, two columns | none |
# | SQL | every attempt | twenty rows | none |
#
# The first column is the same for all three. The database does not read less, so the line of SQL
# climbs too. Most of what the first version costs is the last column, and what the second one costs
# is the middle one. Where *one number* is asked for, and nothing has to be grouped, nearly all of the
# work is sending. Here is how long an attempt takes on average:

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
# So the rule is not "the database is fast". It is: **what makes few rows of many belongs where the
# rows are.** Counting, averaging, ranking, choosing the first: SQL. Making sentences of twenty rows:
# Python.
#
# ### Ties
#
# What the database does for you, you have to name exactly. Three functions number rows, and they
# differ where two are equal:

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
# `ROW_NUMBER` one of them is told that she is second, and chance decides which one.
#
# ## The price
#
# ### Two counts at once
#
# The database does what you say, and some sentences mean more than they seem to. Here is a post with
# a few hundred comments and about a hundred likes. First, each number by itself.

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
times = predict("One query counts both, by two joins. How many comments will it say?", ...)
times

# %%
joined = Post.objects.filter(pk=post.pk).annotate(said=Count("comments"), liked=Count("likes"))
[both] = joined.values("said", "liked")
print(both)
times.measured(both["said"])

# %% [markdown]
# No error, no warning, a wrong number, and the same one twice. Each comment was joined with each like
# of the post, and both counts counted all the pairs. Most people find `distinct=True` then, and the
# numbers are right:

# %%
distinct = Post.objects.filter(pk=post.pk).annotate(
    said=Count("comments", distinct=True), liked=Count("likes", distinct=True)
)
print(distinct.values("said", "liked").get())

with_pairs, each_alone = plan(distinct), plan(apart.filter(pk=post.pk))
bars(
    "The most rows that one step of the plan hands on",
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
# The right answer took all the pairs to find, and then threw them away. The number of pairs is a
# *product*: twice as many comments and twice as many likes are four times the work. Arena has posts
# with 20,000 comments.
#
# ### And else?
#
# - **The database is one, and web servers are many.** The work is less, but it is done where everybody
#   waits. A hall of fame that is shown a thousand times an hour should be computed once a minute and
#   kept.
# - **The line still climbs.** When no visitor can wait for it any more, no query helps: keep the sums
#   up to date as attempts come in (the chapter on counters), or refresh a materialized view.
# - **Logic in two languages.** A rule that lives in SQL and in Python comes apart. Choose one place
#   for it.
#
# ## The claim
#
# *Lessons from scale: Django* says: derive values in the database. Time taken, percentile,
# qualification and rank need not be stored, and must not be computed in Python. **It is right**, and
# says too little in three places:
#
# - **Most of the gain is not the arithmetic.** It is the objects that nobody makes, and then the rows
#   that nobody sends. You saw how far tuples alone go.
# - **To show a derived value, nothing has to be stored. To sort all rows by it, an index has to be.**
#   The twenty quickest attempts of the whole site cost a look at every attempt, in SQL as well, unless
#   an index holds the difference. That is exercise *fastest*.
# - **It depends on the database.** SQLite cannot subtract moments; Django lends it a Python function,
#   and most of the gain is gone.
#
# And the article's *percentile and rank cannot be stored* is a good rule of thumb, for they change
# for everybody when one score comes in. They can be stored for a minute.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

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
