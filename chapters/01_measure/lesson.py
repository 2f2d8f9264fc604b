# %% [markdown]
# # Measure first
#
# *Fifteen minutes.* Before anything is made faster, somebody has to say what is slow. The usual way
# is to look for the slow query. This lesson is about a page that has none.

# %% tags=["setup"]
from kata.notebook import bars, chart, plan, predict, queries, round_trip, start

start()

# %% [markdown]
# ## Report
#
# > *"The front page feels slow. I went through the log of slow queries, and it is empty."*
#
# The front page of Arena shows the newest 50 posts: who wrote each, who edited it, its tags, how many
# comments and likes it has. This is the first of them, as a browser gets it.

# %%
from django.test import Client

client = Client()
client.get("/").json()["posts"][0]

# %% [markdown]
# Two of the articles that this course began with give a rule for such a page: **a response in less
# than 100 ms, each query in less than 20 ms**. Let us hold the page to it.
#
# ## Predict
#
# How many queries does this page send, for 50 posts? Look at the row above, write your guess in place
# of the three dots, and run the cell.

# %%
guess = predict("How many queries does the front page send?", ..., unit="queries")
guess

# %%
with queries(quiet=True) as visit:
    client.get("/")

guess.measured(visit.count)

# %% [markdown]
# ## Experiment
#
# Now every one of these queries becomes a dot. Its **height** is how long it took. How far to the
# **right** it stands is when the page had its answer, counted from the request.
#
# The page is opened twice: with the database on this machine, and with one that is a millisecond
# away, as it is in many data centres. The rule for queries is the horizontal line, and the rule for
# the page the vertical one.

# %%
with queries(quiet=True) as near:
    client.get("/")

with round_trip(1), queries(quiet=True) as far:
    client.get("/")

chart(
    "Every query of the front page: how long it took, and when it was answered",
    {
        "database on this machine": [(query.at, query.ms) for query in near.sent],
        "database 1 ms away": [(query.at, query.ms) for query in far.sent],
    },
    x="ms since the request",
    y="ms for one query",
    limits={"the rule: 20 ms a query": 20},
    across={"100 ms a page": 100},
    dots=True,
    top=25,
)

# %% [markdown]
# The dots crawl along the floor. They are so far below the rule for queries that no log of slow
# queries would ever name one of them. And they crawl on, past the time that a visitor is willing to
# wait.

# %%
for where, seen in (("on this machine", near), ("1 ms away", far)):
    over = sum(query.ms > 20 for query in seen.sent)
    print(f"{where:>15}: {over} of {seen.count} queries over 20 ms, the page took {seen.ms:.0f} ms")

# %% [markdown]
# The rule asks how long *one* query takes. The visitor waits for *all* of them.
#
# ## Why
#
# First: which line asks? The same measurement, by line.

# %%
near

# %% [markdown]
# The query that takes longest by itself is the one for the list. It is sent once, and it is nearly
# blameless. The time went into small questions that were asked for every post, and most of these
# lines do not even look like queries: `post.author.username` is one.
#
# Second: why is a small question not free? Take one of them, the number of likes of a post. First we
# ask through Django, and then we let PostgreSQL say how long it worked for the answer.

# %%
from arena.discuss.models import Post

newest = Post.objects.filter(published_at__isnull=False).latest("published_at")
newest.likes.count()  # once to warm up

with queries(quiet=True) as asked:
    for _ in range(20):
        newest.likes.count()

worked = plan("SELECT COUNT(*) FROM discuss_like WHERE post_id = %s", [newest.pk])
worked

# %%
bars(
    "One small question",
    {
        "PostgreSQL works for": worked.ms,
        "Django waits for": asked.db_ms / asked.count,
        "the view spends": asked.ms / asked.count,
    },
    unit="ms",
)

# %% [markdown]
# Most of it is not the answer, it is the asking. Django writes the SQL, the question goes to another
# process, that process wakes up, plans, answers, and Python makes an object of the reply. You pay
# that for **every** query, however quick the answer. No index makes it less.
#
# So three numbers tell what a page costs, and only one of them is in a log of slow queries:
#
# 1. how many queries it sends, and whether that grows with the rows,
# 2. how long they take together,
# 3. how long the slowest takes.
#
# ## The price
#
# One visit is an anecdote. Here are 30 different posts of Arena, each opened once. Which number would
# you put on the wall: the average?

# %%
from statistics import mean, quantiles

published = Post.objects.filter(published_at__isnull=False).order_by("pk")
times = []
for pk in published.values_list("pk", flat=True)[:9000:300]:
    with queries(quiet=True) as visit:
        client.get(f"/posts/{pk}/")
    times.append(visit.ms)

ordered = sorted(times)
bars(
    "The page of one post: 30 posts",
    {
        "median": ordered[len(ordered) // 2],
        "average": mean(ordered),
        "95th percentile": quantiles(ordered, n=20)[-1],
        "worst": ordered[-1],
    },
    unit="ms",
)

# %% [markdown]
# A few posts have very many comments. The average describes neither them nor the others, and the
# visitors of the busy posts are the ones that you would like to keep. So a budget is a **percentile**:
# *95 of 100 visits in less than 200 ms*. It takes more visits to know it, and a place to collect them.
#
# Measuring has a price as well, and each tool has its own:
#
# | To see | Use | It costs |
# |---|---|---|
# | the queries of one page, while you work | `queries()`, django-debug-toolbar | a few microseconds a query |
# | what production asks most | `pg_stat_statements` | a little memory in the database |
# | the slow ones, with their plans | `log_min_duration_statement`, `auto_explain` | a log that somebody must read |
# | each response | a `Server-Timing` header, Prometheus | a middleware, which you will write |
# | why one query is slow | `EXPLAIN (ANALYZE, BUFFERS)` | it runs the query |
#
# > [!WARNING]
# > Do not begin with the last one. A plan explains one query. It cannot tell you that there are too
# > many.
#
# ## The claim
#
# *Scaling Django for millions of users* and the notes that followed it say: responses in under
# 100 ms, queries in under 20 ms, and turn on Django's `LOGGING` to see how long queries take.
#
# - **Under 100 ms a page**: a good rule, best said as a percentile.
# - **Under 20 ms a query**: the front page keeps it and is late all the same. A budget for one query
#   needs another beside it, for their number.
# - **Turn on `LOGGING`**: that helps on your laptop only. Arena runs as production does, with
#   `DEBUG` off, and this is what Django has written down of the visit in the next cell:

# %%
from django.db import connection

client.get("/")
len(connection.queries)

# %% [markdown]
# Nothing. With `DEBUG` off Django notes no query and tells its logger of none, at any level. With
# `DEBUG` on it keeps the last 9,000 in memory, which production cannot afford.
#
# *Lessons from scale* adds: use `EXPLAIN ANALYZE`, the log of the database, and the browser's
# developer tools. All three are right, and the exercises begin there.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task slow_queries

# %%
# %check slow_queries

# %%
# %task server_timing

# %%
# %check server_timing

# %%
# %task read_the_plan

# %%
# %check read_the_plan

# %%
# %task catch_it

# %%
# %check catch_it

# %% [markdown]
# Next: [Related objects](../02_related_objects/lesson.ipynb), where the front page gets fast.
