# %% [markdown]
# # Replicas
#
# *Twenty minutes.* A replica is a second PostgreSQL that repeats what the first one has done. It can answer
# most reads of a site. It answers them from a moment ago, and for some reads a moment is too long.

# %% tags=["setup"]
from contextlib import contextmanager
from itertools import count
from statistics import mean, quantiles
from time import perf_counter, sleep

from kata.notebook import Pair, bars, chart, predict, sandbox

sandbox()

# %% [markdown]
# ## Report: the comment that was lost for a second
#
# > *"Since our reads go to the replica, visitors comment twice. They say that their comment was lost. We
# > look, and both are there."*
#
# Here are two real servers: a primary, which takes the writes, and a
# [replica](../../site/glossary.md#replica) that streams from it. In Django the primary is `"default"`, and
# the replica has an alias of its own.

# %%
from django.db import connection, transaction

from arena.accounts.models import User
from kata.databases import pairs

names = map("visitor{}".format, count())


@contextmanager
def servers():
    """A primary and its replica, both empty, for one experiment."""
    with pairs.serving() as pair, pairs.using(pair):
        yield pair


def sees(alias, key):
    return User.objects.using(alias).filter(pk=key).exists()


with servers() as pair:
    pair.pause()
    key = User.objects.create(username=next(names)).pk
    print("The primary has it:", sees("default", key))
    print("The replica has it:", sees("replica", key))
    pair.resume()
    print("The replica has it, a moment later:", sees("replica", key))

# %% [markdown]
# `pause()` tells the replica to receive changes and to apply none of them. A busy replica does the same to
# you, only for less time: a long query, a large `UPDATE` or a slow network holds it up.
#
# ## Predict: half a second behind
#
# A replica applies each change half a second after it was made. A hundred visitors write, and each of them
# looks at the result at some moment in the second after that. How many miss their own write?

# %%
guess = predict("How many of a hundred miss it?", ..., unit="visitors")
guess


# %%
def missed(pair, delay, writes=15, every=0.02, until=1.0):
    """Return how many percent of the reads miss a write, by its age in milliseconds."""
    pair.delay(delay)
    written, reads, began = {}, [], perf_counter()
    end = writes * every + min(until, delay / 1000 + 0.2)
    while (now := perf_counter() - began) < end:
        if len(written) < writes and now >= len(written) * every:
            key = User.objects.create(username=next(names)).pk
            written[key] = perf_counter()
        asked = perf_counter()
        found = User.objects.using("replica").filter(pk__in=written).values_list("pk", flat=True)
        found = set(found)
        reads += [(asked - then, key not in found) for key, then in written.items()]
        sleep(0.004)
    ages = {}
    for age, is_missing in reads:
        ages.setdefault(int(20 * age) * 50, []).append(100 * is_missing)
    return {age: mean(each) for age, each in sorted(ages.items()) if age < 1000 * until}


with servers() as pair:
    curves = {f"{delay} ms": missed(pair, delay) for delay in (0, 200, 500)}

half = curves["500 ms"]
guess.measured(sum(half.get(age, 0) for age in range(0, 1000, 50)) / 20)

# %% [markdown]
# ## Experiment: who misses what
#
# The same for three delays. Read it from the left, where a write is new:

# %%
chart(
    "Reads on the replica that miss a write",
    curves,
    x="age of the write in ms",
    y="% of the reads",
    top=100,
)

# %% [markdown]
# Until the delay is over, every read on the replica misses the write. Without a delay, on one machine
# that does nothing else, it takes milliseconds. The browser that wrote asks for its next page
# immediately, at the left end of the curve. Everybody else comes later, and doesn't know what to miss.
#
# Now the replica stands still. Forty visitors read five pages each, and two of them have written first.
# Three ways to choose where a page is read:


# %%
def visits(choose, visitors=40, pages=5, writers=2):
    """Return how many pages miss the visitor's own write, and how many reads the primary got."""
    misses = on_primary = 0
    for number in range(visitors):
        has_written = number < writers
        key = User.objects.create(username=next(names)).pk if has_written else 0
        for _ in range(pages):
            alias = choose(has_written)
            on_primary += alias == "default"
            misses += not sees(alias, key) if has_written else 0
    return misses, on_primary


ways = {
    "all from the primary": lambda has_written: "default",
    "all from the replica": lambda has_written: "replica",
    "writers from the primary": lambda has_written: "default" if has_written else "replica",
}
with servers() as pair:
    pair.pause()
    found = {title: visits(choose) for title, choose in ways.items()}

# %%
Pair(
    bars("Own writes missed", {title: each[0] for title, each in found.items()}, unit="pages"),
    bars("Read from the primary", {title: each[1] for title, each in found.items()}, unit="pages"),
)

# %% [markdown]
# Only those who wrote have to read from the primary, and only for a while. Of 200 pages that is ten here. It
# is the exercise `own_writes`.
#
# ## Why: a transaction can't read elsewhere
#
# A replica repeats what was *committed*. Of a transaction that is still open it has nothing, even with no
# delay at all. This is what a router does that sends every read to the replica:

# %%
with servers() as pair, transaction.atomic():
    key = User.objects.create(username=next(names)).pk
    sleep(0.1)
    print("In the transaction, the primary has it:", sees("default", key))
    print("In the transaction, the replica has it:", sees("replica", key))

# %% [markdown]
# So `db_for_read()` has to know whether the connection to the primary is inside `atomic()`. Django helps
# with the rest. `select_for_update()`, `get_or_create()` and `update_or_create()` ask `db_for_write()`.
# `atomic()` without `using` is a transaction on the primary only.
#
# Three more things surprise people:
#
# - A **session in the database** is a row too. Read from the replica right after the log-in, it is not
#   there, and the visitor is anonymous.
# - Two objects from different aliases don't fit together until a router's `allow_relation()` says so.
# - `TEST: {"MIRROR": "default"}` makes both aliases one connection in your tests. Then no test can see a
#   delay.
#
# ## The price: a wait, or an old page
#
# PostgreSQL can make a commit wait until the replica has applied it: `synchronous_commit = remote_apply`.
# Then a read on the replica misses nothing that was committed before. What does a commit cost with
# it, here with both servers on one machine, and with a replica that is 20 ms behind?


# %%
def milliseconds(setting, times=15):
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {setting}")

    def commit():
        began = perf_counter()
        User.objects.create(username=next(names))
        return 1000 * (perf_counter() - began)

    return quantiles([commit() for _ in range(times)], n=4)[0]


with servers() as pair:
    commits = {"the primary alone": milliseconds("local")}
    pair.primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    pair.primary.ask("SELECT pg_reload_conf()")
    pair.primary.wait("SELECT bool_or(sync_state = 'sync') FROM pg_stat_replication")
    commits["the replica has received it"] = milliseconds("remote_write")
    commits["the replica has applied it"] = milliseconds("remote_apply")
    pair.delay(20)
    commits["the same, 20 ms behind"] = milliseconds("remote_apply")

# %%
bars("One commit", commits, unit="ms")

# %% [markdown]
# On one machine that does nothing else, the wait is short. But a writer waits for as long as the replica
# is behind, and with a replica that stands still no commit ends. You can set it for single
# transactions: `SET LOCAL synchronous_commit`.
#
# A replica costs more than a machine. You have to watch `replay_lag` in `pg_stat_replication`, and to
# decide what pages do while the replica is down. A long query on it is cancelled when it needs rows that the
# primary has cleaned up, unless `hot_standby_feedback` keeps them, which lets tables on the primary grow.
#
# ## The claim: send all reads to the slaves
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) advises master and slave
# databases, with the reads on the slaves. Today they are called primary and replica.
#
# - **Replicas take reads off the primary: true.** In the experiment above 190 of 200 pages came from there.
# - **All reads: wrong.** A writer who reads from a replica misses the own write in the milliseconds after
#   it, as the first chart shows. A transaction that does so misses it with certainty.
# - **It does nothing for writes.** Each replica repeats every write of the primary. When the primary is
#   busy with writing, more replicas are busy with the same.
# - **First make reads cheaper.** An index or a cache takes more off the primary than a second server, and
#   neither of them is behind in a way that you can't choose.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task router

# %%
# %check router

# %%
# %task own_writes

# %%
# %check own_writes

# %%
# %task replica_down

# %%
# %check replica_down
