# %% [markdown]
# # Replicas
#
# *Half an hour.* A replica is a second PostgreSQL that repeats what the first one has done. It can answer
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
from django.db import OperationalError, connection, connections, transaction

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
# ### Wait, but not for long
#
# The log of the primary is one sequence of bytes, and a position in it is an LSN. A reader who knows the
# position of the write can ask the replica whether it has applied the log up to there, and can wait for it:
# here for at most 100 ms, and then the reader goes to the primary.


# %%
def wait(position, seconds):
    """Return where to read, and after how many milliseconds that is known."""
    began = perf_counter()
    while True:
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
            has_it, waited = cursor.fetchone()[0], perf_counter() - began
        if has_it or waited >= seconds:
            return "replica" if has_it else "default", 1000 * waited
        sleep(0.005)


def waits(pair, delay, reads=4):
    pair.delay(delay)
    found = []
    for _ in range(reads):
        User.objects.create(username=next(names))
        found.append(wait(pair.primary.ask("SELECT pg_current_wal_flush_lsn()"), 0.1))
    return found


with servers() as pair:
    by_delay = {f"{delay} ms behind": waits(pair, delay) for delay in (0, 40, 400)}

# %%
Pair(
    bars(
        "Wait of a read",
        {title: mean(waited for _, waited in each) for title, each in by_delay.items()},
        unit="ms",
    ),
    bars(
        "Read from the primary",
        {title: sum(alias == "default" for alias, _ in each) for title, each in by_delay.items()},
        unit="reads of 4",
    ),
)

# %% [markdown]
# A reader waits for as long as the replica is behind, and no longer. When the replica is further behind than the
# bound, each reader pays the whole wait and goes to the primary after all. A sleep that is hoped to be long enough
# has both faults: it is too long on a good day, and too short on a bad one. It is the exercise `wait_for_lsn`.
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
# decide what pages do while the replica is down.
#
# ### A long report, and what it costs the primary
#
# A report on the replica has a snapshot, and needs the rows that this snapshot sees. The primary doesn't know that:
# its VACUUM removes them, and the replica has to repeat this. Somebody has to wait, or to give up. Here a report
# has begun, and the primary changes 200 people ten times and vacuums after each change.


# %%
def during_a_report(pair, **settings):
    """Return how the report ends, what the replica does, and the size of the table in KB."""
    pair.primary.ask("VACUUM FULL accounts_user")
    pair.catch_up()
    pair.configure(**settings)
    ends, people = "ends", User.objects.using("replica")
    try:
        with transaction.atomic(using="replica"):
            with connections["replica"].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            people.count()
            for number in range(10):
                User.objects.update(last_name=f"Name {number}")
                pair.primary.ask("VACUUM accounts_user")
            replica = pair.held_up() or "goes on"
            people.count()
    except OperationalError:
        ends = "is cancelled"
    finally:
        connections["replica"].close()
        pair.reset()
    size = pair.primary.ask("SELECT pg_relation_size('accounts_user') / 1024")
    return ends, replica, size


choices = {
    "cancel": {"hot_standby_feedback": "off", "max_standby_streaming_delay": "0"},
    "wait": {"hot_standby_feedback": "off", "max_standby_streaming_delay": "-1"},
    "feedback": {"hot_standby_feedback": "on", "max_standby_streaming_delay": "0"},
}
with servers() as pair:
    User.objects.bulk_create(User(username=next(names)) for _ in range(200))
    outcomes = {title: during_a_report(pair, **each) for title, each in choices.items()}
for title, (ends, replica, _) in outcomes.items():
    print(f"{title}: the report {ends}, the replica {replica}")

# %%
bars("The table on the primary", {title: each[2] for title, each in outcomes.items()}, unit="KB")

# %% [markdown]
# With `max_standby_streaming_delay` at 0, the report is cancelled. With -1 the replica waits for it, and every
# other reader of the replica sees old pages. With `hot_standby_feedback` both go on, and the primary pays: as long as
# the report runs, VACUUM leaves every row that dies, in all tables. So a report should fetch what it needs, end its
# transaction, and write afterwards. The feedback doesn't help against a migration, which locks the table on the
# replica too. It is the exercise `long_report`.
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
# %task wait_for_lsn

# %%
# %check wait_for_lsn

# %%
# %task replica_down

# %%
# %check replica_down

# %%
# %task long_report

# %%
# %check long_report
