# %% [markdown]
# # Fetch less
#
# *Twenty minutes.* A page that shows a title fetches the text as well, and makes an object of both. This
# lesson measures what each of these costs, and which method leaves out what.

# %% tags=["setup"]
from kata.notebook import Pair, bars, chart, plan, predict, queries, race, sandbox

sandbox()

# %% [markdown]
# ## Report: `only()` made it slower
#
# > *"Our archive lists ten thousand posts. An article said to fetch only what you need, so we added
# > `only("title")`. The list itself got faster. The page got many times slower."*
#
# Here are ten thousand posts, each with a text of 2 KB.

# %%
from random import Random

from django.db.models import Sum

from arena.discuss.models import Post
from arena.words import SENTENCES
from arena.worlds import PUBLISHING, World

ROWS = 10_000

draw = Random("texts")
people = World(seed=1).people(500)
Post.objects.bulk_create(
    (
        Post(
            author=people[number % 500],
            title=f"Post {number}",
            body=" ".join(draw.choices(SENTENCES, k=80))[:2000],
            published_at=PUBLISHING[number % len(PUBLISHING)],
            kept_likes=number % 90,
        )
        for number in range(ROWS)
    ),
    batch_size=1000,
)
posts = Post.objects.order_by("pk")

# %% [markdown]
# Five ways to read the same rows. Each adds up the likes of all posts, so that all of them have the same
# result, and four of them fetch the title along with it.


# %%
def models(rows):
    return sum(post.kept_likes for post in posts[:rows])


def only(rows):
    return sum(post.kept_likes for post in posts.only("title", "kept_likes")[:rows])


def values(rows):
    return sum(post["kept_likes"] for post in posts.values("title", "kept_likes")[:rows])


def values_list(rows):
    return sum(likes for _, likes in posts.values_list("title", "kept_likes")[:rows])


def aggregate(rows):
    return posts[:rows].aggregate(likes=Sum("kept_likes"))["likes"]


WAYS = {
    "models": models,
    "only()": only,
    "values()": values,
    "values_list()": values_list,
    "aggregate()": aggregate,
}
{name: way(100) for name, way in WAYS.items()}

# %% [markdown]
# ## Predict: models or tuples
#
# How much faster are the tuples of `values_list()` than models?

# %%
guess = predict("How much faster is values_list() than models?", ..., unit="times")
guess

# %% [markdown]
# ## Experiment: time and memory for a row, read in five ways
#
# The time is the best of three. The memory is the peak while the rows are read.

# %%
import tracemalloc


def microseconds(way):
    times = []
    for _ in range(3):
        with queries(quiet=True) as seen:
            way(ROWS)
        times.append(seen.ms)
    return 1000 * min(times) / ROWS


def peak(way):
    tracemalloc.start()
    way(ROWS)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / ROWS


times = {name: microseconds(way) for name, way in WAYS.items()}
memory = {name: peak(way) for name, way in WAYS.items()}
guess.measured(times["models"] / times["values_list()"])

# %%
Pair(
    bars("Time for each row", times, unit="µs"),
    bars("Memory for each row, at the peak", memory, unit="bytes"),
)

# %%
for name, time in times.items():
    print(f"{name:14} {time / times['values_list()']:6.1f} times values_list()")

# %% [markdown]
# Three things are saved, one after the other. `only()` leaves out columns, and still makes an object of
# every row. `values()` and `values_list()` make no objects. A dictionary repeats the names in every row; a
# tuple doesn't. And the aggregate sends one row, because the page wanted one number.
#
# ### What a deferred field costs
#
# Now the page of the report. Its query says `only("title")`. Its template shows the likes as well.


# %%
def page(rows, *fields):
    chosen = posts.only(*fields) if fields else posts
    return [f"{post.title}: {post.kept_likes}" for post in chosen[:rows]]


assert page(100) == page(100, "title") == page(100, "title", "kept_likes")

# %%
sent = predict("How many queries does page(100, 'title') send?", ..., unit="queries")
sent

# %%
with queries("only('title'), and the template shows the likes") as seen:
    page(100, "title")

sent.measured(seen.count)

# %% [markdown]
# `only()` doesn't take a field away. It **defers** it: the first access fetches it, with a query for
# this field of this row. That is an [N+1](../../site/glossary.md#n1), and no relation causes it.

# %%
SIZES = (1, 10, 25, 50, 75, 100)
NAMED = {
    "all fields": (),
    "only() names both": ("title", "kept_likes"),
    "only() names one": ("title",),
}


def measure(fields):
    measured = {}
    for rows in SIZES:
        with queries(quiet=True) as seen:
            page(rows, *fields)
        measured[rows] = seen
    return measured


pages = {name: measure(fields) for name, fields in NAMED.items()}

# %%
Pair(
    chart(
        "Queries against rows",
        {name: {rows: seen.count for rows, seen in got.items()} for name, got in pages.items()},
        x="posts",
        y="queries",
    ),
    chart(
        "Time against rows",
        {name: {rows: seen.ms for rows, seen in got.items()} for name, got in pages.items()},
        x="posts",
        y="ms",
    ),
)

# %%
race(
    lambda: page(100, "title"),
    lambda: page(100, "title", "kept_likes"),
    names=("only() names one", "only() names both"),
)

# %% [markdown]
# ## Why: columns, rows and objects
#
# What does the database do for models, and what for tuples? Look at the plans.

# %%
plan(posts.all())

# %%
plan(posts.values_list("title", "kept_likes"))

# %% [markdown]
# Both plans read the same table. The database saves only the work of unpacking long texts. Most of what
# changes comes after it: the columns that are sent, and the objects that are made of them.
#
# ### A number or a yes needs no rows
#
# `len()` and `if` look like questions. Asked of a queryset, both fetch all rows and make all objects.
# `count()` and `exists()` ask the database instead.

# %%
race(lambda: len(posts.all()), posts.count, names=("len(posts)", "posts.count()"))

# %%
race(lambda: bool(posts.all()), posts.exists, names=("if posts", "posts.exists()"))

# %% [markdown]
# `exists()` can stop at the first row, and `count()` can't: that is why the second ratio is larger.
#
# The key of a related row is a column of the row that you have. `post.author_id` reads it. `post.author.id`
# fetches the author first.


# %%
def keys_by_object():
    return [post.author.id for post in posts[:100]]


def keys_by_column():
    return [post.author_id for post in posts[:100]]


assert keys_by_object() == keys_by_column()
race(keys_by_object, keys_by_column, names=("post.author.id", "post.author_id"))

# %% [markdown]
# ## The price: an `exists()` too many, and rows without methods
#
# `exists()` keeps no rows. A page that shows the rows anyway fetches them in a second query, so the
# question before it was for nothing:


# %%
def ask_first():
    rows = posts.filter(author=people[0])
    return [post.title for post in rows] if rows.exists() else []


def just_fetch():
    return [post.title for post in posts.filter(author=people[0])]


with queries("exists(), and then the rows"):
    ask_first()

race(ask_first, just_fetch, names=("exists() and then the loop", "the loop"))

# %% [markdown]
# In a template it is the same: `{% if posts.exists %}`, `{{ posts.count }}` and a loop are three queries.
# `{% if posts %}`, `{{ posts|length }}` and the loop are one.
#
# - **A tuple has no methods**, no properties and no related objects. What a page needs has to be computed
#   in the query or from the values.
# - **`only()` is a promise about code that is written elsewhere.** A template, a serializer or a property
#   reads one more field, and no test with one row sees it.
# - **Twenty rows are twenty objects.** Where a page shows few rows with small columns, models cost next
#   to nothing, and the code is simpler.
#
# ## The claim: fetch only what you need
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# and the notes that follow it recommend `values()` and `only()`, so that a query fetches only the
# columns that you need.
#
# **The advice is right, and its reason is the smaller half.**
#
# - The columns are what `only()` saves. The objects cost more, and only `values()` and `values_list()`
#   save those. `only()` still makes all of them.
# - `only()` is the one method of these that can make a page slower, as you have seen. Name all fields
#   that the page reads, or use `defer()` for the one large column.
# - Neither saves the most. A row that is not fetched does: a count, a yes or a sum needs only one.
#
# > [!TIP]
# > Django 6.1 can refuse: with the fetch mode `FETCH_RAISE`, an access to a deferred field raises an
# > error instead of sending a query.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task any_new

# %%
# %check any_new

# %%
# %task titles

# %%
# %check titles

# %%
# %task deferred

# %%
# %check deferred

# %%
# %task dashboard

# %%
# %check dashboard

# %%
# %task fat_parent

# %%
# %check fat_parent

# %%
# %task export

# %%
# %check export
