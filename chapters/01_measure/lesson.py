# %% [markdown]
# # Measure first
#
# *Twenty minutes.* Before you make anything faster, find out what is slow. Many people start with the
# slow query. This lesson is about a slow page that has none.

# %% tags=["setup"]
from kata.notebook import bars, chart, plan, predict, queries, round_trip, start

start()

# %% [markdown]
# ## Report: a slow page, and an empty log of slow queries
#
# > *"The front page feels slow. I went through the log of slow queries, and it is empty."*
#
# Arena's front page shows the newest 50 posts: the author and the editor of each, its tags, and its
# numbers of comments and likes. This is the first post, as a browser receives it.

# %%
from django.test import Client

client = Client()
client.get("/").json()["posts"][0]

# %% [markdown]
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# gives a rule for such a page: **a response in less than 100 ms, each query in less than 20 ms**. Let's
# see whether the page keeps it.
#
# ## Predict: how many queries the front page sends
#
# How many queries does this page send for 50 posts? Look at the post above, and guess before you read
# on.

# %%
guess = predict("How many queries does the front page send?", ..., unit="queries")
guess

# %%
with queries(quiet=True) as visit:
    client.get("/")

guess.measured(visit.count)

# %% [markdown]
# ## Experiment: when each query is answered
#
# In this chart each query is a dot. Its **height** is how long the query took. Its position from left to
# **right** is when the page had the result, counted from the request.
#
# The page is opened twice: with the database on this machine, and with a
# [round trip](../../site/glossary.md#round-trip) of 1 ms to the database. (To see the round trip of your own site, time
# `SELECT 1` there.) The horizontal line is the rule for queries, the vertical line the rule for the page.

# %%
with queries(quiet=True) as near:
    client.get("/")

with round_trip(1), queries(quiet=True) as far:
    client.get("/")

# %%
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
# All dots are close to the bottom: so far below the rule for queries that a log of slow queries would
# name none of them. And with a round trip of 1 ms they go on past the rule for the page.

# %%
for where, seen in (("on this machine", near), ("1 ms away", far)):
    over = sum(query.ms > 20 for query in seen.sent)
    print(f"{where:>15}: {over} of {seen.count} queries over 20 ms, the page took {seen.ms:.0f} ms")

# %% [markdown]
# The rule is about *one* query. The visitor waits for *all* of them.
#
# ## Why: a fast query is not free
#
# First: which lines send the queries? Here is the same measurement, by line.

# %%
near

# %% [markdown]
# Most of the time goes into small queries that are sent once for every post. Most of these lines do not
# even look like queries: `post.author.username` is one.
#
# Second: why is a small query not free? Take one of them, the number of likes of a post. First Django
# sends it, and then PostgreSQL says how long it worked for the result.

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
# PostgreSQL's own work is the small part. Django writes the SQL, sends it to another process, that
# process wakes up and plans, and Python turns the result into objects. You pay this for **every** query,
# however fast it is. No index makes it less.
#
# So three numbers tell what a page costs, and only the last is in a log of slow queries:
#
# 1. how many queries it sends, and whether that number grows with the rows,
# 2. how long they take together,
# 3. how long the slowest one takes.
#
# ## The price: percentiles, and what measuring costs
#
# One visit tells you little. Here are 30 different posts of Arena, each opened once. Which number would
# you put on the dashboard: the average?

# %%
from statistics import mean, quantiles
from time import perf_counter

from django.conf import settings

published = Post.objects.filter(published_at__isnull=False).order_by("pk")
times = []
for pk in published.values_list("pk", flat=True)[:9000:300]:
    with queries(quiet=True) as visit:
        client.get(f"/posts/{pk}/")
    times.append(visit.ms)

# %%
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
# A few posts have very many comments. The average describes neither them nor the others. So state a
# budget as a **percentile**: *95 of 100 visits in less than 200 ms*. You need more visits to know it,
# and a place to collect them.

# %% [markdown]
# ### The same from production: a `/metrics` page
#
# Nobody keeps the time of every request. Prometheus fetches a page from each process every few
# seconds, and what is on it is counters: how many requests took up to 10 ms, up to 25 ms, and so on.
# [django-prometheus](https://github.com/korfuri/django-prometheus) brings such a page as a
# middleware and a URL. Its version 2.5 excludes Django 6.1, so here is the part of it that
# this lesson needs, with its name and its buckets:

# %%
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from prometheus_client import CollectorRegistry, Histogram, generate_latest

BUCKETS = (0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 25, 50, 75)
registry = CollectorRegistry()
latency = Histogram(
    "django_http_requests_latency_seconds_by_view_method",
    "Histogram of request processing time labelled by view.",
    ["view", "method"],
    buckets=BUCKETS,
    registry=registry,
)


class Metrics:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        name = match.view_name if match else "<unnamed view>"
        latency.labels(name, request.method).observe(perf_counter() - began)
        return response


def metrics(request):
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4")


urlpatterns = [path("metrics", metrics, name="metrics"), path("", include("arena.urls"))]
settings_with_metrics = override_settings(
    ROOT_URLCONF=__name__, MIDDLEWARE=[f"{__name__}.Metrics", *settings.MIDDLEWARE]
)

# %% [markdown]
# Send 100 requests to the page of one post. Most are for an ordinary post, and ten are for the posts
# with the most comments.

# %%
busy = list(published.order_by("-kept_comments").values_list("pk", flat=True)[:10])
ordinary = list(published.filter(kept_comments__lt=50).values_list("pk", flat=True)[:90])
with settings_with_metrics:
    visitor = Client()  # a client keeps the middleware of its first request
    for pk in busy + ordinary:
        visitor.get(f"/posts/{pk}/")
    page = visitor.get("/metrics").content.decode()

print(
    *[line for line in page.splitlines() if "thread" in line and "_created" not in line], sep="\n"
)

# %% [markdown]
# Each line counts all requests up to its bound `le`, those of the lines above it included. So the
# average can be read off exactly, and a percentile up to the width of a bucket.

# %%
from prometheus_client.parser import text_string_to_metric_families

[samples] = [
    metric.samples for metric in text_string_to_metric_families(page) if metric.type == "histogram"
]
of_thread = [sample for sample in samples if sample.labels["view"] == "thread"]
total, number = (
    next(sample.value for sample in of_thread if sample.name.endswith(end))
    for end in ("_sum", "_count")
)
up_to = {float(sample.labels["le"]): sample.value for sample in of_thread if "le" in sample.labels}


def quantile(share):
    lower = below = 0
    for bound, count in up_to.items():
        if count >= share * number:
            return lower + (bound - lower) * (share * number - below) / (count - below)
        lower, below = bound, count


p50, average, p95 = 1000 * quantile(0.5), 1000 * total / number, 1000 * quantile(0.95)

# %%
bars(
    "The page of one post, from /metrics: 100 requests",
    {"p50": p50, "average": average, "p95": p95},
    unit="ms",
)

# %% [markdown]
# Half of the visitors got their page in the first of these times, and the slowest 5% waited at least
# for the last. The average is neither. In Prometheus's own language, PromQL, this is one line, for
# all views and all instances:
#
# ```
# histogram_quantile(0.95, sum by (view, le) (rate(django_http_requests_latency_seconds_by_view_method_bucket[5m])))
# ```
#
# Read it from the inside: how fast each counter grows, over five minutes, which sees restarts; the sum of
# all instances and methods, bucket by bucket; and only then the percentile. An average of percentiles
# means nothing.
#
# ### What measuring costs
#
# Measuring has a price too:
#
# | To see | Use | It costs |
# |---|---|---|
# | the queries of one page, while you work | `queries()`, django-debug-toolbar | time for each query, so use it for counts |
# | which queries take most of production's time, all calls added up | `pg_stat_statements` | a restart to load it (`shared_preload_libraries`), and memory in the database |
# | slow queries | `log_min_duration_statement` | a log that you must read, with parameter values in it |
# | slow queries with their plans | `auto_explain` | with `log_analyze`, it times the steps of **every** query, fast ones too |
# | each response | a `Server-Timing` header | a middleware, which you will write: about 1 µs a query |
# | percentiles of each view | Prometheus | a middleware; every label multiplies the counters of each process |
# | why one query is slow | `EXPLAIN ANALYZE` (add `BUFFERS` before PostgreSQL 18) | it runs the query |
#
# A log has readers. Django fills parameters into the SQL before it sends it, so the database's log holds
# what visitors typed. This query asks PostgreSQL for the text of the query itself:

# %%
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute(
        "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND %s <> ''",
        ["ada@arena.example"],
    )
    print(cursor.fetchone()[0])

# %% [markdown]
# > [!WARNING]
# > Do not begin with `EXPLAIN`. A [plan](../../site/glossary.md#plan) explains one query. It cannot tell you that there are too many.

# %% [markdown]
# ### Experiment: the slowest statement, or the one that took most time
#
# The table names `pg_stat_statements` for production. It has one entry for each statement, values
# left out, with the number of calls and their total time. The next cell sends a small workload: once a
# search through all comments, and a hundred times the newest posts. Then it ranks the same entries by
# mean and by total.

# %%
from arena.discuss.models import Comment

ENTRIES = """
    SELECT queryid, query, calls, total_exec_time FROM pg_stat_statements
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)
        AND userid = current_user::regrole
"""


def entries():
    # The extension is in the database "postgres", and its view has the entries of all.
    with connection._nodb_cursor() as cursor:
        cursor.execute(ENTRIES, [connection.settings_dict["NAME"]])
        return {queryid: row for queryid, *row in cursor.fetchall()}


earlier = entries()
Comment.objects.filter(body__icontains="no such word").count()
for _ in range(100):
    list(published.order_by("-published_at")[:50])

since = []
for queryid, (query, calls, ms) in entries().items():
    _, calls_then, ms_then = earlier.get(queryid, ("", 0, 0))
    if calls > calls_then:
        name = "search, once" if "discuss_comment" in query else "newest posts, 100 times"
        since.append((name, calls - calls_then, ms - ms_then))

# %%
bars(
    "Ranked by mean",
    {name: ms / calls for name, calls, ms in sorted(since, key=lambda it: -it[2] / it[1])},
    unit="ms",
)

# %%
bars(
    "Ranked by total",
    {name: ms for name, _, ms in sorted(since, key=lambda it: -it[2])},
    unit="ms",
)

# %% [markdown]
# A list of slow queries has the search at its top. The database worked longer for the newest posts:
# each call is fast, and there are a hundred. Rank by total time, calls times mean, to see what to fix first.
#
# The counters add up since the server began to count. So the cell takes two readings, and subtracts. Do
# the same before and after a release. `pg_stat_statements_reset()` would do as well, but it takes the
# counts from everybody else who reads them.
#
# Which view sent a statement? A comment in the SQL can say so, as
# [sqlcommenter](https://google.github.io/sqlcommenter/) writes it. But look at what becomes of it here:

# %%
earlier = entries()
with connection.cursor() as cursor:
    for route in ("/", "/posts/", "/people/"):
        cursor.execute(f"SELECT count(*), 'a route' FROM discuss_tag /* route='{route}' */")

for queryid, (query, calls, _) in entries().items():
    if "'a route'" in query or "route=" in query:
        print(calls - earlier.get(queryid, ("", 0))[1], "calls:", query)

# %% [markdown]
# Three routes, and one entry: comments do not make a statement another one, and the text is that of the
# first call. So the comment tells the view only where one view sends the statement. In the log of slow
# statements and in `pg_stat_activity`, each call keeps its own comment.

# %% [markdown]
# ### Experiment: is it the database, or Python?
#
# Here is the front page once more, and then a version with four queries. Two clocks tell the parts:
# `time.perf_counter()` always goes on, and `time.thread_time()` only while this thread computes.

# %%
import time

from django.db.models import Count, Q


def before():
    client.get("/")


def after():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:50]
    found = list(posts.select_related("author", "editor").prefetch_related("tags"))
    keys = [post.pk for post in found]
    counted = Post.objects.filter(pk__in=keys).order_by()
    dict(counted.values_list("pk").annotate(n=Count("comments", Q(comments__is_approved=True))))
    dict(counted.values_list("pk").annotate(n=Count("likes")))


parts = {}
for name, page in (("before", before), ("after", after)):
    page()  # once to warm up
    with queries(quiet=True) as seen:
        cpu = time.thread_time()
        page()
        cpu = 1000 * (time.thread_time() - cpu)
    parts[f"{name}: in queries"] = seen.db_ms
    parts[f"{name}: all the rest"] = seen.ms - seen.db_ms
    print(
        f"{name:>6}: {seen.count} queries; {cpu:.0f} ms of CPU in this thread, elapsed {seen.ms:.0f} ms"
    )

# %%
bars("Where the time of the front page goes", parts, unit="ms")

# %% [markdown]
# Both parts become smaller: each query costs Python too, which builds the SQL and the instances. The
# CPU time includes what Django and the driver compute *in* a query, so the two parts overlap.
#
# Which functions? `cProfile` counts calls. *Own time* (`tottime`) is spent in the function itself;
# *cumulative time* (`cumtime`) includes what it calls. Look for a function of yours in the second, and
# for what is expensive in the first.

# %%
import cProfile
import pstats

profile = cProfile.Profile()
profile.runcall(before)
pstats.Stats(profile).sort_stats("tottime").print_stats(6)

# %% [markdown]
# `cProfile` slows down each call, so use it to compare functions, not to time a page. In production,
# [py-spy](https://github.com/benfred/py-spy) looks at a running process from outside.
#
# ## The claim: 100 ms a page, 20 ms a query
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# gives a budget, and advises you to turn on Django's `LOGGING` to see how long queries take. Notes on
# the article put the budget like this: "make sure that the response time is under 100ms, and in turn make
# sure queries are executed within 20ms".
#
# - **Under 100 ms a page**: a good rule; state it as a percentile.
# - **Under 20 ms a query**: the front page keeps it, and still takes as long as you saw. Add a budget for
#   the number of queries.
# - **Turn on `LOGGING`**: that helps on your laptop only. Arena runs as production does, with `DEBUG`
#   off. The next cell opens the page and shows how many queries Django has recorded:

# %%
client.get("/")
len(connection.queries)

# %% [markdown]
# None. With `DEBUG` off Django records no query and logs none, at any level. With `DEBUG` on it keeps
# the last 9,000 of each connection in memory.
#
# [Django on Steroids: Lessons from Scale](https://pyvideo.org/pycon-pune-2017/django-on-steroids-lessons-from-scale.html)
# adds the database's log, `EXPLAIN ANALYZE`, and the browser's developer tools. Its
# [slides](https://sanketsaurav.github.io/django-on-steroids/) say: "Tail database logs to see what your
# ORM queries actually mean." All three are right, and the exercises begin there.
#
# ## Exercises
#
# Each exercise is one small file. Click on its name to open it beside this notebook, change it, save it,
# and run the check below. `%hint` gives one hint at a time.

# %%
# %task archive

# %%
# %check archive

# %% [markdown]
# The other exercises of this chapter are harder. Solve those of
# [Related objects](../02_related_objects/lesson.ipynb) first, then come back.

# %%
# %task read_the_plan

# %%
# %check read_the_plan

# %%
# %task by_total_time

# %%
# %check by_total_time

# %%
# %task slow_queries

# %%
# %check slow_queries

# %%
# %task slow_log

# %%
# %check slow_log

# %%
# %task estimates

# %%
# %check estimates

# %%
# %task server_timing

# %%
# %check server_timing

# %%
# %task cpu_or_wait

# %%
# %check cpu_or_wait

# %%
# %task catch_it

# %%
# %check catch_it

# %%
# %task p95

# %%
# %check p95

# %% [markdown]
# Next: [Related objects](../02_related_objects/lesson.ipynb), where you make the front page fast.
