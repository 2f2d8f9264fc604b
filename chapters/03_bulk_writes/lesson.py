# %% [markdown]
# # Bulk writes
#
# *Twenty minutes.* A statement for every row is slow, and everybody knows the cure: bulk methods. One
# of them is a cure for something else. Which one, you will measure here.

# %% tags=["setup"]
from kata.notebook import bars, chart, predict, queries, round_trip, sandbox, slider

sandbox()

# %% [markdown]
# ## Report
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
# ## Predict
#
# We shall insert results in batches of 1 row, of 10, of 100, and so on up to 5,000. From 1 to 100
# a lot happens. And then? How many times as fast are batches of 5,000 as batches of 100?

# %%
guess = predict("How many times as fast are batches of 5,000 as batches of 100?", ..., unit="times")
guess

# %% [markdown]
# ## Experiment
#
# Each batch size inserts the same rows, and takes them back afterwards. (Batches of 1 insert fewer
# rows: you do not want to wait for 5,000 of them.)

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
# Now the picture. The slider says how far away the database is: 0 is this machine, 0.5 to 1 ms is
# another one in the same data centre. Every statement pays that once.


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
# **It climbs, and then it is a plateau.** A batch shares what a statement costs: the way there and
# back, the SQL that is read and planned, the answer. Once a hundred rows share it, hardly anything
# is left to share, and what remains is the price of the rows themselves. A database that is
# further away moves the edge of the plateau to the right, towards 1,000. It does not raise it.
#
# So much for inserts. Now the other half of the report: every score rises by one. First
# `bulk_update` on the same axes.

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


chart(
    "Rows a second against batch size, inserts and updates",
    {
        "bulk_create": {batch: rows_a_second(batch) for batch in SIZES},
        "bulk_update": {
            batch: measure_update(batch, {1: 200, 10: 1000}.get(batch, 5000)) for batch in SIZES
        },
    },
    x="rows in a batch",
    y="rows a second",
    logarithmic=True,
)

# %% [markdown]
# `bulk_update` has a plateau too. It begins early, and lies several times lower: no batch size lifts
# it. Is there another way? Here are five, for 1,000 scores.

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
# `bulk_update` sends one statement instead of a thousand, and is not a thousand times as fast: a few
# times, if that. The last bar is not missing. It is that short.
#
# What `bulk_update` saves is the distance. One millisecond away, the loop pays it a thousand times:

# %%
with round_trip(1):
    far = {name: time_of(way) for name, way in WAYS.items()}

bars(
    "1,000 scores, the database one millisecond away",
    {name: seen.ms for name, seen in far.items()},
    unit="ms",
)

# %% [markdown]
# ## Why
#
# Look at what is sent. Here are the statements of three ways, for three attempts.

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
# `bulk_update` writes a program: *when the key is this, then that; when the key is that, then ...* Its
# text grows with the rows.

# %%
for rows in (10, 100, 1000):
    some = list(Attempt.objects.order_by("pk")[:rows])
    text = sql(lambda some=some: Attempt.objects.bulk_update(some, ["score"]))
    print(f"{rows:>5,} rows: a statement of {len(text):>7,} letters")

# %% [markdown]
# Django makes an object for each `WHEN` and each value, and turns each into text. The database reads
# all of it, and then, **for each row, walks along the list** until it meets the row's key: a thousand
# rows, five hundred steps each on average. Twice the batch is four times the walk. That is why large
# batches do not pay here: what they save in statements, they lose in the walk.
#
# `update(F)` has nothing to look for. Each row knows its own score; the statement says what to do with
# it. Nothing was fetched, and the text is the same for a million rows.
#
# An upsert is in between: the new values travel as they do for an insert, and the database finds each
# row by the index of its key.
#
# ## The price
#
# Bulk methods go past the model. No `save()`, no `full_clean()`, no signals, and no `auto_now`:

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
# Whatever listened is silent now: the audit trail, the search index, the counter. Nothing fails. It is
# found months later. Exercise *audit* is about it.
#
# A statement is also all or nothing. One bad row stops the batch, and the database does not say which
# row it was. And it locks what it writes until the transaction ends: for a million rows, go in slices.
#
# When not to bother: for ten rows that a person has just typed. `save()` is right there.
#
# ## The claim
#
# *Scaling Django for millions of users* and the notes after it say: use `bulk_create` and
# `bulk_update`, with batches of 1,000 or 5,000.
#
# - `bulk_create`: **right**, and you have just seen by how much. But 1,000 or 5,000 is no question. From
#   about 100 on it is a plateau, and a small batch needs less memory and gives way sooner.
# - `bulk_update`: **wrong as general advice.** What it saves is round trips. If the new value
#   can be said in SQL, `update()` with `F` or `Case` is better by far. If only Python knows it, use
#   batches of 100 to 500, or an upsert.
#
# > [!TIP]
# > For a first load of hundreds of thousands of rows there is a way that leaves all of these behind:
# > PostgreSQL's COPY. It is an exercise of this chapter.
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
# %task sync

# %%
# %check sync

# %%
# %task audit

# %%
# %check audit

# %%
# %task tiers

# %%
# %check tiers

# %%
# %task copy_in

# %%
# %check copy_in

# %% [markdown]
# That was it. Look for `.save()` inside a `for` in your own project; it is easy to find, and so is
# `bulk_update`.
