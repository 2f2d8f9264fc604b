# %% [markdown]
# # Related objects
#
# *Twenty minutes.* `post.author` looks like an attribute. The first access is a query to another
# process, and in a loop it is a query for each row. Two methods prevent that.

# %% tags=["setup"]
from kata.notebook import Pair, chart, plan, predict, queries, race, round_trip, slider, start

start()

# %% [markdown]
# ## Report: ten times the posts, ten times the time
#
# > *"With ten posts on the page it was fine. Then we allowed a hundred, and the page takes ten times as
# > long. Isn't that what you'd expect?"*
#
# No. Fetching a hundred rows hardly takes longer than fetching ten. This is the page: posts,
# each with its author and its tags.

# %%
from arena.discuss.models import Post

newest = Post.objects.filter(published_at__isnull=False).order_by("-pk")


def shown(posts):
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "tags": sorted(tag.name for tag in post.tags.all()),
        }
        for post in posts
    ]


def one_by_one(rows):
    return shown(newest[:rows])


one_by_one(2)

# %% [markdown]
# ## Predict: how many queries 100 posts need
#
# How many queries does `one_by_one(100)` send?

# %%
guess = predict("How many queries for 100 posts?", ..., unit="queries")
guess

# %%
with queries() as seen:
    one_by_one(100)

guess.measured(seen.count)

# %% [markdown]
# One for the list, and one or more for each of its N rows: the **[N+1](../../site/glossary.md#n1) queries**. Each is
# quick, and comes from a line that is easy to miss.
#
# ## Experiment: queries and time as the rows grow
#
# Here is the same page with one line changed: it names the relations that it is going to need.


# %%
def together(rows):
    return shown(newest.select_related("author").prefetch_related("tags")[:rows])


assert together(100) == one_by_one(100)

# %% [markdown]
# Both pages for 1 to 100 posts. Each is measured at each size: how many queries, and how long.

# %%
SIZES = (1, 10, 25, 50, 75, 100)


def measure(page):
    measured = {}
    for rows in SIZES:
        with queries(quiet=True) as seen:
            page(rows)
        measured[rows] = seen
    return measured


pages = {"one by one": measure(one_by_one), "together": measure(together)}

# %% [markdown]
# How far away is the database? A round trip of 0 is this machine, 0.1 to 0.5 ms is typical inside one
# data centre, 0.5 to 2 ms between the data centres of a region, 5 ms is another city. Every query pays
# that once, so the time is what was measured here plus the round trip of each query. `ping` tells you
# what it is on your own site. In the notebook, a slider sets it.


# %%
def points(value):
    return {
        name: {rows: value(seen) for rows, seen in measured.items()}
        for name, measured in pages.items()
    }


def with_distance(away):
    return points(lambda seen: seen.ms + away * seen.count)


highest = max(with_distance(5)["one by one"].values())


def picture(away):
    return Pair(
        chart("Queries against rows", points(lambda seen: seen.count), x="posts", y="queries"),
        chart(
            f"Time against rows, {away:g} ms away",
            with_distance(away),
            x="posts",
            y="ms",
            top=highest,
        ),
    )


slider(picture, "round trip in ms", (0, 0.5, 1, 2, 3, 4, 5), shown=(0, 1))

# %% [markdown]
# One line climbs, one stays flat. **That is the whole chapter.** The number of queries says nothing by
# itself; that it grows with the rows says everything. And distance, which you cannot optimise away,
# multiplies the line that climbs and leaves the flat one alone.
#
# The times for a database further away are only calculated. Are they right? `round_trip(1)` makes every
# query really wait for a millisecond.

# %%
with round_trip(1), queries(quiet=True) as real:
    one_by_one(50)

print(f"calculated {with_distance(1)['one by one'][50]:.0f} ms, measured {real.ms:.0f} ms")

# %% [markdown]
# ## Why: a join, or one more query
#
# What does the fast page send?

# %%
with queries("Together"):
    together(50)

# %% [markdown]
# Two statements, for two kinds of relation:
#
# - `select_related("author")` adds a [**join**](../../site/glossary.md#join). A post has one author, so the author fits into the
#   same row.
# - `prefetch_related("tags")` sends **one more query**, for the tags of all these posts
#   (`WHERE post_id IN (...)`), and Python hands them out. A post has many tags: joined, each post
#   would come once for every tag.
#
# Does the database now do less? Look at the plan of the join.

# %%
plan(newest.select_related("author")[:50])

# %% [markdown]
# Look at the step on `accounts_user`. Whether PostgreSQL looks up the authors one after the other
# (many *loops*) or reads them all and matches them, it does about the same work as for your fifty
# questions. It does it in one go instead of writing SQL, waking up, planning and answering
# fifty times. You did not save the work. You saved the round trips.

# %%
race(lambda: one_by_one(50), lambda: together(50), names=("one by one", "together"))

# %%
with round_trip(1):
    result = race(lambda: one_by_one(50), lambda: together(50), names=("one by one", "together"))
result

# %% [markdown]
# ## The price: a join that nobody needs, a prefetch thrown away
#
# You pay for what you fetch, whether you use it or not. A page that shows no author pays for the join
# too:


# %%
def titles(posts):
    return [post.title for post in posts[:500]]


race(
    lambda: titles(newest.select_related("author")),
    lambda: titles(newest),
    names=("a join that nobody needs", "no join"),
)

# %% [markdown]
# And a [prefetch](../../site/glossary.md#prefetch) can be thrown away by the next line. This page fetched all tags of its
# posts, and then asks for them in another order:

# %%
with queries("A prefetch, and order_by() after it"):
    for post in newest.prefetch_related("tags")[:50]:
        [tag.name for tag in post.tags.order_by("name")]

# %% [markdown]
# `post.tags.all()` reads what was prefetched. So do `count()`, `exists()`, `contains()` and a slice
# of `all()`, and `first()` if the prefetched queryset is ordered. `order_by()`, `filter()`, `last()` and
# `values_list()` send a new query for each post, and the prefetch is one query **more** than without
# it. Sort in Python, or put the order into the prefetch:
# `Prefetch("tags", queryset=Tag.objects.order_by("name"))`.
#
# When not to bother: one object on a page of its own. `post.author` is one query there, and stays
# one.

# %% [markdown]
# ### Report: flat in March, and in May a query for each post
#
# > *"In March the front page sent one query. Nobody has touched its view since then. Why is it slow?"*
#
# Somebody added a property to the model, and a line to the template. Neither change looks like a query.

# %%
from django.template import Context, Engine

Post.last_words = property(lambda post: post.comments.order_by("-created_at", "-pk").first())

march = "{% for post in posts %}{{ post.title }}, {{ post.author.username }}. {% endfor %}"
may = march.replace("username }}", "username }}: {{ post.last_words.body }}")


def front_page(source, rows=50):
    posts = list(newest.select_related("author")[:rows])
    return Engine().from_string(source).render(Context({"posts": posts}))


for month, source in (("March", march), ("May", may)):
    with queries(quiet=True) as seen:
        front_page(source)
    print(f"{month}: queries for 50 posts: {seen.count}")

# %% [markdown]
# A count in a test finds the page that it opens. A **guard** finds all pages: while a template is rendered,
# it refuses every query. Django lets you put a function between the cursor and the database:

# %%
from django.db import connection


class Refused(Exception):
    pass


def refuse(execute, sql, params, many, context):
    raise Refused(f"{sql[:40]} ...")


def guarded(source):
    posts = list(newest.select_related("author")[:50])
    template = Engine().from_string(source)
    with connection.execute_wrapper(refuse):
        return template.render(Context({"posts": posts}))


assert guarded(march) == front_page(march)
try:
    guarded(may)
except Refused as error:
    print("refused:", error)

# %% [markdown]
# Is that enough? This template says which posts nobody has commented on.

# %%
silent = "{% for post in posts %}{% if not post.comments.all %}nobody {% endif %}{% endfor %}"
for name, render in (("not guarded", front_page), ("guarded", guarded)):
    print(f"{name:12} {render(silent).count('nobody')} posts without a comment")

# %% [markdown]
# The guard refused every query, nobody saw an error, and the page is wrong: the operators of `{% if %}`
# swallow any exception. Your guard in the exercise *guard* has to notice that.
#
# Django 6.1 has a guard for objects. It works wherever they are used, not only in templates, and it covers
# less:

# %%
import django
from django.db import models

if django.VERSION >= (6, 1):
    post = newest.fetch_mode(models.FETCH_RAISE)[0]
    for name, ask in (("author", lambda: post.author), ("comments", post.comments.count)):
        try:
            ask()
            print(f"post.{name}: a query was sent")
        except Exception as error:
            print(f"post.{name}: {error}")
else:
    print(f"Fetch modes need Django 6.1, and this is {django.get_version()}.")

# %% [markdown]
# ### Experiment: a permission for each row
#
# A badge shows which authors may change any post. `has_perm()` remembers what it found, but on the user's
# **object**, and each row has an object of its own.

# %%
from arena.accounts.models import User

PERMISSION = "discuss.change_post"


def badges(rows):
    return [post.author.has_perm(PERMISSION) for post in newest.select_related("author")[:rows]]


with queries("has_perm() of each author"):
    badges(50)

# %% [markdown]
# Two queries for each active author: for their own permissions, and for those of their groups. For many
# users and one permission, ask the other way round: who has it?


# %%
def badges_together(rows):
    authors = [post.author_id for post in newest[:rows]]
    allowed = User.objects.with_perm(PERMISSION).filter(pk__in=authors)
    allowed = set(allowed.values_list("pk", flat=True))
    return [author in allowed for author in authors]


assert badges_together(50) == badges(50)
with queries("with_perm()"):
    badges_together(50)

# %% [markdown]
# For **one** visitor and many rows it is simpler: `has_perm()` on one object, before the loop. And a row whose
# target is a `GenericForeignKey` needs a prefetch, because no join can follow it. *permissions* has both.
#
# ## The claim: `select_related` and `prefetch_related`
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# recommends `select_related`, a join, and `prefetch_related`, a second query. Notes on the article say
# that they "are designed to stop the deluge of database queries that are caused by accessing related
# objects".
#
# **The article is right**, as the measurements above show.
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) warns of the same access in
# serializers, and the chapter [APIs](../14_apis/lesson.ipynb) measures it there. What neither article says:
#
# - `select_related()` **without names** follows only relations that cannot be NULL. A post can have no
#   editor. Django 6.1 deprecates the call without names. So:

# %%
with queries("select_related() without names"):
    [post.editor and post.editor.username for post in newest.select_related()[:50]]

# %% [markdown]
# - A query for each row is invisible in tests with one row. Exercise *catch_it* of chapter 1 is the test that sees it.
#
# > [!TIP]
# > Django 6.1 has a third way: with the fetch mode `FETCH_PEERS`, the first `post.author` fetches the
# > authors of all posts of the list. It works for foreign keys, reverse one-to-one relations and
# > deferred fields, not for `post.tags`. `FETCH_RAISE` is the guard: a relation that was not fetched
# > raises an error instead of sending a query.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task feed

# %%
# %check feed

# %%
# %task thread

# %%
# %check thread

# %%
# %task latest_comments

# %%
# %check latest_comments

# %%
# %task filtered

# %%
# %check filtered

# %%
# %task admin

# %%
# %check admin

# %%
# %task counts

# %%
# %check counts

# %%
# %task guard

# %%
# %check guard

# %%
# %task permissions

# %%
# %check permissions

# %% [markdown]
# That was it. Take `queries()` home and look at your own slowest page: `help("kata.notebook")`.
