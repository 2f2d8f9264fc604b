# %% [markdown]
# # Caching
#
# *Twenty minutes.* The fastest query is the one that you do not send. So people put a cache in front of
# everything. Two things are worth measuring first: how expensive a hit is, and what happens at the moment
# of a miss.

# %% tags=["setup"]
from kata.notebook import Pair, bars, cache_server, chart, lanes, predict, queries, sandbox, start

start()

# %% tags=["setup"]
cache_server()

# %% [markdown]
# ## Report: nine of ten hits, and no page is faster
#
# > *"Every person, every contest, every post has its key in the cache now. Nine of ten look-ups never
# > reach the database. The pages are as slow as before. And once an hour, when the hall of fame expires
# > from the cache, the whole site stands still."*
#
# Two complaints. Here is the code behind the first one. It is correct: the second call sends no query.

# %%
from functools import partial

from django.core.cache import cache

from arena.accounts.models import User


def by_query(user_id):
    return User.objects.values("username", "first_name", "last_name").get(pk=user_id)


def by_cache(user_id):
    return cache.get_or_set(f"person:{user_id}", partial(by_query, user_id), timeout=600)


by_cache(7)
with queries("Again, from the cache"):
    by_cache(7)

# %% [markdown]
# It stores a dictionary with the three columns that the page shows. A whole `User` would put the hash of
# the password into the cache as well: an instance is pickled with all its fields.
#
# Both servers run on this machine: PostgreSQL, and Valkey, a fork of Redis 7.2.4. It was made in 2024,
# when Redis gave up its open-source licence; Redis 8 has one again, the AGPL. Django speaks to both in
# the same way. The query finds one row by its primary key, in an index, in memory.
#
# ## Predict: a cache hit against a query
#
# The cache has this person. How much faster is that than the query?

# %%
guess = predict("How much faster is a hit than a query by primary key?", ..., unit="times")
guess


# %%
def milliseconds(call, times=20):
    """How long one call takes, in the fastest of several series: the others were disturbed."""
    call()
    series = []
    while len(series) < 3 or (len(series) < 7 and sum(series) < 300):
        with queries(quiet=True) as seen:
            for _ in range(times):
                call()
        series.append(seen.ms)
    return min(series) / times


one_row = {
    "query": milliseconds(lambda: by_query(7)),
    "hit": milliseconds(lambda: by_cache(7)),
}

# %%
bars("One person", {"PostgreSQL": one_row["query"], "the cache": one_row["hit"]}, unit="ms")

# %%
guess.measured(one_row["query"] / one_row["hit"])

# %% [markdown]
# ## Experiment: the form, the hit rate and the stampede
#
# ### In which form?
#
# Did you expect ten times, or a hundred? One row is hardly worth a cache, then. And a page? Here are a
# hundred posts with their authors, on their way from the database to the visitor. At each station you
# could stop and put what you have into the cache: the model instances, the rows as dictionaries, the
# finished HTML.

# %%
import pickle

from django.utils.html import format_html_join

from arena.discuss.models import Post

newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def instances(number=100):
    return list(newest.select_related("author")[:number])


def dictionaries(posts):
    return [{"title": post.title, "author": post.author.username} for post in posts]


def html(rows):
    lines = ((row["title"], row["author"]) for row in rows)
    return format_html_join("\n", "<li>{} by {}</li>", lines)


stations = {"model instances": instances()}
stations["dictionaries"] = dictionaries(stations["model instances"])
stations["HTML"] = html(stations["dictionaries"])
for name, what in stations.items():
    cache.set(name.replace(" ", "-"), what, timeout=600)

pages = {
    "the query": lambda: html(dictionaries(instances())),
    "model instances": lambda: html(dictionaries(cache.get("model-instances"))),
    "dictionaries": lambda: html(cache.get("dictionaries")),
    "HTML": lambda: cache.get("HTML"),
}
assert len({str(page()) for page in pages.values()}) == 1

page = {name: milliseconds(call, times=5) for name, call in pages.items()}
stored = {name: len(pickle.dumps(what)) / 1000 for name, what in stations.items()}

# %%
Pair(
    bars("A hundred posts as HTML, from ...", page, unit="ms"),
    bars("What is stored", stored, unit="kB"),
)

# %% [markdown]
# All four end with the same text. **The gain comes from how finished the cached value is, not from the
# cache itself.** Model instances have all columns, including those that the page never shows (the
# authors' password hashes are among them), and Python builds each object again.
#
# ### Behind which question?
#
# A third candidate: Arena's hall of fame, which adds up all points of all attempts. Each miss pays three
# times: it looks, it computes, and it stores. So what does the cache save when only some of the visits
# are hits?

# %%
from django.db.models import Sum

from arena.contests.models import Attempt


def hall_of_fame():
    people = Attempt.objects.filter(score__isnull=False).values("user")
    return list(people.annotate(points=Sum("score")).order_by("-points", "user")[:20])


def with_a_cache(key, compute, hits):
    """What a visit costs, in per cent of its cost without a cache, by hits in a hundred."""
    value = compute()
    cache.set(key, value, timeout=600)
    alone = milliseconds(compute, times=5)
    look = milliseconds(lambda: cache.get(key))
    store = milliseconds(lambda: cache.set(key, value, timeout=600))
    return {share: 100 * (look + (1 - share / 100) * (alone + store)) / alone for share in hits}


HITS = (0, 20, 40, 60, 80, 90, 95, 100)
visits = {
    "one person by key": with_a_cache("one", lambda: by_query(7), HITS),
    "ten posts as HTML": with_a_cache("ten", lambda: html(dictionaries(instances(10))), HITS),
    "the hall of fame": with_a_cache("hall", hall_of_fame, HITS),
}

# %%
chart(
    "Cost of a visit, by cache hit rate",
    visits,
    x="hits in a hundred visits",
    y="% of no cache",
    limits={"without a cache": 100},
)

# %% [markdown]
# Below the dashed line the cache saves time. At the left end it costs time: each visit looks, finds
# nothing, queries the database after all, and stores. For one person that is a good part of the query's
# cost, so it takes many hits to get it back, and there is not much to gain. The other lines begin near
# the dashed one and end near zero: the value behind the key is so much more expensive than the key.
#
# ### When it expires
#
# Now the second complaint. The hall of fame is cached for an hour. Then it expires, and eight visitors
# are there. To see what happens, each of them records what they do and when. They start together, and
# nobody continues before all eight have looked into the cache: on a busy site that happens by itself.

# %%
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import perf_counter, sleep

from django.db import connections

VISITORS = 8


class Visit:
    """One visitor: what they did, from when to when."""

    def __init__(self, gate):
        self.gate, self.done, self.began = gate, [], 0.0

    def all_have_looked(self):
        self.gate.wait()
        self.began = perf_counter()

    @contextmanager
    def doing(self, what):
        begin = 1000 * (perf_counter() - self.began)
        try:
            yield
        finally:
            if self.done and self.done[-1][0] == what:  # the same as before: one bar
                begin = self.done.pop()[1]
            self.done.append((what, begin, 1000 * (perf_counter() - self.began)))


def crowd(ask):
    """Let all visitors ask at once, and return what each of them did."""
    cache.delete_many(["hall", "hall:lock"])
    gate = Barrier(VISITORS, timeout=30)
    visits = [Visit(gate) for _ in range(VISITORS)]

    def visitor(visit):
        try:
            ask(visit)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(VISITORS) as pool:
        list(pool.map(visitor, visits))
    return {f"visitor {number}": visit.done for number, visit in enumerate(visits, 1)}


def everybody(visit):
    rows = cache.get("hall")
    visit.all_have_looked()
    if rows is None:
        with visit.doing("computes"):
            rows = hall_of_fame()
        cache.set("hall", rows, timeout=3600)
    return rows


stampede = crowd(everybody)

# %%
DOING = ("computes", "waits")
lanes("A stampede: who does what, and when", stampede, x="ms", kinds=DOING)

# %% [markdown]
# The database does the same work eight times, at the same time, and where it has fewer processors than
# that, **each computation takes longer than it would alone**. Nothing is in the cache until the first one
# is done, and every visitor who arrives before that joins them. That is how a site stands still once an
# hour.
#
# And the same with a lock in the cache. `cache.add()` stores a value only where there is none, and says
# whether it did. It is one step inside the server, so exactly one of the eight gets `True`.


# %%
def one_of_them(visit):
    rows = cache.get("hall")
    visit.all_have_looked()
    while rows is None:
        if cache.add("hall:lock", 1, timeout=30):
            try:
                rows = cache.get("hall")  # another visitor may have been faster
                if rows is None:
                    with visit.doing("computes"):
                        rows = hall_of_fame()
                    cache.set("hall", rows, timeout=3600)
            finally:
                cache.delete("hall:lock")
        else:
            with visit.doing("waits"):
                sleep(0.01)
            rows = cache.get("hall")
    return rows


in_order = crowd(one_of_them)


def end(visits):
    return max(until for done in visits.values() for _, _, until in done)


longest = max(end(stampede), end(in_order))

# %%
lanes("The same with a lock", in_order, x="ms", kinds=DOING, end=longest)

# %% [markdown]
# The axis is the same. Seven of eight do nothing, and where processors are short they are served earlier
# than if they had computed as well.
#
# And if the computation fails? Then nothing is stored, the next of those who wait takes the lock, and
# fails too: one after the other. The exercise caches the failure for a second, for those who wait.
#
# ## Why: what a cache hit costs
#
# Why is a hit so expensive? Take it apart: the same small value by its key, in five ways.

# %%
import redis
from django.conf import settings
from django.db import connection

cache.set("name", "ada", timeout=600)
client = redis.Redis.from_url(
    settings.CACHES["default"]["LOCATION"]
)  # without Django's cache around it
key = cache.make_key("name")
at_hand = {"name": "ada"}


def by_cursor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT username FROM accounts_user WHERE id = 7")
        return cursor.fetchone()


ways = {
    "PostgreSQL, a model": lambda: User.objects.get(pk=7),
    "PostgreSQL, a cursor": by_cursor,
    "Valkey, Django's cache": lambda: cache.get("name"),
    "Valkey, bare client": lambda: client.get(key),
    "a dict in this process": lambda: at_hand["name"],
}
microseconds = {name: 1000 * milliseconds(way, times=50) for name, way in ways.items()}

# %%
bars("One small value by its key", microseconds, unit="µs")

# %% [markdown]
# Look at the cursor and at Django's cache: the same value, one
# [round trip](../../site/glossary.md#round-trip) each, about the same time.
# Neither server works for long on one key. Then compare Django's cache with the bare client:

# %%
django_adds = 1 - microseconds["Valkey, bare client"] / microseconds["Valkey, Django's cache"]
print(
    f"{django_adds:.0%} of a hit is Django's layer, {1 - django_adds:.0%} the client and the round trip."
)

# %% [markdown]
# Both are one round trip to the same server. Django's own `RedisCache` creates a new client object for
# each call, builds the key, and unpickles the value. So this figure belongs to this back end, and to a
# server on the same machine: the package `django-redis` keeps its client, and its hit took half as long
# when we measured it. Over a network the round trip grows, and the rest stays. In the same way the model
# makes the query slower than the cursor: Django writes the SQL and builds an object.
#
# The dictionary in the process is far cheaper, and it is tempting. But each process has its own, they
# disagree, and you cannot empty them all.
#
# Because each call has its price, ask for fifty keys together:

# %%
keys = [f"name:{number}" for number in range(50)]
cache.set_many(dict.fromkeys(keys, "ada"), timeout=600)

fifty = {
    "get(), fifty times": milliseconds(lambda: [cache.get(key) for key in keys], times=2),
    "get_many(), once": milliseconds(lambda: cache.get_many(keys)),
}

# %%
bars("Fifty keys", fifty, unit="ms")

# %% [markdown]
# And in the other experiment, why did the form matter so much? Because the cache holds a pickle, and
# Python has to read it. Here without any round trip:

# %%
pickled = {name: pickle.dumps(what) for name, what in stations.items()}
bars(
    "To read back from its pickle",
    {name: 1000 * milliseconds(partial(pickle.loads, text)) for name, text in pickled.items()},
    unit="µs",
)

# %% [markdown]
# > [!WARNING]
# > Reading a pickle can run any code that its writer put there. A client that may write to your cache can
# > run code in your processes: keep the server in a private network, and give it a password.
#
# ## The price: a wait, and a second copy
#
# ### Somebody waits
#
# With the lock seven visitors sleep, each in a thread of the server. Many pages need not be that exact:
# cache the list for longer than it counts as fresh, let **one** visitor renew it, and give everybody else
# the old one until then.

# %%
from time import time


def the_old_one(visit):
    rows, fresh_until = cache.get("old-hall")
    visit.all_have_looked()
    if fresh_until < time() and cache.add("hall:lock", 1, timeout=30):
        with visit.doing("computes"):
            rows = hall_of_fame()
        cache.set("old-hall", (rows, time() + 3600), timeout=2 * 3600)
    return rows


cache.set("old-hall", (hall_of_fame(), time() - 1), timeout=3600)  # there, and a second too old
served_old = crowd(the_old_one)


def on_average(visits):
    return sum(until - begin for done in visits.values() for _, begin, until in done) / VISITORS


# %%
bars(
    "How long one of eight visitors waits, on average",
    {
        "everybody computes": on_average(stampede),
        "one computes, the others wait": on_average(in_order),
        "one computes, the others get the old one": on_average(served_old),
    },
    unit="ms",
)

# %% [markdown]
# ### It is a second copy
#
# A row is right. A copy of it was right once. Let a moderator rename a contest and delete the old title
# from the cache, and let a visitor come in the middle, between the deletion and the commit.

# %%
sandbox()

# %%
from django.db import transaction

from arena.contests.models import Contest
from arena.worlds import World

world = World(seed=6)
world.clear()
world.contests(1, attempts=(0, 0))


def title():
    return cache.get_or_set("title", lambda: Contest.objects.get().title, timeout=600)


def a_visitor():
    """Read the title on a connection of their own."""

    def visit():
        try:
            return title()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(visit).result()


def rename(new, delete_key):
    with transaction.atomic():
        Contest.objects.update(title=new)
        delete_key()
        print("In the middle: ", a_visitor())
    print("After commit:  ", title(), "| the row says:", Contest.objects.get().title)


Contest.objects.update(title="Old")
cache.delete("title")
rename("New", delete_key=lambda: cache.delete("title"))

# %% [markdown]
# The visitor found no key, read the title that everybody but the moderator still sees, and stored it for
# ten minutes. Now with `transaction.on_commit`:

# %%
Contest.objects.update(title="Old")
cache.delete("title")
a_visitor()
rename("New", delete_key=lambda: transaction.on_commit(lambda: cache.delete("title")))

# %% [markdown]
# Better, and not complete: a visitor may read the old title *before* the commit, be held up, and store it
# *after* the deletion. So never cache anything without a timeout. And do not cache what must be right
# now, such as a balance or a permission, unless each write deletes the copy.
#
# If the cache cannot be reached, a callback of `on_commit` raises, and the caller gets the error after
# the commit. `transaction.on_commit(..., robust=True)` logs it instead.
#
# Two prices are in [the next lesson](../11_pages_and_sessions/lesson.ipynb): a page that belongs to
# somebody, and a cache that is down.
#
# ## The claim: 45,000 requests a second
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# says: put Redis or memcached in front. Notes on the article say: "Adding cache to Django can help you
# handle 45k requests per second."
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: cache the
# users that are looked up all the time, and whole resources. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Use Redis as your primary
# cache."
#
# - **Whole resources: true**, and the more finished the better. This is where you saw the gain.
# - **Users, one by one: hardly**, with Django's own back end on one machine. A hit is a round trip as well,
#   and what it saves is small. It does take work from the database, which may be reason enough. And now
#   there is a copy of `is_active` that can be out of date.
# - **45,000 requests: not Django's.** The figure is from
#   [Disqus](https://blog.disqus.com/scaling-django-to-8-billion-page-views), in 2013. Its engineers
#   wrote about caching in Django: "Paired with Memcached, things are fast enough, but there is still a lot
#   of work still being done to serve a request." So they put an HTTP cache, Varnish, in front: most
#   requests never reached Python. The next lesson climbs that ladder.
#
# Neither of them mentions the stampede.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task top_list

# %%
# %check top_list

# %%
# %task nothing_there

# %%
# %check nothing_there

# %%
# %task many

# %%
# %check many

# %%
# %task on_commit

# %%
# %check on_commit

# %%
# %task stampede

# %%
# %check stampede
