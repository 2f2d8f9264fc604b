# %% [markdown]
# # Indexes
#
# *Twenty-five minutes.* A slow query needs an index: which one, and what does it cost? This lesson adds
# an index to each of eight slow queries, compares the blocks that they read before and after, and then
# measures what the indexes cost when rows are written.

# %% tags=["setup"]
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from kata.notebook import Pair, bars, chart, plan, predict, queries, sandbox

sandbox(large=True)

# %% [markdown]
# ## Report: the index is there, and the page is as slow as before
#
# > *"The list of a day's comments was slow, so we added an index on the date. It is as slow as before.
# > And now posting a comment has become slower."*
#
# This is the list. Arena has half a million comments, from two years.

# %%
from django.db import connection
from django.db.models import Index, Q
from django.db.models.functions import Upper

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment
from kata.checks import explain

DAY = datetime(2024, 9, 14, tzinfo=UTC)

of_a_day = Comment.objects.filter(created_at__date=DAY.date())
print(f"{of_a_day.count():,} comments on that day, {explain(of_a_day).root.blocks:,} blocks read")

# %% [markdown]
# A [block](../../site/glossary.md#block) has 8 KiB, and PostgreSQL reads a table or an index a block at
# a time. So this page reads the whole table. With the index on the date:


# %%
@contextmanager
def indexed(model, *indexes):
    """Create indexes as a migration would, and drop them after the block."""
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(model, index)
    ask(f"ANALYZE {model._meta.db_table}")
    try:
        yield
    finally:
        for index in indexes:
            ask(f"DROP INDEX {index.name}")


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


with indexed(Comment, Index(fields=["created_at"], name="comment_created")):
    print(f"{explain(of_a_day).root.blocks:,} blocks read with the index")

# %% [markdown]
# ## Predict: how many of eight indexes help
#
# Here are eight queries that read a whole table, or a large part of it. Each gets an index with the
# columns that it names. The list above is one of them.

# %%
ada = 100  # the key of somebody who writes a lot
an_hour = (DAY, DAY + timedelta(hours=1))
newest = Comment.objects.order_by("-created_at")
minute = newest[1000].created_at

TRIALS = {
    "one minute": (
        Comment.objects.filter(created_at=minute),
        Index(fields=["created_at"], name="tried"),
    ),
    "newest 10 of a person": (
        newest.filter(author=ada)[:10],
        Index(fields=["author", "-created_at"], name="tried"),
    ),
    "newest 20 of all": (newest[:20], Index(fields=["created_at"], name="tried")),
    "oldest 20 rejected": (
        Comment.objects.filter(is_approved=False).order_by("created_at")[:20],
        Index(fields=["created_at"], name="tried", condition=Q(is_approved=False)),
    ),
    "a quarter of all rows": (
        Attempt.objects.filter(score__gte=65),
        Index(fields=["score"], name="tried"),
    ),
    "one hour, index (user, time)": (
        Attempt.objects.filter(started_at__range=an_hour),
        Index(fields=["user", "started_at"], name="tried"),
    ),
    "created_at__date": (of_a_day, Index(fields=["created_at"], name="tried")),
    "email__contains": (
        User.objects.filter(email__contains="777@"),
        Index(fields=["email"], name="tried"),
    ),
}

guess = predict("How many of the eight read fewer than half of the blocks?", ..., unit="queries")
guess

# %% [markdown]
# ## Experiment: blocks before and after, and the speed of inserts
#
# For each query: the blocks without the index, the blocks with it, and how much faster PostgreSQL is.


# %%
def cost(query):
    """Return the blocks that a query reads, and the milliseconds that PostgreSQL works."""
    plans = [explain(query) for _ in range(4)]
    return plans[-1].root.blocks, min(seen.execution_ms for seen in plans)


def tried(query, index):
    before = cost(query)
    with indexed(query.model, index):
        return before, cost(query)


measured = {name: tried(*trial) for name, trial in TRIALS.items()}

print(f"{'':30}{'before':>8}{'after':>8}    faster")
for name, ((blocks, ms), (fewer, sooner)) in measured.items():
    print(f"{name:30}{blocks:>8,}{fewer:>8,}{ms / sooner:>9,.1f}x")

guess.measured(sum(after[0] < before[0] / 2 for before, after in measured.values()))

# %%
Pair(
    bars(
        "Without the index",
        {name: before[0] for name, (before, _) in measured.items()},
        unit="blocks",
    ),
    bars(
        "With the index",
        {name: after[0] for name, (_, after) in measured.items()},
        unit="blocks",
    ),
)

# %% [markdown]
# Four queries read a handful of blocks instead of hundreds or thousands. The other four read as many as
# before, with an index on the very columns that they name. Now the other side: what does a new row cost? Here is a table with the rows
# of the attempts and only a primary key. It gets up to six further indexes, and each time 20,000 rows.

# %%
SECONDARY = ("user_id, started_at", "contest_id", "user_id", "score", "started_at", "finished_at")


def new_table(number):
    """Create an empty table with a number of indexes beside the primary key."""
    ask("DROP TABLE IF EXISTS written")
    ask("CREATE TABLE written (LIKE contests_attempt) WITH (fillfactor = 80)")
    ask("ALTER TABLE written ADD PRIMARY KEY (id)")
    for position, columns in enumerate(SECONDARY[:number]):
        ask(f"CREATE INDEX written_{position} ON written ({columns})")


def write(statement):
    """Run a statement; return the bytes of log that it wrote, and its milliseconds."""
    with queries(quiet=True) as page:
        [[[seen]]] = ask(f"EXPLAIN (ANALYZE, WAL, TIMING OFF, FORMAT JSON) {statement}")
    return seen["Plan"]["WAL Bytes"], page.ms


def insert(number, rows=20_000):
    """Return the bytes of log for a row, and the rows in a second."""
    seen = []
    for attempt in range(3):
        new_table(number)
        written, ms = write(
            "INSERT INTO written SELECT * FROM contests_attempt"
            f" WHERE id % {300_000 // rows} = {attempt} ORDER BY (id * 7919) % 300007"
        )
        seen.append((written / rows, 1000 * rows / ms))
    return min(seen)[0], max(rate for _, rate in seen)


inserts = {number: insert(number) for number in range(len(SECONDARY) + 1)}

# %%
Pair(
    chart(
        "Inserts by the number of indexes",
        {"INSERT": {number: rate for number, (_, rate) in inserts.items()}},
        x="indexes beside the primary key",
        y="rows a second",
    ),
    chart(
        "What an insert writes to the log",
        {"INSERT": {number: written for number, (written, _) in inserts.items()}},
        x="indexes beside the primary key",
        y="bytes a row",
    ),
)

# %%
bytes_alone, rate_alone = inserts[0]
print("indexes   time of a row   log of a row")
for number in (1, 2, 3, 6):
    written, rate = inserts[number]
    print(f"{number:>7}{rate_alone / rate:>15.1f}x{written / bytes_alone:>14.1f}x")

# %% [markdown]
# The log is PostgreSQL's write-ahead log (WAL): what it writes first, and what a replica receives. Time and
# log rise together with each index. The bytes are nearly the same on every run, on a busy machine too, so
# the exercise *four_queries* counts them.
#
# ## Why: an index is a sorted list
#
# An index is a sorted copy of some columns, each entry with the place of its row. All the rest follows.
#
# ### The first columns must be known
#
# A list by person and then time has each person's entries side by side. An hour of everybody is spread
# over all of it. In the other order it is one stretch. So first come the columns that the query compares
# with one value, then the one of the range or the order.

# %%
hour = Attempt.objects.filter(started_at__range=an_hour)
with indexed(Attempt, Index(fields=["user", "started_at"], name="person_first")):
    spread = cost(hour)
with indexed(Attempt, Index(fields=["started_at", "user"], name="time_first")):
    together = cost(hour)
with indexed(Attempt, Index(fields=["score", "started_at"], name="score_first")):
    skipped = cost(hour)

# %%
bars(
    "Attempts of one hour",
    {
        "index (user, started_at)": spread[0],
        "index (started_at, user)": together[0],
        "index (score, started_at)": skipped[0],
    },
    unit="blocks",
)

# %% [markdown]
# The third bar is an exception. There are only some twenty different scores, and PostgreSQL 18 can *skip*
# from one value of the first column to the next. Before version 18 it can't, and with 20,000 people that
# doesn't pay.
#
# ### The query must ask for what is in the list
#
# `created_at__date` computes the date of every row: `created_at AT TIME ZONE 'UTC'`, cut to a date. The
# list is not sorted by that. Ask for a range instead:

# %%
range_of_day = Comment.objects.filter(created_at__gte=DAY, created_at__lt=DAY + timedelta(days=1))
assert range_of_day.count() == of_a_day.count()

with indexed(Comment, Index(fields=["created_at"], name="comment_created")):
    by_date, by_range = cost(of_a_day), cost(range_of_day)
    tree = plan(range_of_day)

print(f"{by_date[0]:,} blocks, and {by_range[0]:,}: {by_date[1] / by_range[1]:,.0f} times as fast")
tree

# %% [markdown]
# The exercise *a_day* does this for every time zone. Where you can't change the query, put the expression
# in the index. `iexact` compares `UPPER(email)`, so that is what the index has to hold:

# %%
shouted = User.objects.filter(email__iexact="777@ARENA.example")
plain_index = tried(shouted, Index(fields=["email"], name="tried"))
upper_index = tried(shouted, Index(Upper("email"), name="tried"))


def faster(trial):
    (_, without), (_, with_it) = trial
    return f"{without / with_it:,.1f} times as fast"


print(f"index of email: {faster(plain_index)}; of UPPER(email): {faster(upper_index)}")

# %%
bars(
    "email__iexact",
    {
        "no index": plain_index[0][0],
        "index of email": plain_index[1][0],
        "index of UPPER(email)": upper_index[1][0],
    },
    unit="blocks",
)

# %% [markdown]
# ### Sorted, but by which rules?
#
# A prefix is a range: everything from `777` up to, but not including, `778`. That is true where text is
# sorted character by character. Arena's PostgreSQL does that, so any index serves a prefix there. A
# database that takes its collation from the operating system, such as `en_US.UTF-8`, sorts by the rules of
# a language. Here the column gets a collation of the operating system:

# %%
ask("CREATE COLLATION IF NOT EXISTS of_the_system (provider = libc, locale = 'C.UTF-8')")
ask("ALTER TABLE accounts_user ALTER email TYPE varchar(254) COLLATE of_the_system")
beginning = User.objects.filter(email__startswith="777")
by_language = tried(beginning, Index(fields=["email"], name="tried"))
by_character = tried(
    beginning, Index(fields=["email"], name="tried", opclasses=["varchar_pattern_ops"])
)
print(f"plain: {faster(by_language)}; with varchar_pattern_ops: {faster(by_character)}")

# %%
bars(
    "email__startswith",
    {
        "no index": by_language[0][0],
        "a plain index": by_language[1][0],
        "with varchar_pattern_ops": by_character[1][0],
    },
    unit="blocks",
)

# %% [markdown]
# Django knows that: `db_index=True` or `unique=True` on a `CharField` creates a second index with this
# operator class. `Index(fields=[...])` doesn't. And `contains` is no range in any order: an index of words
# or of trigrams serves that, in the chapter on search.
#
# ### Fewer rows, and no table at all
#
# A *partial* index holds only some rows, and a *covering* one holds all columns that a query shows. Then
# PostgreSQL needn't read the table. When did this person comment?

# %%
ask("VACUUM discuss_comment")
moments = Comment.objects.filter(author=ada).order_by("-created_at").values_list("created_at")
covered = tried(moments, Index(fields=["author", "-created_at"], name="tried"))

print(f"{covered[0][0]:,} blocks, then {covered[1][0]:,}: {faster(covered)}")

with indexed(Comment, Index(fields=["author", "-created_at"], name="comment_of_person")):
    tree = plan(moments)
tree

# %% [markdown]
# ### A quarter of a table is most of its blocks
#
# One row in four matches. A block has dozens of rows, so nearly every block has a row that matches. With
# the index or without it, nearly every block is read. PostgreSQL knows from its statistics how many rows to
# expect, and chooses.

# %%
quarter, index = TRIALS["a quarter of all rows"]
print(f"{quarter.count() / Attempt.objects.count():.0%} of the rows")
with indexed(Attempt, index):
    tree = plan(quarter)
tree

# %% [markdown]
# ## The price: every write pays for every index
#
# ### Updates
#
# An UPDATE writes a new version of the row. If no indexed column changes and the block has room, the new
# version goes into the same block and no index is touched: a *heap-only tuple* (HOT) update. If one
# indexed column changes, *every* index gets a new entry. `fillfactor = 80` leaves a fifth of each block
# free here.


# %%
def update(number, assignment):
    """Return the bytes of log for a row, and how many per cent of the updates were HOT."""
    new_table(number)
    ask("INSERT INTO written SELECT * FROM contests_attempt WHERE id % 15 = 0")
    rows = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'written'"
    written, _ = write(f"UPDATE written SET {assignment} WHERE id % 150 = 0")
    ask("SELECT pg_stat_force_next_flush()")
    [(updates, hot)] = ask(rows)
    return written / updates, 100 * hot / updates


KINDS = {
    "a column without an index": "medal = 'gold'",
    "a column with an index": "started_at = started_at + interval '1 day'",
}
updates = {
    kind: {number: update(number, assignment) for number in range(len(SECONDARY) + 1)}
    for kind, assignment in KINDS.items()
}

# %%
Pair(
    chart(
        "What an update writes to the log",
        {kind: {n: seen[0] for n, seen in by.items()} for kind, by in updates.items()},
        x="indexes beside the primary key",
        y="bytes a row",
    ),
    bars(
        "HOT updates with six indexes",
        {kind: by[len(SECONDARY)][1] for kind, by in updates.items()},
        unit="%",
    ),
)

# %% [markdown]
# An index makes an update more expensive only if the update changes a column of *some* index. So the most
# expensive index is the one on a column that changes all the time: a counter, or `updated_at`. A column in
# `include=` or in `condition=` counts as well.
#
# ### Room

# %%
new_table(len(SECONDARY))
ask("INSERT INTO written SELECT * FROM contests_attempt")
[(table, indexes)] = ask("SELECT pg_table_size('written'), pg_indexes_size('written')")

# %%
bars(
    "Size of the table, and of its seven indexes",
    {"table": table / 2**20, "indexes": indexes / 2**20},
    unit="MiB",
)

# %% [markdown]
# ### What else?
#
# - **A foreign key has an index already.** If another index begins with the same column, it does the same
#   work, and `db_index=False` saves one.
# - **Creating an index locks the table against writes.** On a site in use, `AddIndexConcurrently` doesn't.
# - **Nobody tells you that an index is of no use.** PostgreSQL counts how often each is read, in
#   `pg_stat_user_indexes`.
#
# ## The claim: add indexes to slow queries, but not too many
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# says: add indexes to slow queries, but don't overdo it, because "more indexes would impact performance of
# INSERT and UPDATE". **Both halves are right**, and both are too short to act on:
#
# - **"Add an index" is half of the work.** Four of eight indexes with the right columns helped nothing. What
#   decides is the order of the columns, the expression, the operator class, and how many rows fit. Look
#   at the [plan](../../site/glossary.md#plan), with the data of production.
# - **Inserts: right.** Every further index costs about the same again; you saw how much here. A partial
#   index costs nothing for a row that it doesn't hold.
# - **Updates: only those of an indexed column.** The others are HOT, however many indexes there are, while
#   a block has room.
# - **Slow is not the only reason.** The article calls a query slow above 30 ms. A query of 5 ms that runs a
#   hundred times a second deserves the index first.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and run
# the check below. `%hint` helps, one step at a time.

# %%
# %task a_day

# %%
# %check a_day

# %%
# %task will_it_be_used

# %%
# %check will_it_be_used

# %%
# %task four_queries

# %%
# %check four_queries

# %%
# %task case_blind

# %%
# %check case_blind

# %%
# %task two_to_drop

# %%
# %check two_to_drop

# %%
# %task on_a_live_site

# %%
# %check on_a_live_site
