# %% [markdown]
# # Bulk writes
#
# *Twenty minutes.* A statement for every row is slow, and bulk methods are the usual cure. One of them
# cures something else. The measurements below show which one.

# %% tags=["setup"]
from kata.notebook import bars, chart, predict, queries, round_trip, sandbox, slider

sandbox()

# %% [markdown]
# ## Report: batches help `bulk_create`, not `bulk_update`
#
# > *"The nightly import of results was still running at nine. We moved it to `bulk_create` with
# > batches of 5,000, as the article said, and it is fine now. Then we moved the correction of scores
# > to `bulk_update`, with batches of 5,000 too. We had hoped for the same, and it is nowhere near."*
#
# Here is a small site, with people and one contest, and results to import.

# %%
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from arena.contests.models import Attempt
from arena.worlds import World

world = World(seed=1)
people = world.people(50)
[contest] = world.contests(1, attempts=(0, 0))


def results(number):
    return [
        Attempt(
            contest=contest,
            user=people[row % 50],
            started_at=contest.opens_at + timedelta(minutes=row % 600),
            score=row % 90,
        )
        for row in range(number)
    ]


Attempt(contest=contest, user=people[0], started_at=contest.opens_at).save()

# %% [markdown]
# ## Predict: batches of 100 or of 5,000
#
# Results are inserted in batches of 1 row, of 10, of 100, and so on up to 5,000. From 1 to 100 a lot is
# gained. And from there on? How much faster are batches of 5,000 than batches of 100?

# %%
guess = predict("How much faster are batches of 5,000 than batches of 100?", ..., unit="times")
guess

# %% [markdown]
# ## Experiment: rows a second against batch size
#
# Each batch size inserts the same rows, then rolls them back. (Batches of 1 insert fewer rows: you
# don't want to wait for 5,000 of them.)

# %%
SIZES = (1, 10, 100, 500, 1000, 5000)


def measure(batch, rows):
    attempts = results(rows)
    with transaction.atomic():
        with queries(quiet=True) as seen:
            Attempt.objects.bulk_create(attempts, batch_size=batch)
        transaction.set_rollback(True)
    return seen


measure(1000, 1000)  # the first time costs more: it does not count
inserts = {batch: (measure(batch, rows := 500 if batch == 1 else 5000), rows) for batch in SIZES}


def rows_a_second(batch, away=0):
    seen, rows = inserts[batch]
    return rows / (seen.ms + away * seen.count) * 1000


guess.measured(rows_a_second(5000) / rows_a_second(100))

# %% [markdown]
# Now the chart, for databases at different distances: 0 is this machine, and `ping` tells you how far
# yours is. Every statement pays the [round trip](../../site/glossary.md#round-trip) once. In the notebook, a slider
# sets it.


# %%
highest = 1.1 * max(rows_a_second(batch) for batch in SIZES)


def picture(away):
    return chart(
        f"Rows a second against batch size, {away:g} ms away",
        {"bulk_create": {batch: rows_a_second(batch, away) for batch in SIZES}},
        x="rows in a batch",
        y="rows a second",
        top=highest,
        logarithmic=True,
    )


slider(picture, "round trip in ms", (0, 0.5, 1, 2, 5), shown=(0, 1))

# %% [markdown]
# **It climbs, then it levels off.** The rows of a batch share what a statement costs: the round trip,
# parsing and planning the SQL, the reply. Once a hundred rows share it, little is left to share. What
# remains is the cost of the rows themselves. If the database is further away, the plateau begins
# further right, towards 1,000. It doesn't get higher.
#
# Now the other half of the report: every score rises by one. First `bulk_update` on the same axes.

# %%
Attempt.objects.bulk_create(results(5000))


def raised(rows=1000):
    attempts = list(Attempt.objects.order_by("pk")[:rows])
    for attempt in attempts:
        attempt.score = (attempt.score or 0) + 1
    return attempts


def measure_update(batch, rows):
    attempts = raised(rows)
    with transaction.atomic():
        with queries(quiet=True) as seen:
            Attempt.objects.bulk_update(attempts, ["score"], batch_size=batch)
        transaction.set_rollback(True)
    return rows / seen.ms * 1000


updated = {batch: measure_update(batch, {1: 200, 10: 1000}.get(batch, 5000)) for batch in SIZES}

# %%
chart(
    "Rows a second against batch size, inserts and updates",
    {
        "bulk_create": {batch: rows_a_second(batch) for batch in SIZES},
        "bulk_update": updated,
    },
    x="rows in a batch",
    y="rows a second",
    logarithmic=True,
)

# %% [markdown]
# `bulk_update` has a plateau too. It begins earlier and is several times lower, at every batch size.
# Here are five ways to change 1,000 scores.

# %%
scores = Attempt.objects.order_by("pk")[:1000]
ROWS = Attempt.objects.filter(pk__in=[attempt.pk for attempt in scores])


def save_loop():
    for attempt in scores.all():
        attempt.score = (attempt.score or 0) + 1
        attempt.save()


def bulk_update():
    Attempt.objects.bulk_update(raised(), ["score"])


def bulk_update_in_batches():
    Attempt.objects.bulk_update(raised(), ["score"], batch_size=200)


def upsert():
    Attempt.objects.bulk_create(
        raised(), update_conflicts=True, unique_fields=["id"], update_fields=["score"]
    )


def update_f():
    ROWS.update(score=F("score") + 1)


WAYS = {
    "save() in a loop": save_loop,
    "bulk_update": bulk_update,
    "bulk_update, batches of 200": bulk_update_in_batches,
    "upsert by bulk_create": upsert,
    "update(F)": update_f,
}


def time_of(way):
    with transaction.atomic():
        with queries(quiet=True) as seen:
            way()
        transaction.set_rollback(True)
    return seen


updates = {name: time_of(way) for name, way in WAYS.items()}

# %%
bars(
    "1,000 scores, the database on this machine",
    {name: seen.ms for name, seen in updates.items()},
    unit="ms",
)

# %% [markdown]
# `bulk_update` sends one statement instead of a thousand, but it is only a few times faster. The last
# bar is not missing: it is that short.
#
# What `bulk_update` saves is round trips. One millisecond away, the loop pays a thousand of them:

# %%
with round_trip(1):
    far = {name: time_of(way) for name, way in WAYS.items()}

# %%
bars(
    "1,000 scores, the database one millisecond away",
    {name: seen.ms for name, seen in far.items()},
    unit="ms",
)

# %% [markdown]
# ## Why: the SQL that each way sends
#
# Look at what is sent. Here are the statements of two ways, the first one for three attempts.

# %%
three = Attempt.objects.filter(score__isnull=False).order_by("pk")[:3]


def sql(way):
    with transaction.atomic():
        with queries(quiet=True) as seen:
            way()
        transaction.set_rollback(True)
    return seen.sent[-1].sql


print("bulk_update:", sql(lambda: Attempt.objects.bulk_update(list(three), ["score"])))
print()
print("update(F):", sql(lambda: Attempt.objects.update(score=F("score") + 1)))

# %% [markdown]
# `bulk_update` writes a program: *when the key is this, then that; when the key is that, then ...* The
# text grows with the number of rows.

# %%
for rows in (10, 100, 1000):
    some = list(Attempt.objects.order_by("pk")[:rows])
    text = sql(lambda some=some: Attempt.objects.bulk_update(some, ["score"]))
    print(f"{rows:>5,} rows: a statement of {len(text):>7,} letters")

# %% [markdown]
# Django makes an object for each `WHEN` and each value, and renders each as text. The database parses
# all of it. Then, **for each row, it goes through the list** until it finds the row's key: for a
# thousand rows that is five hundred comparisons each, on average. Twice the batch means four times
# the comparisons. So large batches don't pay here: they lose in comparisons what they save in
# statements.
#
# `update(F)` has nothing to look up. The statement says what to do with each row's own score. Nothing
# is fetched, and the text is the same for a million rows.
#
# An upsert is in between: new values are sent as for an insert, and the database finds each row by
# the index on its key.
#
# ## The price: signals, deleted rows, bad rows and locks
#
# Bulk methods bypass `save()` and its signals:

# %%
from django.db.models.signals import post_save

heard = []


def listener(**said):
    heard.append(said["instance"])


post_save.connect(listener, sender=Attempt)
with transaction.atomic():
    Attempt.objects.bulk_create(results(10))
    bulk_update()
    update_f()
    after_bulk = len(heard)
    three[0].save()
    transaction.set_rollback(True)
post_save.disconnect(listener, sender=Attempt)

print(f"after three bulk methods: {after_bulk} signals; after one save(): {len(heard)}")

# %% [markdown]
# Everything that listened hears nothing now: the audit trail, the search index, the counter. No error
# tells you. Exercise *audit* is about it.
#
# `auto_now` and `auto_now_add` depend on the method. `bulk_create` sets them. An upsert updates an
# `auto_now` field if `update_fields` names it. `bulk_update` and `update()` leave it as it is. None of
# them validates, but neither does `save()`: only `full_clean()` does, and forms call it.
#
# ### An upsert inserts what was deleted
#
# Your code reads an attempt, and computes its new score. In the meantime somebody deletes the attempt.
# What does each way of writing do?


# %%
def after_a_deletion(write):
    with transaction.atomic():
        [attempt] = Attempt.objects.bulk_create(results(1))
        Attempt.objects.filter(pk=attempt.pk).delete()  # somebody else
        attempt.score = 50
        write(attempt)
        there = Attempt.objects.filter(pk=attempt.pk).exists()
        transaction.set_rollback(True)
    return "is there again" if there else "stays deleted"


def write_update(attempt):
    Attempt.objects.bulk_update([attempt], ["score"])


def write_upsert(attempt):
    Attempt.objects.bulk_create(
        [attempt], update_conflicts=True, unique_fields=["id"], update_fields=["score"]
    )


print("after bulk_update the attempt", after_a_deletion(write_update))
print("after an upsert the attempt  ", after_a_deletion(write_upsert))

# %% [markdown]
# An upsert is an `INSERT`. If the row is gone, it is inserted, with every value that Python remembers.
# If rows can be deleted in the meantime, lock them when you read them: `select_for_update()` in the
# same transaction. An upsert also needs a value for every column that can't be NULL, so objects from
# `only()` cost a query each for the missing ones.
#
# ### One bad row stops the batch
#
# A statement is all or nothing. Which row was it? Ask the database.

# %%
from django.db import DataError, IntegrityError


def refused(**values):
    attempts = results(3)
    for name, value in values.items():
        setattr(attempts[1], name, value)
    try:
        with transaction.atomic():
            Attempt.objects.bulk_create(attempts)
    except (IntegrityError, DataError) as error:
        return str(error).strip()


print(refused(score=-1))
print()
print(refused(medal="platinum"))

# %% [markdown]
# PostgreSQL shows the values of a row that a constraint refuses: CHECK, NOT NULL, UNIQUE and foreign
# keys. It doesn't for a text that is too long. It never says the row's number in *your* list, and it
# stops at the first bad row. If somebody has to correct a list, check the rows in Python first.
#
# `ignore_conflicts=True` doesn't help here. On PostgreSQL it skips rows that violate a unique
# constraint, and nothing else. On SQLite it also skips rows that violate NOT NULL or CHECK.
#
# ### Locks
#
# A statement locks the rows that it writes until its transaction ends. For a million rows, write in
# slices by key, with a commit after each.
#
# For ten rows that somebody has just typed, none of this matters. Use `save()`.
#
# ### Different values in one short statement
#
# `bulk_update` is for values that only Python knows. There is a way to send those without CASE: an array
# for each column. `unnest()` turns arrays into rows, and PostgreSQL joins them like a table.

# %%
from django.db import connection

UNNEST = """
    UPDATE contests_attempt SET score = new.score
    FROM unnest(%s::bigint[], %s::integer[]) AS new(id, score) WHERE contests_attempt.id = new.id
"""


def update_from_unnest(rows=1000):
    attempts = raised(rows)
    with connection.cursor() as cursor:
        cursor.execute(UNNEST, [[one.pk for one in attempts], [one.score for one in attempts]])


slow, fast = time_of(bulk_update), time_of(update_from_unnest)
for name, seen in (("bulk_update", slow), ("unnest", fast)):
    print(f"{name:<12} {len(seen.sent[-1].sql):>7,} characters of SQL, {seen.ms:>6.1f} ms")
print(f"bulk_update takes {slow.ms / fast.ms:.0f} times as long.")

# %% [markdown]
# Both times include the SELECT of the attempts. The values are not counted in the text: they are
# parameters. By default psycopg writes parameters into the SQL, so there is no limit to their number.
# With `server_side_binding` PostgreSQL accepts at most 65,535 of them, and a longer `IN` list is an
# error. An array is one parameter.
#
# ### `get_or_create` without a constraint
#
# `get_or_create` looks, and creates if it finds nothing. Eight clients look at the same moment. Comments
# have no unique constraint here, and tags have one.

# %%
from arena.discuss.models import Comment, Post, Tag
from kata.checks import lockstep
from kata.checks import measure as work_of

[post] = world.posts(1, comments=(0, 0), likes=(0, 0), tags=(0, 0))


def first_comment():
    Comment.objects.get_or_create(
        post_id=post.pk,
        author_id=post.author_id,
        body="First!",
        defaults={"created_at": contest.opens_at},
    )


def same_tag():
    Tag.objects.get_or_create(name=f"new in {post.pk}")


for client in (first_comment, same_tag):
    errors = lockstep(*[client] * 8).errors
    print(f"{client.__name__}: {len(errors)} errors")
print("comments:", Comment.objects.filter(post=post).count())
print("tags:    ", Tag.objects.filter(name=f"new in {post.pk}").count())

# %% [markdown]
# The code is the same. What makes `get_or_create` safe is the constraint: the database refuses seven of
# the tags, and `get_or_create` then gets the eighth. The comments are stored eight times, and from then
# on every `get_or_create` raises MultipleObjectsReturned. Exercise *get_or_create* repairs such a table.
#
# ### `delete()` works in Python
#
# A foreign key with `on_delete=CASCADE` is a rule of Django's, not of the database. `delete()` looks for
# the rows that refer to those that go, and for the rows that refer to these.

# %%
world.posts(200, comments=(3, 6), replies=(1, 2), likes=(1, 4), unrelated=False)
OLD = "SELECT id FROM discuss_post"
IN_ORDER = [
    f"DELETE FROM {child} WHERE post_id IN ({OLD})"
    for child in ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")
] + ["DELETE FROM discuss_post"]


def delete():
    Post.objects.all().delete()


def delete_in_order():
    with connection.cursor() as cursor:
        for statement in IN_ORDER:
            cursor.execute(statement)


for way in (delete, delete_in_order):
    with transaction.atomic():
        work = work_of(way)
        transaction.set_rollback(True)
    print(f"{way.__name__:<16} {work.queries:>3} statements, {work.rows:>6,} rows fetched")

# %% [markdown]
# Python fetches every post and every comment, because a comment can have replies and so has to be
# looked up. It doesn't fetch likes: nothing refers to them, and nobody listens to their signals. Connect
# a receiver to `post_delete` of `Like`, and they are fetched as well.
#
# SQL deletes the children first, and fetches nothing. It sends no signals either. Since Django 6.1
# `on_delete=DB_CASCADE` gives the rule to the database, which then does the same. Either way, all of it is one
# transaction. Exercise *purge* deletes in slices, so that a visitor waits for one slice at most.
#
# ## The claim: insert and update 1,000 or 5,000 in one go
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# and the notes that follow it recommend `bulk_create` and `bulk_update`. The notes say: "Typically you
# would batch 1000 or 5000 records and insert or update them in one go."
#
# - `bulk_create`: **right**, and you have just seen by how much. But whether it is 1,000 or 5,000 makes
#   no difference: from about 100 on the curve is flat. A small batch needs less memory.
# - `bulk_update`: **wrong as general advice.** It saves round trips. If SQL can express the new value,
#   `update()` with `F` or `Case` is much faster. If only Python knows it, use batches of 100 to 500, or
#   an upsert, at its price.
#
# > [!TIP]
# > To load hundreds of thousands of rows there is something faster than all of these: PostgreSQL's
# > COPY. It is an exercise of this chapter.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task raise_scores

# %%
# %check raise_scores

# %%
# %task import_results

# %%
# %check import_results

# %%
# %task audit

# %%
# %check audit

# %%
# %task copy_in

# %%
# %check copy_in

# %%
# %task from_values

# %%
# %check from_values

# %%
# %task sync

# %%
# %check sync

# %%
# %task tiers

# %%
# %check tiers

# %%
# %task get_or_create

# %%
# %check get_or_create

# %%
# %task purge

# %%
# %check purge

# %% [markdown]
# Now look for `.save()` inside a `for` in your own project, and for `bulk_update`.
