# %% [markdown]
# # Big tables
#
# *Twenty-five minutes.* A query that is fine for a thousand rows can be unusable for half a million,
# although it still shows only fifty. This lesson is about three things that happen to big tables: people
# page through them, somebody deletes their oldest rows, and somebody buys a larger machine for them.

# %% tags=["setup"]
from kata.notebook import bars, chart, plan, predict, queries, race, sandbox

sandbox(large=True)

# %% [markdown]
# ## Report: page 8,000 is slow, and comments appear twice
#
# > *"I read through all comments, newest first. The first pages are instant. Each further page takes
# > longer, and some comments appear on two pages."*
#
# The list that moderators read has 500,000 comments, 50 on a page. It has an index on exactly its order:

# %%
from django.db import connection, transaction
from django.db.models import Q

from arena.discuss.models import Comment


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


run("CREATE INDEX IF NOT EXISTS comment_in_time ON discuss_comment (created_at, id)")

newest = Comment.objects.order_by("-created_at", "-pk")


def by_offset(depth):
    return newest[depth : depth + 50]


# %% [markdown]
# First the comments that appear twice. A moderator opens page 1. Somebody writes a comment. The
# moderator opens page 2.

# %%
with transaction.atomic():
    page_1 = list(by_offset(0))
    Comment.objects.create(
        post_id=page_1[0].post_id,
        author_id=page_1[0].author_id,
        body="Just now.",
        created_at=page_1[0].created_at,
    )
    page_2 = list(by_offset(50))
    transaction.set_rollback(True)

{comment.pk for comment in page_1} & {comment.pk for comment in page_2}

# %% [markdown]
# The last comment of page 1 is the first of page 2, because everything moved down by one. When somebody
# deletes a comment, everything moves up, and the moderator misses one. An offset is a *number of rows*,
# and the rows in front of a page change.
#
# ## Predict: a keyset is faster than an offset by how much?
#
# The cure is called [keyset](../../site/glossary.md#keyset) pagination. The link to the next page names
# the last comment of this one: its time and its id. The next page begins after that *place*, wherever
# it is by then. This is the condition as it is often copied: older, or of the same time and with a
# lower id.


# %%
def by_or(at, key):
    return newest.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=key))[:50]


guess = predict("At depth 480,000, how much faster is it than OFFSET?", ..., unit="times")
guess

# %% [markdown]
#
# ## Experiment: pages, old months and memory
#
# ### A page, at any depth
#
# Two more ways to write the same condition take part. One gives a range first and cuts the ties after
# it. The other compares the pair, as SQL can.


# %%
def by_range(at, key):
    return newest.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))[:50]


ROW_VALUES = """
    SELECT * FROM discuss_comment WHERE (created_at, id) < (%s, %s)
    ORDER BY created_at DESC, id DESC LIMIT 50
"""


def by_row_values(at, key):
    return Comment.objects.raw(ROW_VALUES, [at, key])


DEPTHS = (50, 100_000, 200_000, 300_000, 400_000, 480_000)
places = {depth: newest.values_list("created_at", "pk")[depth - 1] for depth in DEPTHS}


def same_page(depth):
    pages = [by_offset(depth)] + [way(*places[depth]) for way in (by_or, by_range, by_row_values)]
    return all(list(page) == list(pages[0]) for page in pages)


assert all(map(same_page, DEPTHS))


# %%
def ms(page):
    """Return the time of the fastest of three visits."""
    seen = []
    for _ in range(3):
        with queries(quiet=True) as visit:
            list(page())
        seen.append(visit.ms)
    return min(seen)


def at_depths(way):
    return {depth / 1000: ms(lambda depth=depth: way(depth)) for depth in DEPTHS}


lines = {
    "OFFSET": at_depths(by_offset),
    "keyset with OR": at_depths(lambda depth: by_or(*places[depth])),
    "range and tie-break": at_depths(lambda depth: by_range(*places[depth])),
    "row values": at_depths(lambda depth: by_row_values(*places[depth])),
}

# %%
chart("One page of 50 comments", lines, x="depth, in thousands of comments", y="ms")

# %%
deep = places[480_000]
with_or = race(lambda: by_offset(480_000), lambda: by_or(*deep), names=("OFFSET", "keyset with OR"))
guess.measured(with_or.ratio)
with_or

# %%
race(lambda: by_offset(480_000), lambda: by_range(*deep), names=("OFFSET", "range and tie-break"))

# %% [markdown]
# **The keyset with `OR` climbs like `OFFSET`.** It cures the duplicates and not the time. The other two
# say the same to a reader, and are as fast at any depth as on the first page.
#
# ### Old months: DROP against DELETE
#
# A big table also grows. Arena wants to keep 14 months of comments and delete the ten months before
# them. Here is the same table twice: as it is, and [partitioned](../../site/glossary.md#partition) by
# month. A partitioned table is one table in SQL and many tables on disk.

# %%
from datetime import date
from itertools import pairwise

MONTHS = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(25)]


def partition(first):
    return f"by_month_{first:%Y_%m}"


COLUMNS = "SELECT id, created_at, post_id, body FROM discuss_comment"
run("DROP TABLE IF EXISTS whole, by_month")
run(f"CREATE TABLE whole AS {COLUMNS}")
run("CREATE TABLE by_month (LIKE whole) PARTITION BY RANGE (created_at)")
for first, after in pairwise(MONTHS):
    limits = f"FOR VALUES FROM ('{first}') TO ('{after}')"
    run(f"CREATE TABLE {partition(first)} PARTITION OF by_month {limits}")
run(f"INSERT INTO by_month {COLUMNS}")
run("ALTER TABLE whole ADD PRIMARY KEY (id)")
run("ALTER TABLE by_month ADD PRIMARY KEY (id, created_at)")
run("CREATE INDEX ON whole (created_at)")
run("CREATE INDEX ON by_month (created_at)")
run("ANALYZE whole, by_month")

# %% [markdown]
# Note the second primary key. PostgreSQL keeps a unique index for each partition and none for all, so the
# key has to contain the column that the table is partitioned by. Since version 5.2, Django can have such
# a key as `CompositePrimaryKey`.

# %%
faster = predict("DROP of ten months against DELETE: how much less to log?", ..., unit="times")
faster

# %%
OLD = MONTHS[:10]


def written(change):
    """Return milliseconds, and the kilobytes that PostgreSQL wrote to its log (WAL) for a change."""
    [[start]] = run("SELECT pg_current_wal_insert_lsn()")
    with queries(quiet=True) as seen:
        change()
    [[size]] = run(f"SELECT pg_current_wal_insert_lsn() - '{start}'::pg_lsn")
    return seen.ms, float(size) / 1000


def drop():
    for first in OLD:
        run(f"DROP TABLE {partition(first)}")


with transaction.atomic():  # both are taken back: the measurements below need the rows
    [[rows]] = run(f"SELECT count(*) FROM whole WHERE created_at < '{MONTHS[10]}'")
    delete_ms, delete_kb = written(
        lambda: run(f"DELETE FROM whole WHERE created_at < '{MONTHS[10]}'")
    )
    left = run("SELECT pg_table_size('whole') / 1000000")
    drop_ms, drop_kb = written(drop)
    transaction.set_rollback(True)

print(f"{rows:,} comments are older than 14 months.")
faster.measured(delete_kb / drop_kb)

# %%
bars("Ten months: log written", {"DELETE": delete_kb, "DROP PARTITION": drop_kb}, unit="kB")

# %%
print(f"DELETE took {delete_ms / drop_ms:.0f} times as long, and left {left[0][0]} MB on disk.")

# %% [markdown]
# `DELETE` marks each row, logs each mark, and frees no disk. `VACUUM` still has to read the table and
# clean its indexes. `DROP TABLE` removes files, however many rows they hold. Your replicas and backups get
# the same log, so they feel the difference too. On this machine PostgreSQL doesn't wait for the disk
# (`fsync` is off for the course), so `DELETE` looks better here than in production.
#
# > [!WARNING]
# > Both lock. `DROP TABLE` of a partition needs an exclusive lock on the whole table for a moment, and
# > waits for every query that runs. `DETACH PARTITION ... CONCURRENTLY` first, and set a `lock_timeout`.
#
# ### One sort with more and more memory
#
# The third thing that a big table meets is a larger machine. PostgreSQL doesn't know what machine it runs
# on; settings tell it. `work_mem` is how much memory *one sort or hash* may use before it goes to disk.
# Surely more is better? This sorts all 500,000 comments by their text.

# %%
SORT = """
    SELECT count(*) FROM (
        SELECT author_id, created_at FROM discuss_comment ORDER BY body, id OFFSET 0
    ) AS sorted
"""
MEMORY = (1, 4, 16, 64, 256)


def sort_with(megabytes):
    run(f"SET work_mem = '{megabytes}MB'")
    return plan(SORT)


run("SET max_parallel_workers_per_gather = 2")
sorts = {megabytes: sort_with(megabytes) for megabytes in MEMORY}
run("RESET max_parallel_workers_per_gather")
run("RESET work_mem")

# %%
print("work_mem  workers  how it sorts       MB")
for megabytes, tree in sorts.items():
    [step] = tree.plan.nodes("Sort")
    workers = sum(gather.raw["Workers Launched"] for gather in tree.plan.nodes("Gather Merge"))
    size = step.raw["Sort Space Used"] / 1000
    print(f"{megabytes:>5} MB {workers:>8}  {step.raw['Sort Method']:<16}{size:>5.0f}")

# %%
chart(
    "The same sort with more and more memory",
    {"500,000 comments by text": {megabytes: tree.ms for megabytes, tree in sorts.items()}},
    x="work_mem in MB",
    y="ms",
    logarithmic=True,
)

# %% [markdown]
# Look whether your line falls from left to right. On our machines it doesn't: the smallest `work_mem` is
# the fastest or close to it, although it goes to disk. The column *workers* tells why. The planner
# compares two estimates, for one process and for several, and `work_mem` changes both. With some values
# it decides for one process, and that one sorts alone what two workers shared before. **More memory is
# not always faster, so change one setting and measure.**
#
# ## Why: where an index starts, and what a setting changes
#
# ### Pages: one place in the index, or none
#
# Here are the three plans at depth 400,000: `OFFSET`, `OR`, and the row values.

# %%
place = places[400_000]
plan(by_offset(400_000))

# %%
with_or = plan(by_or(*place))
with_or

# %%
with_row_values = plan(ROW_VALUES, place)
with_row_values

# %% [markdown]
# All three read the same index, backwards. `OFFSET` returns 400,050 rows from it, and `Limit` drops
# nearly all of them. With `OR` the index returns 50, but look at *thrown away*: there is no single place
# in the index for "this or that", so PostgreSQL starts at the newest comment and tests every row. The row
# values are one place in the index. PostgreSQL goes there and reads 50 entries.

# %%
touched = {
    "OFFSET": plan(by_offset(400_000)).plan.root.blocks,
    "keyset with OR": with_or.plan.root.blocks,
    "range and tie-break": plan(by_range(*place)).plan.root.blocks,
    "row values": with_row_values.plan.root.blocks,
}

# %%
bars(
    "Pages of 8 KiB that PostgreSQL touches for 50 comments at depth 400,000", touched, unit="pages"
)

# %% [markdown]
# Django has no documented way to write row values. Its ORM can write the range: `created_at <= x` is one
# place in the index, and `OR` is left to remove the few comments that tie.
#
# ### work_mem and max_connections
#
# `work_mem` is not for one sort alone. Each connection may use `work_mem` several times:

# %%
[largest] = sorts[256].plan.nodes("Sort")
used = largest.raw["Sort Space Used"] / 1000
[[connections]] = run("SHOW max_connections")
print(
    f"{used:.0f} MB for this sort x {connections} connections = {used * int(connections):,.0f} MB"
)

# %% [markdown]
# That product is why `max_connections` belongs to memory. If you raise it for a web server with many
# threads, either lower `work_mem` or be sure that only few sort at the same time. A pool lets you keep
# it low: the chapter on connections.
#
# ### shared_buffers
#
# `shared_buffers` is PostgreSQL's own cache of pages. This counts the likes, which nothing has read yet,
# and then counts them again.

# %%
LIKES = "SELECT count(*) FROM discuss_like"
read = {
    time: plan(LIKES).plan.root.raw["Shared Read Blocks"] for time in ("first time", "second time")
}

# %%
bars("Pages that were not in shared_buffers", read, unit="pages")

# %% [markdown]
# *Read* pages come from the operating system, which may have them in memory or fetch them from the disk.
# *Hit* pages were in `shared_buffers`. RAM helps as long as a larger part of what you read fits, and no
# further. When the pages that visitors read all fit already, more RAM changes nothing. PostgreSQL's
# manual suggests a quarter of the machine's memory to begin with.
#
# ### random_page_cost
#
# `random_page_cost` tells the planner what it costs to jump to a page, in pages read one after the other.
# The default of 4 is for disks that turn. For an SSD, PGTune sets 1.1. Here is how many authors a query may
# ask for until the planner prefers to read the whole table of comments:

# %%
AUTHORS = "EXPLAIN SELECT avg(length(body)) FROM discuss_comment WHERE author_id BETWEEN 1 AND {}"


def uses_index(authors):
    return "Seq Scan" not in str(run(AUTHORS.format(authors)))


def most_authors(cost):
    run(f"SET random_page_cost = {cost}")
    return max(filter(uses_index, range(50, 20_000, 50)), default=0)


authors = {f"random_page_cost = {cost}": most_authors(cost) for cost in (4, 1.1)}
run("RESET random_page_cost")

# %%
bars("The index is used up to so many of 20,000 authors", authors, unit="authors")

# %% [markdown]
# The table, the index and the query are the same. So after you have bought the SSD, tell PostgreSQL.
#
# ## The price: no page numbers, and twenty-four tables
#
# ### A keyset has no count
#
# A link says "after this comment", so nobody can jump to page 8,000, and there is nothing to show as "page
# 3 of 10,000". That is also a gain. To write that number, Django's `Paginator` counts all rows on each
# visit. Here is the count for 220,000 of the comments, against the planner's estimate of it:

# %%
import json

some = Comment.objects.filter(pk__lte=220_000)


def estimate(rows):
    return json.loads(rows.explain(format="json"))[0]["Plan"]["Plan Rows"]


print(f"counted {some.count():,}, estimated {estimate(some):,}")
race(some.count, lambda: estimate(some), names=("COUNT(*)", "the estimate"))

# %% [markdown]
# The estimate is what `ANALYZE` left: it costs the same for any table, and is wrong by a few per cent for
# a list like this one, and by much more for a rare value or for several conditions. *About 220,000* is
# enough on a page. On an invoice it isn't. The exercise *no_count* is about that.
#
# ### Partitions have to be asked one by one
#
# A query that names the partition key reads one partition. Here is one month, read as a whole:

# %%
MONTH = "SELECT avg(length(body)) FROM {} WHERE created_at >= '2025-03-01' AND created_at < '2025-04-01'"
race(
    lambda: run(MONTH.format("whole")),
    lambda: run(MONTH.format("by_month")),
    names=("one table with an index", "one partition of 24"),
)

# %% [markdown]
# An index on the time already did nearly the same. And a query that does *not* name the key has to ask
# every partition:

# %%
BY_KEY = "SELECT body FROM {} WHERE id = 250000"
asked = {
    "one table": plan(BY_KEY.format("whole")).plan.root.blocks,
    "24 partitions": plan(BY_KEY.format("by_month")).plan.root.blocks,
}

# %%
bars("Pages that PostgreSQL touches to find one comment by its id", asked, unit="pages")

# %%
race(
    lambda: run(BY_KEY.format("by_month")),
    lambda: run(BY_KEY.format("whole")),
    names=("24 partitions", "one table"),
)

# %% [markdown]
# The race has the same Python and the same round trip on both sides, and the difference still shows. It
# grows with the number of partitions. So partition a table when old rows leave it month by month and nearly every
# query names the time, and not "because it is big".
#
# ## The claim: partitions, pgtune, and a larger machine
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# says of partitions in PostgreSQL: "yes they do have it".
#
# - **Right**, and they are not what the article means by partition tolerance in the CAP theorem: that is
#   about servers that can't reach each other. These partitions are on one server.
# - You saw what they are good for, dropping a month, and what they cost: a look-up without the key.
#
# The article also says that "Pgtune does a great job of helping you tune Postgres config by your hardware",
# and of scaling vertically: "You just throw more resources (RAM, CPU) on it".
#
# - **Right as a start**: [PGTune](https://pgtune.leopard.in.ua/) sets the four settings above from your RAM, disk
#   and connections, and its values are better than the defaults of a small machine.
# - **It doesn't know your queries.** You saw the same sort with five values of `work_mem`, and on our
#   machines the largest is among the slowest.
# - **No machine makes page 8,000 cheap.** `OFFSET` reads 400,000 rows on any of them. The index and one
#   condition did more than RAM could. What a second processor brings is measured in
#   [Stateless](../17_stateless/lesson.ipynb).
#
# None of the articles mentions pages. They come first: a list is where a big table is seen.
#
# ## Exercises
#
# Each exercise is one small file. Click on its name to open it beside this notebook, change it, save
# it, and run the check below. `%hint` helps, one step at a time.

# %%
# %task keyset

# %%
# %check keyset

# %%
# %task no_count

# %%
# %check no_count

# %%
# %task backfill

# %%
# %check backfill

# %%
# %task materialised

# %%
# %check materialised

# %%
# %task retention

# %%
# %check retention

# %%
# %task tuned

# %%
# %check tuned
