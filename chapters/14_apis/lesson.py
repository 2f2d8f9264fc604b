# %% [markdown]
# # APIs
#
# *Twenty minutes.* A serializer is a list of fields, and each field reads an attribute. Some attributes are
# queries. This chapter measures what each field costs, and what is left when no field sends a query.

# %% tags=["setup"]
from kata.notebook import bars, predict, queries, race, start

start()

# %% [markdown]
# ## Report: one more field in every release
#
# > *"In spring the app's list of posts sent one query. Each release has added one field to the serializer,
# > and nobody has touched the view. Why is the list slow?"*
#
# Here are the fields, in the order in which they came. Each is a single line, and right by itself.

# %%
from rest_framework import serializers

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Like, Post
from arena.discuss.serializers import CommentSerializer

FIELDS = {
    "title": serializers.CharField,
    "author_id": serializers.IntegerField,
    "author": AuthorSerializer,
    "country": lambda: serializers.CharField(source="author.profile.country"),
    "contest": lambda: serializers.CharField(source="contest.title", default=None),
    "tags": lambda: serializers.SlugRelatedField(slug_field="name", many=True, read_only=True),
    "likes": lambda: serializers.IntegerField(source="likes.count"),
    "comments": lambda: CommentSerializer(many=True),
}
newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def serializer(fields):
    made = {name: make() for name, make in fields.items()}
    return type("PostSerializer", (serializers.Serializer,), made)


def listed(fields, posts=newest, rows=50):
    return serializer(fields)(posts[:rows], many=True).data


def some(*names):
    return {name: FIELDS[name] for name in names}


listed(some("title", "author", "tags", "likes"), rows=2)

# %% [markdown]
# ## Predict: what eight fields ask for
#
# How many queries do these eight fields need for 50 posts?

# %%
guess = predict("How many queries for 50 posts with eight fields?", ..., unit="queries")
guess

# %%
with queries(quiet=True) as seen:
    listed(FIELDS)

guess.measured(seen.count)

# %% [markdown]
# ## Experiment: what each field of a serializer costs
#
# ### One field after the other
#
# The same 50 posts with one field, with two, and so on. What a field adds is its cost.


# %%
def costs(posts):
    """The queries that each field adds to those of the fields before it."""
    names, added, before = list(FIELDS), {}, 0
    for number, name in enumerate(names, 1):
        with queries(quiet=True) as seen:
            listed(some(*names[:number]), posts)
        added[name], before = seen.count - before, seen.count
    return added


added = costs(newest)

# %%
bars("What each field adds, for 50 posts", added, unit="queries")

# %% [markdown]
# The first field pays for the list. `author_id` is free, because the number is in the post's own row. Every
# other field follows a relation and sends queries for each post. `contest` sends fewer: a post without a
# contest has nothing to ask for. `comments` sends most: one query for each post, and one for the author of each
# comment.
#
# Nothing in the serializer shows which field is which. `author_id` and `author` look alike.
#
# ### The same fields, and a view that names what they need

# %%
from django.db.models import Count, IntegerField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce


def number_of(rows):
    """How many of these rows belong to each post."""
    each = rows.filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk"))
    return Coalesce(Subquery(each.values("n"), output_field=IntegerField()), 0)


with_authors = Comment.objects.select_related("author")
together = (
    newest.select_related("author__profile", "contest")
    .annotate(number_of_likes=number_of(Like.objects.all()))
    .prefetch_related("tags", Prefetch("comments", queryset=with_authors))
)
READY = {**FIELDS, "likes": lambda: serializers.IntegerField(source="number_of_likes")}


def sizes(rows):
    return [(row["likes"], len(row["tags"]), len(row["comments"])) for row in rows]


assert sizes(listed(READY, together)) == sizes(listed(FIELDS))
with queries("All eight fields"):
    listed(READY, together)

# %% [markdown]
# One query for the posts with all that they have one of, and one for each list. The number no longer depends on
# the posts or the comments. Only `likes` changed in the serializer, because a count is a query wherever it is
# called. `source="comments.count"` would be free here, because it counts what was prefetched.
#
# ### What is left when the queries are flat
#
# A list with one query can still be slow. Here are 1,000 posts with five plain fields, by three views: Django
# REST Framework, Django Ninja, and `values()` in a `JsonResponse`.

# %%
from datetime import datetime
from time import time_ns

from django.db.models import F
from django.http import JsonResponse
from ninja import Field, NinjaAPI, Schema
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer


class FlatSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="author.username")

    class Meta:
        model = Post
        fields = ["id", "title", "published_at", "contest_id", "name"]


class ByRestFramework(ListAPIView):
    renderer_classes = [JSONRenderer]
    serializer_class = FlatSerializer

    def get_queryset(self):
        return newest.select_related("author")[:1000]


class FlatSchema(Schema):
    id: int
    title: str
    published_at: datetime
    contest_id: int | None
    name: str = Field(alias="author.username")


by_ninja = NinjaAPI(urls_namespace=f"lesson-{time_ns()}")  # a new name each time this cell runs


@by_ninja.get("", response=list[FlatSchema])
def flat_posts(request, rows: int = 1000, joined: bool = True):
    posts = newest.select_related("author") if joined else newest
    return posts[:rows]


def by_values(request):
    rows = newest.values("id", "title", "published_at", "contest_id", name=F("author__username"))
    return JsonResponse(list(rows[:1000]), safe=False)


# %%
from functools import partial
from types import ModuleType

from django.test import Client, override_settings
from django.urls import path

urls = ModuleType("urls_of_three_views")
urls.urlpatterns = [
    path("drf/", ByRestFramework.as_view()),
    path("ninja/", by_ninja.urls),
    path("values/", by_values),
]


def get(address):
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=[]):
        return Client().get(address)


def milliseconds(call):
    """How long one call takes, in the fastest of several: the others were disturbed."""
    found = []
    for _ in range(5):
        with queries(quiet=True) as seen:
            call()
        found.append(seen.ms)
    return min(found)


VIEWS = {"values()": "/values/", "Django REST Framework": "/drf/", "Django Ninja": "/ninja/"}
sent = [get(address).json() for address in VIEWS.values()]
assert sent[0] == sent[1] == sent[2]
views = {name: milliseconds(partial(get, address)) for name, address in VIEWS.items()}

# %%
bars("1,000 posts as JSON, one query each", views, unit="ms")

# %% [markdown]
# All three send the same rows. Now take the work of the first framework apart.

# %%
posts = newest.select_related("author")[:1000]
flat = FlatSerializer(list(posts), many=True)
steps = {
    "the rows, as dictionaries": lambda: list(
        newest.values("id", "title", "published_at", "contest_id", "author__username")[:1000]
    ),
    "the rows, as model instances": lambda: list(posts.all()),
    "the serializer": lambda: flat.to_representation(flat.instance),
    "JSON": lambda: JSONRenderer().render(flat.data),
}
flat.data  # it is stored: only the JSON is left to do
parts = {name: milliseconds(call) for name, call in steps.items()}

# %%
bars("1,000 posts, step by step", parts, unit="ms")

# %%
race(
    lambda: get("/drf/").content,
    lambda: get("/values/").content,
    names=("the serializer", "values()"),
)

# %% [markdown]
# Building model instances, with all columns of a post and of its author, costs more than the serializer that
# reads five of them. `values()` skips both. In our measurements it was two to three times faster. That is a
# constant factor, and the queries above are not: they grow with the list. [Fetch
# less](../03_fetch_less/lesson.ipynb) is the chapter on instances and columns.
#
# Django Ninja reads the same instances, and makes a Pydantic object of each. It does not change the queries
# either. Here it is without the join:

# %%
with queries("Django Ninja, no select_related()", quiet=True) as seen:
    get("/ninja/?rows=50&joined=false")
print(f"Django Ninja without the join: {seen.count} queries for 50 posts")

# %% [markdown]
# ### Work that no clock has to measure
#
# Times differ from run to run. The number of function calls does not. Here are 200 of the posts, by the same
# two views, with `sys.setprofile()` counting.

# %%
import sys
from collections import Counter


def function_calls(call):
    """How many functions one call runs, in Python and in C."""
    events = Counter()
    call()  # what only the first call prepares is not counted
    sys.setprofile(lambda frame, event, argument: events.update([event]))
    try:
        call()
    finally:
        sys.setprofile(None)
    return events["call"] + events["c_call"]


some_rows = newest.select_related("author")[:200]
columns = ("id", "title", "published_at", "contest_id", "author__username")
calls = {
    "the serializer": function_calls(lambda: FlatSerializer(some_rows.all(), many=True).data),
    "model instances": function_calls(lambda: list(some_rows.all())),
    "values_list()": function_calls(lambda: list(newest.values_list(*columns)[:200])),
}

# %%
bars("200 posts with five fields", calls, unit="function calls")

# %% [markdown]
# The serializer's calls include those that make the instances. What is left to do with a row of
# `values_list()` is one dictionary, and the types that the serializer wrote: a time as text, a decimal number
# as text. In *thousand_rows* you halve the calls of a list and keep its JSON.

# %% [markdown]
# ### A list that changes while the app reads it
#
# An app reads one page of posts, five posts are published, and the app follows `next`. Here the list of the
# first page ends at the sixth post, as it did before those five came. Page numbers and cursors are the two ways
# that the framework brings.

# %%
from base64 import b64decode, b64encode
from urllib.parse import parse_qs, urlsplit

from django.core import signing
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from rest_framework.pagination import CursorPagination, PageNumberPagination


class Numbers(PageNumberPagination):
    page_size = 20


class Cursors(CursorPagination):
    page_size, ordering = 20, ("-published_at", "-pk")


class Names(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def page(pages, posts, address="/api/posts/"):
    view = ListAPIView.as_view(
        queryset=posts,
        serializer_class=Names,
        pagination_class=pages,
        renderer_classes=[JSONRenderer],
    )
    return view(RequestFactory().get(address)).data


earlier = newest.filter(published_at__lt=newest[4].published_at)
for pages in (Numbers, Cursors):
    before = page(pages, earlier)
    with queries(quiet=True) as seen:
        after = page(pages, newest, before["next"])
    ids = [{post["id"] for post in one["results"]} for one in (before, after)]
    print(f"{pages.__name__:8} queries: {seen.count}   shown twice: {len(ids[0] & ids[1])} of 20")

# %% [markdown]
# A page number counts from a beginning that moves. It also costs a count of all posts, on each page. A cursor says
# where the page ended, so new posts don't move it. What is in it?

# %%
[cursor] = parse_qs(urlsplit(before["next"]).query)["cursor"]
print("the cursor:  ", b64decode(cursor).decode())
made_up = b64encode(b"p=yesterday").decode()
try:
    page(Cursors, newest, f"/api/posts/?cursor={made_up}")
except ValidationError as error:
    print("made up:     ", type(error).__name__, "leaves the view: status 500")

place = signing.dumps([str(newest[20].published_at), newest[20].pk])
changed = place.replace(place[3], "x" if place[3] != "x" else "y", 1)
print("signed:      ", signing.loads(place))
try:
    signing.loads(changed)
except signing.BadSignature as error:
    print("and changed: ", type(error).__name__)

# %% [markdown]
# It is a time, and where posts share a moment, an offset among them as well. The id is not in it, so a post
# that is added or deleted at that moment shifts the page. Nor is it signed: anybody can write one. A cursor of
# your own with a time, an id and a signature has neither fault, and you write it in *pages_of_an_api*. [Big
# tables](../08_big_tables/lesson.ipynb) says how to ask the database for the next rows.
#
# The limit of a page belongs to the same contract: `page_size_query_param` without `max_page_size` lets a
# client ask for a million posts. So does the number of requests. A throttle that counts in the cache sends no
# query. It needs a cache that all processes share, and one that counts with `incr()`: the framework's own
# throttle reads a list and writes it back, so requests at the same time are counted once.

# %% [markdown]
# ### The same loop on the way in
#
# A partner sends a thread: a post with comments. Each comment names its author. How many queries does the
# serializer send before anything is stored?

# %%
from arena.accounts.models import User


def reply(person):
    class ReplySerializer(serializers.ModelSerializer):
        author = person()

        class Meta:
            model = Comment
            fields = ["author", "body"]

    return ReplySerializer


class Known(serializers.Field):
    def to_internal_value(self, name):
        return self.context["people"][name]


looked_up = reply(partial(serializers.SlugRelatedField, "username", queryset=User.objects.all()))
usernames = list(User.objects.order_by("pk").values_list("username", flat=True)[:20])
replies = [{"author": name, "body": "Yes."} for name in usernames]


def one_by_one(rows):
    return looked_up(data=rows, many=True)


def beforehand(rows):
    found = User.objects.filter(username__in=[row["author"] for row in rows])
    people = {person.username: person for person in found}
    return reply(Known)(data=rows, many=True, context={"people": people})


validated = {}
for name, ask in (("looked up", one_by_one), ("fetched before", beforehand)):
    for number in (5, 20):
        with queries(quiet=True) as seen:
            assert ask(replies[:number]).is_valid()
        validated[f"{name}, {number} comments"] = seen.count

# %%
bars("Validating the authors of a request", validated, unit="queries")

# %% [markdown]
# A related field validates one value with one query. With `many=True` it does so for each comment. Nothing is
# stored yet, and no line of your own has run. The remedy is the same as on the way out: fetch for the whole
# request, before the loop begins. In *nested_write* you do this, and store tags and comments without a loop.

# %% [markdown]
# ### A list that is flat for one request
#
# Here the view prefetches the tags of its first page. The other pages came later. The same list is tested
# with two sizes, on both pages.


# %%
def page_of(number, rows):
    shown = newest[:rows][10 * (number - 1) : 10 * number]
    shown = shown.prefetch_related("tags") if number == 1 else shown
    return [[post.title, [tag.name for tag in post.tags.all()]] for post in shown]


for number in (1, 2):
    for rows in (13, 20):
        with queries(quiet=True) as seen:
            page_of(number, rows)
        print(f"page {number} of {rows} posts: {seen.count} queries")

# %% [markdown]
# Page 1 is full at both sizes, and prefetched: a test of page 1 passes. Page 2 has three posts and then ten, and
# sends a query for each. So a test has to send every kind of request, at sizes between which that page
# grows. You write it in *guarded*.
#
# ## Why: a serializer sees one object
#
# A field gets one object, follows its `source` with `getattr()`, and makes a plain value of what it finds.
# Here is each field with one post:

# %%
has_everything = {
    "contest__isnull": False,
    "author__profile__isnull": False,
    "comments__isnull": False,
}
post = newest.filter(**has_everything)[0]
for name, field in serializer(FIELDS)().fields.items():
    with queries(quiet=True) as seen:
        field.to_representation(field.get_attribute(post))
    print(f"{name:10} queries: {seen.count}")

# %% [markdown]
# With `many=True` this happens for each object of the list. The serializer of one post knows nothing of the
# other 49, so it cannot fetch anything for all of them. The view can: it has the queryset. A
# [join](../../site/glossary.md#join) or a [prefetch](../../site/glossary.md#prefetch) fills the attributes
# beforehand, and `getattr()` then finds a value instead of sending a query.
#
# A `SerializerMethodField` can hide [N+1 queries](../../site/glossary.md#n1), because it can be any code. A
# `filter()` or an `order_by()` in it sends a new query for each post, whatever the view has prefetched.
#
# ## The price: what nobody asked for, and what nobody should see
#
# ### A view that fetches for every field
#
# View and serializer now depend on each other, and the view does not know what is shown. Here a client asks
# for the titles alone:

# %%
fetched = {
    "for eight fields": lambda: listed(some("title"), together),
    "for the title": lambda: listed(some("title"), newest.only("title")),
}
assert fetched["for eight fields"]() == fetched["for the title"]()
for name, call in fetched.items():
    with queries(quiet=True) as seen:
        call()
    print(f"{name:17} queries: {seen.count}")

race(fetched["for eight fields"], fetched["for the title"], names=tuple(fetched))

# %% [markdown]
# This client pays for all comments of the 50 posts, and the serializer leaves them out. An API that offers
# `?fields=title` has to drop joins, prefetches and columns as well. So write down what each field needs, in one
# place that the view can read. That is the exercise *chosen_fields*.
#
# ### Two counts in one join
#
# The count of the likes is a subquery above. Why not `annotate(Count("likes"), Count("comments"))`, which is
# shorter?

# %%
busy = (
    Post.objects.annotate(n=number_of(Like.objects.all()))
    .filter(n__range=(90, 110))
    .order_by("pk")[0]
)
both = Post.objects.filter(pk=busy.pk).annotate(likes_=Count("likes"), comments_=Count("comments"))
print("counted apart:   ", {"likes": busy.likes.count(), "comments": busy.comments.count()})
print("in one join:     ", {"likes": both[0].likes_, "comments": both[0].comments_})

# %% [markdown]
# A join of two lists has a row for each pair, so each count is the product. `distinct=True` repairs the number, and
# the database still makes all pairs first. Count each table by itself: with a subquery, or with one grouped
# query for all posts of the page. In *counts_in_the_list* you do that for a serializer.
#
# ### What a page without numbers gives up
#
# A cursor has no page 12 and no total, and an old one becomes invalid with the secret key. A bulk INSERT calls
# no `save()` and sends no signal. Both are a choice: take them where a list is long, and where a request holds
# many rows.
#
# ### What leaves the site
#
# `depth = 1` nests whole related objects in one line. Which attributes of the author are these?


# %%
class Deep(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["title", "author"]
        depth = 1


print(", ".join(sorted(Deep(newest.select_related("author")[0]).data["author"])))

# %% [markdown]
# The hash of the password is among them. A list of names in `fields` is also the list of what may leave the
# site, so never build it from what a client sends.
#
# When not to bother: a page of one object. And keep serializers where they are convenient: they also validate
# what comes in, and `values()` does not.
#
# ## The claim: "automatic relationship access can bite you"
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) warns of relations that are
# followed automatically, in API serializers above all. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Automatic relationship
# access can bite you."
#
# **True**, and you measured where. What the article does not say:
#
# - What bites is not the serializer. It is the loop around it: the same lines are harmless for one object.
# - It bites in any framework that reads attributes of models. Django Ninja sent a query for each post as
#   well.
# - A list with flat queries can still be slow: instances and serializers cost time for each row.
# - Half of the prefetches is not half of the queries. Here the view forgets the authors of the comments, and a
#   field still counts by itself:

# %%
half = newest.select_related("author__profile", "contest").prefetch_related("tags", "comments")
for name, rows in (("nothing prefetched", newest), ("two lines forgotten", half)):
    with queries(quiet=True) as seen:
        listed(FIELDS, rows)
    print(f"{name:19} queries: {seen.count}")

# %% [markdown]
# Count the queries of a list in a test, at two sizes: *catch_it* of the first chapter is that test.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task counts_in_the_list

# %%
# %check counts_in_the_list

# %%
# %task nested

# %%
# %check nested

# %%
# %task chosen_fields

# %%
# %check chosen_fields

# %%
# %task pages_of_an_api

# %%
# %check pages_of_an_api

# %%
# %task thousand_rows

# %%
# %check thousand_rows

# %%
# %task nested_write

# %%
# %check nested_write

# %%
# %task guarded

# %%
# %check guarded

# %% [markdown]
# That was it. Take `queries()` home, and look at the list that your own API sends most often.
