# %% [markdown]
# # Pages and sessions
#
# *Twenty-five minutes.* A finished page is the best thing to cache: the more finished, the more you save.
# It is also the most dangerous, because a page may belong to somebody.

# %% tags=["setup"]
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from time import perf_counter
from types import ModuleType

from kata.notebook import Pair, bars, cache_server, predict, queries, sandbox

sandbox()

# %% tags=["setup"]
cache_server()

# %% [markdown]
# ## Report: Bob is served Alice's page
#
# > *"The front page was slow, so we put* `@cache_page(60)` *above the view. One line, and the graph of
# > the database went flat. An hour later Bob wrote to us: 'Why does your site call me Alice?' There is
# > nothing in the error log."*
#
# Here is that front page: a greeting, and the newest 50 posts with their authors and the number of their
# comments.

# %%
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.cache import cache_control, cache_page

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.worlds import World

world = World(seed=11)
world.clear()
world.posts(100, comments=(0, 12))
PEOPLE = {name: User.objects.create(username=name) for name in ("alice", "bob")}

LIBRARIES = {"cache": "django.templatetags.cache", "i18n": "django.templatetags.i18n"}
engine = Engine(libraries=LIBRARIES)
PAGE = engine.from_string(
    """<p>Hello, {{ name }}!</p>
    <ul>{% for post in posts %}
        <li>{{ post.title }} by {{ post.author.username }}, {{ post.talk }} comments</li>
    {% endfor %}</ul>"""
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    counted = published.annotate(talk=Count("comments", filter=Q(comments__is_approved=True)))
    return counted.order_by("-published_at", "-pk")[:50]


def front(request, template=PAGE):
    name = request.user.get_username() or "stranger"
    return HttpResponse(template.render(Context({"name": name, "posts": newest()})))


@contextmanager
def site(**views):
    """Serve each view under its name."""
    urls = ModuleType("urls_of_the_lesson")
    urls.urlpatterns = [path(f"{name}/", view) for name, view in views.items()]
    with override_settings(ROOT_URLCONF=urls):
        yield


def browser(name=""):
    """A browser; somebody is logged in, or nobody."""
    client = Client()
    if name:
        client.force_login(PEOPLE[name])
    return client


def greeting(client, address):
    return client.get(address).content.decode().partition("</p>")[0].removeprefix("<p>")


cache.clear()
with site(front=cache_page(60)(front)):
    for name in PEOPLE:
        print(f"{name} reads: {greeting(browser(name), '/front/')}")

# %% [markdown]
# Bob sees Alice's name. On another page it would be her orders, or her balance. The view is right, and
# every test of it that has one visitor passes.
#
# ## Predict: what a 304 saves
#
# Let's leave Alice for a moment, and ask what a cached page is worth. The cheapest copy is the one that
# the browser has already. With `ConditionalGetMiddleware` each page has an `ETag`, which is a hash of its
# content. The browser sends it back in `If-None-Match`. If the page is still the same, Django answers
# *304 Not Modified* and sends no page. How much faster is the server's answer then?

# %%
guess = predict("How much faster is a 304 than the page?", ..., unit="times")
guess

# %%
from django.views.decorators.http import condition, conditional_page


def milliseconds(call, times=5):
    """How long one call takes, in the fastest of several series: the others were disturbed."""
    call()
    series = []
    while len(series) < 3 or (len(series) < 6 and sum(series) < 200):
        with queries(quiet=True) as seen:
            for _ in range(times):
                call()
        series.append(seen.ms)
    return min(series) / times


with site(front=conditional_page(front)):  # what the middleware does, for one view
    visitor = browser()
    etag = visitor.get("/front/")["ETag"]
    whole = partial(visitor.get, "/front/")
    again = partial(visitor.get, "/front/", headers={"If-None-Match": etag})
    assert (whole().status_code, again().status_code) == (200, 304)
    page_ms, middleware_ms = milliseconds(whole), milliseconds(again)

guess.measured(page_ms / middleware_ms)

# %% [markdown]
# The server does nearly all of the work again: to compute the hash of the page, Django has to make the
# page. What you save is the sending.
#
# ## Experiment: the cache ladder, fragments and sessions
#
# ### One page, five steps up
#
# Each step keeps the page in a more finished form, and closer to the visitor:
#
# 1. **the database**: nothing is cached;
# 2. **fragments**: `{% cache %}` in the template stores the list as HTML, and the greeting is made anew;
# 3. **`cache_page`**: the whole page is in the cache, for visitors who are not logged in;
# 4. **a 304 by `condition`**: before the view runs, a function says which version of the page there is.
#    If the browser has that one, the view does not run;
# 5. **the browser**: `Cache-Control: max-age=60` allows it to show its copy without asking.

# %%
from uuid import uuid4

from django.utils.cache import get_max_age

FRAGMENTS = engine.from_string(
    """{% load cache %}<p>Hello, {{ name }}!</p>
    {% cache 60 newest_posts %}<ul>{% for post in posts %}
        <li>{{ post.title }} by {{ post.author.username }}, {{ post.talk }} comments</li>
    {% endfor %}</ul>{% endcache %}"""
)


def version(request):
    """Which version of the posts there is; whatever writes a post has to delete this key."""
    return cache.get_or_set("front:version", lambda: f'"{uuid4().hex}"', timeout=3600)


class CachingBrowser:
    """Shows its copy of a page for as long as the page's headers allow."""

    def __init__(self, address):
        self.client, self.address, self.until = browser(), address, 0.0

    def get(self):
        if perf_counter() >= self.until:
            self.copy = self.client.get(self.address)
            self.until = perf_counter() + (get_max_age(self.copy) or 0)
        return self.copy


cache.clear()
views = {
    "database": front,
    "fragments": partial(front, template=FRAGMENTS),
    "cached": cache_page(60)(front),
    "condition": condition(etag_func=version)(front),
    "fresh": cache_control(max_age=60)(front),
}
with site(**views):
    visitor, at_home = browser(), CachingBrowser("/fresh/")
    etag = {"If-None-Match": visitor.get("/condition/")["ETag"]}
    steps = {
        "the database": lambda: visitor.get("/database/"),
        "fragments": lambda: visitor.get("/fragments/"),
        "cache_page": lambda: visitor.get("/cached/"),
        "a 304 by condition": lambda: visitor.get("/condition/", headers=etag),
        "the browser, fresh": at_home.get,
    }
    ladder, sent = {}, {}
    for name, step in steps.items():
        ladder[name] = milliseconds(step)
        sent[name] = len(step().content) / 1000
    sent["the browser, fresh"] = 0  # no request

# %%
Pair(
    bars("A visit to the front page", ladder, unit="ms"),
    bars("Sent to the browser", sent, unit="kB"),
)

# %% [markdown]
# The fragment saves the query and most of the template. `cache_page` saves the view as well. What is left
# is Django itself, and [round trips](../../site/glossary.md#round-trip) to the cache: two for
# `cache_page`, and one for the version of the page. And the 304 has no content.
#
# These are the server's milliseconds. If the visitor is 30 ms away, every bar but the last is 30 ms
# longer, and the first four look alike. **Only a request that is not sent is fast everywhere.** But
# nobody can delete a copy in a browser. The more a step saves, the less you can take back.
#
# ### Which version?
#
# `condition` is as good as the function that names the version. Here is the page once more, and the 304
# in three ways: by a hash of the finished page, by a query for what the page shows, and by the key from
# above.

# %%
from hashlib import md5


def by_query(request):
    shown = newest().values_list("title", "author__username", "talk")
    return f'"{md5(repr(list(shown)).encode()).hexdigest()}"'


versions = {
    "a hash of the page": conditional_page(front),
    "a query": condition(etag_func=by_query)(front),
    "a key in the cache": condition(etag_func=version)(front),
}
answers = {"200, the page": ladder["the database"]}
for name, view in versions.items():
    with site(front=view):
        etag = {"If-None-Match": visitor.get("/front/")["ETag"]}
        assert visitor.get("/front/", headers=etag).status_code == 304
        answers[f"304, by {name}"] = milliseconds(
            lambda etag=etag: visitor.get("/front/", headers=etag)
        )

# %%
bars("The same page once more", answers, unit="ms")

# %% [markdown]
# The query has to find what the page shows, so it saves the template and no more. It can't be wrong, as
# long as it asks for each value of the page: `max(published_at)` would miss a deleted post and an
# author's new name. The key is cheap, and it's right only if everything that changes the page deletes it.
#
# ### Fragments: the query has to be inside
#
# A fragment that is cached skips what is between `{% cache %}` and `{% endcache %}`, and nothing else. A
# queryset sends its query when a template loops over it. So the fragment saves the query as long as the
# view has not sent it already. Here are ten visits to four views. They differ in one line:

# %%
IN_A_FRAGMENT = engine.from_string(
    """{% load cache %}{% cache 60 front_list variant %}<ul>{% for post in posts %}
        <li>{{ post.title }}</li>{% endfor %}</ul>{% endcache %}"""
)


def with_posts(variant, posts):
    def view(request):
        return HttpResponse(IN_A_FRAGMENT.render(Context({"variant": variant, "posts": posts()})))

    return view


def not_empty():
    posts = newest()
    return posts if posts else []


cache.clear()
found = {}
variants = {
    "lazy": ("posts = newest()", newest),
    "listed": ("posts = list(newest())", lambda: list(newest())),
    "tested": ("if posts: ...", not_empty),
    "function": ("posts = newest, without ()", lambda: newest),
}
with site(**{name: with_posts(name, posts) for name, (_, posts) in variants.items()}):
    for name, (line, _) in variants.items():
        with queries(quiet=True) as seen:
            for _ in range(10):
                browser().get(f"/{name}/")
        found[line] = seen.count

# %%
bars("Queries for ten visits, with the same cached fragment", found, unit="queries")

# %% [markdown]
# `list()` and `if posts:` send the query in the view, on every visit. The fragment then saves some
# milliseconds of the template, and the database notices nothing. Pass the queryset, or a function: a
# template calls it where it is used.
#
# ### Who shares a copy?
#
# Everything that the content depends on has to be in the key. Everything else has to stay out of it.
# Twenty people visit the front page. How often is the list made?


# %%
from django.views.decorators.vary import vary_on_cookie

PER_PERSON = engine.from_string(FRAGMENTS.source.replace("newest_posts", "newest_posts name"))


def strangers(number):
    """Browsers of visitors who are not logged in; some counter has given each a cookie."""
    clients = [browser() for _ in range(number)]
    for count, client in enumerate(clients):
        client.cookies["_counter"] = f"GA1.{count}"
    return clients


def members(number):
    clients = [Client() for _ in range(number)]
    for count, client in enumerate(clients):
        client.force_login(User.objects.get_or_create(username=f"member{count}")[0])
    return clients


def lists_made(clients, address):
    with queries(quiet=True) as seen:
        for count, client in enumerate(clients):
            client.get(address.format(count))
    return sum("discuss_post" in query.sql for query in seen.sent)


shared = {
    "cached": cache_page(60)(front),
    "by_cookie": cache_page(60)(vary_on_cookie(front)),
    "fragment": partial(front, template=FRAGMENTS),
    "by_name": partial(front, template=PER_PERSON),
}
cache.clear()
nobody, somebody = strangers(20), members(20)
with site(**shared):
    made = {
        "20 strangers, cache_page": lists_made(nobody, "/cached/"),
        "20 strangers, cache_page, 20 newsletters": lists_made(nobody, "/cached/?utm_source={}"),
        "20 strangers, vary_on_cookie": lists_made(nobody, "/by_cookie/"),
        "20 members, a fragment for all": lists_made(somebody, "/fragment/"),
        "20 members, a fragment for each": lists_made(somebody, "/by_name/"),
    }

# %%
bars("How often the list was made", made, unit="times")

# %% [markdown]
# `cache_page` makes its key from the address, with everything behind the question mark. `vary_on_cookie`
# makes a page for each set of cookies. That looks safe and hardly caches anything: nearly every visitor
# has a cookie of some counter. The best key is the shortest one that is right: cache what is everybody's
# under one key, and put the greeting around it.
#
# **The language is part of most fragments.** `cache_page` adds the language and the time zone to its
# keys. `{% cache %}` adds nothing: you name them.

# %%
from django.utils import translation

WITHOUT = engine.from_string("{% load cache %}{% cache 60 heading %}{{ heading }}{% endcache %}")
WITH = engine.from_string(
    "{% load cache i18n %}{% get_current_language as language %}"
    "{% cache 60 heading language %}{{ heading }}{% endcache %}"
)

cache.clear()
for language, heading in {"en": "Newest posts", "de": "Neueste Beiträge"}.items():
    with translation.override(language):
        context = Context({"heading": heading})
        print(
            f"{language}: without it {WITHOUT.render(context):<18} with it {WITH.render(context)}"
        )

# %% [markdown]
# ### Who may store it?
#
# Between the visitor and Django there are two kinds of caches: the browser's, for one visitor, and a
# CDN's, which all visitors share. Both do what the headers say. Here is a CDN in a few lines, and a page
# that greets people by name. Of a hundred visitors ten are logged in.

# %%
from django.test import RequestFactory

from kata.checks import CDN, seconds_stored, varies


class Cdn:
    """Stores what it may, and gives it to the next visitor who asks in the same way."""

    def __init__(self, view):
        self.view, self.vary, self.stored, self.asked = view, (), {}, 0

    def visit(self, name):
        headers = {"Cookie": f"name={name}"} if name else {}
        request = RequestFactory().get("/", headers=headers)
        found = self.stored.get(self.key(request))
        if found is None:
            self.asked += 1
            response = self.view(request)
            found = response.content.decode()
            if seconds_stored(response, CDN):
                self.vary = sorted(varies(response))
                self.stored[self.key(request)] = found
        return found

    def key(self, request):
        return tuple(request.headers.get(header) for header in self.vary)


def hello(name):
    return f"Hello, {name or 'stranger'}!"


def with_headers(shared, personal, vary):
    def view(request):
        name = request.COOKIES.get("name")
        said = {"Cache-Control": personal if name else shared, "Vary": vary}
        return HttpResponse(hello(name), headers=said)

    return view


def hundred_visits(view):
    """Count the wrong pages, and the requests that reach Django."""
    cdn, wrong = Cdn(view), 0
    for number in range(100):
        name = "" if number % 10 else f"member{number}"
        wrong += cdn.visit(name) != hello(name)
    return wrong, cdn.asked


said = {
    "public": ("public, max-age=60", "public, max-age=60", ""),
    "private": ("private", "private", "Cookie"),
    "private for members, no Vary": ("s-maxage=60", "private", ""),
    "private for members, Vary: Cookie": ("s-maxage=60", "private", "Cookie"),
}
seen = {name: hundred_visits(with_headers(*headers)) for name, headers in said.items()}

# %%
Pair(
    bars("Wrong pages of 100", {name: wrong for name, (wrong, _) in seen.items()}, unit="pages"),
    bars(
        "Requests that reach Django",
        {name: asked for name, (_, asked) in seen.items()},
        unit="requests",
    ),
)

# %% [markdown]
# - **`public`** gives everybody the first visitor's page. It is Bob and Alice again, in a cache that you
#   don't own.
# - **`private`** is right, and the CDN stores nothing.
# - **`private` for members only** shows no name to others. But members get the strangers' page: the CDN
#   does not know that the cookie matters.
# - **With `Vary: Cookie`** it knows, and the strangers, who have no cookie here, share one page.
#
# A file whose address has a hash of its content needs none of this. What is behind that address never
# changes, so every cache may store it for a year, as `immutable`. A new logo has a new address, and the
# page names it. So the page is what has to be new.
#
# ### Where are the sessions?
#
# A page for one person begins with their session. Django stores sessions in the database, so each request
# of a logged-in visitor sends a query before the view begins. There are other places. For each of them:
# what does a read cost, does the session survive a cache that was emptied, and does a log-out end it for
# somebody who has copied the cookie?

# %%
ENGINES = ("db", "cached_db", "cache", "signed_cookies")


def stored(engine):
    """A new session, and a function that reads it as a request with its cookie does."""
    store = import_module(f"django.contrib.sessions.backends.{engine}").SessionStore
    session = store()
    session["name"] = "alice"
    session.save()
    key = session.session_key
    return session, lambda: store(key).get("name")


reads = {"db": 0.0, "cached_db and cache": 0.0, "signed_cookies": 0.0}
print(f"{'':15} queries   after the cache was emptied   a copy of the cookie after a log-out")
for engine_name in ENGINES:
    session, read = stored(engine_name)
    if name := next((name for name in reads if name.startswith(engine_name)), ""):
        reads[name] = milliseconds(read, times=20)
    with queries(quiet=True) as seen:
        read()
    cache.clear()
    left = read() or "logged out"
    session, read = stored(engine_name)
    session.flush()
    print(f"{engine_name:15} {seen.count:7}   {left:27}   {read() or 'logged out'}")

# %%
bars("To read a session", reads, unit="ms")

# %% [markdown]
# - **`cached_db`** writes to the database and to the cache, and reads from the cache. The visitor hardly
#   notices, because a hit is a round trip like a query. What it saves is a query for each request.
# - **`cache`** writes to the cache alone. Whatever empties the cache logs everybody out.
# - **`signed_cookies`** stores the session in the cookie. That is the fastest read, and nobody can take
#   it back: a copy of the cookie works until it expires, log-out or not. And its owner can read it.
#
# ## Why: what `cache_page` sees
#
# Why did Bob get Alice's page? A response says in `Vary` on which headers it depends, and `cache_page`
# obeys. Here is what the header says when `cache_page` stores the page, and what it says when the browser
# gets the page:


# %%
def looking(view):
    """Print what the decorator around this one sees."""

    def looked(request):
        response = view(request)
        print("cache_page stores the page with Vary:", response.get("Vary"))
        return response

    return looked


cache.clear()
with site(front=cache_page(60)(looking(front))):
    response = browser("alice").get("/front/")
    print("the browser gets the page with Vary: ", response.get("Vary"))

for key in sorted(cache._cache.get_client().keys("*views*")):
    print(key.decode())

# %% [markdown]
# Middleware is around the view, like the layers of an onion, and `cache_page` is inside all of it. The
# session was read, so `SessionMiddleware` adds `Vary: Cookie`: on the way out, when the page is stored
# already. The first key holds the headers that `Vary` has named, which are none. The second one holds the
# page. It is made of the address, of the values of these headers, of the language and of the time zone.
#
# The same page in the other place: `UpdateCacheMiddleware`, first in `MIDDLEWARE`, sees what all others
# have added. So it leaks nothing, and keeps a page for each set of cookies.
#
# A 304 has the same gap. `condition` answers before the view runs, so nothing that the view would have
# said is in that answer: put `vary_on_headers` and `cache_control` above `condition`. And leave it to
# Django to compare: `If-None-Match` is a list, and `GZipMiddleware` turns each ETag into a weak one,
# `W/"..."`.
#
# ## The price: copies that you cannot take back
#
# ### A form in a cached page
#
# A form contains a CSRF token, which belongs to one visitor. Alice opens a cached page with a form and
# sends the form, and then Bob does.

# %%
from django.middleware.csrf import get_token


@cache_page(60)
def write(request):
    if request.method == "POST":
        return HttpResponse("Thank you")
    print("The view runs.")
    return HttpResponse(get_token(request))  # what {% csrf_token %} puts into the form


cache.clear()
csrf = "django.middleware.csrf.CsrfViewMiddleware"
with site(write=write), override_settings(MIDDLEWARE=[csrf]):
    for name in ("Alice", "Bob"):
        client = Client(enforce_csrf_checks=True)
        form = client.get("/write/")
        token = form.content.decode()
        post = client.post("/write/", {"csrfmiddlewaretoken": token})
        cookie = "a cookie" if "csrftoken" in client.cookies else "no cookie"
        print(
            f"{name}: token {token[:6]}..., {cookie}, Vary: {form.get('Vary')}, POST: {post.status_code}"
        )

# %% [markdown]
# Bob gets Alice's token and no cookie to go with it, so Django refuses his form. It is the onion again:
# `CsrfViewMiddleware` adds the cookie and `Vary: Cookie` on the way out, when the page has been stored.
# No error tells you while you are the only visitor.
#
# What helps? Twenty new visitors open the page and send the form: with `cache_page`, with `csrf_protect`
# inside of it, so that `cache_page` sees the cookie, and with `cache_page` around the shared part only.

# %%
from django.views.decorators.csrf import csrf_protect


def expensive(request):
    made.append("what all visitors share")
    return HttpResponse("<ul>...</ul>")


def with_form(request, shared=expensive):
    return HttpResponse(shared(request).content + get_token(request).encode())


forms = {
    "cache_page": cache_page(60)(with_form),
    "csrf_protect inside of it": cache_page(60)(csrf_protect(with_form)),
    "the form outside of it": partial(with_form, shared=cache_page(60)(expensive)),
}
for name, view in forms.items():
    cache.clear()
    made, accepted = [], 0
    with (
        site(write=view, send=lambda request: HttpResponse()),
        override_settings(MIDDLEWARE=[csrf]),
    ):
        for _ in range(20):
            client = Client(enforce_csrf_checks=True)
            token = client.get("/write/").content.decode().removeprefix("<ul>...</ul>")
            post = client.post("/send/", {"csrfmiddlewaretoken": token})
            accepted += post.status_code == 200
    print(f"{name:26} made {len(made):2} times, {accepted:2} of 20 forms accepted")

# %% [markdown]
# `csrf_protect` makes the forms work, and nothing is cached any more: Django stores no page that sets
# such a cookie and varies on it. With the form outside of the cached part, both are right.
#
# ### The cache is down
#
# Every call of `cache` raises an exception when the server cannot be reached. A page that reads the cache
# is then a server error, and so is each request of a logged-in visitor whose session is cached.
#
# A server that is gone refuses connections, which takes no time. One that stands still accepts them, and
# never replies. Here is such a server: the system accepts connections, and no one reads what comes. The
# page has twelve parts, and each is read from the cache, computed and stored.

# %%
import socket
from contextlib import suppress

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

LIMITS = {"socket_connect_timeout": 0.02, "socket_timeout": 0.02}
PARTS = [f"part-{number}" for number in range(12)]


def each_part(down):
    for part in PARTS:
        with suppress(RedisError):
            down.get(part)
        with suppress(RedisError):
            down.set(part, "computed", 60)


def together(down):
    with suppress(RedisError):
        down.get_many(PARTS)  # and after a failure the page stores nothing


waited = {}
with socket.create_server(("127.0.0.1", 0)) as stands_still:
    address = f"redis://127.0.0.1:{stands_still.getsockname()[1]}"
    down = RedisCache(address, {"OPTIONS": LIMITS})
    for name, page in {"each part waits": each_part, "the page waits once": together}.items():
        began = perf_counter()
        page(down)
        waited[name] = 1000 * (perf_counter() - began)

# %%
bars("A page of twelve parts, with a limit of 20 ms", waited, unit="ms")

# %% [markdown]
# Without `socket_connect_timeout` and `socket_timeout` in `OPTIONS`, redis-py 8 waits for five seconds,
# and older versions wait forever. But a limit alone is not enough, because each command waits for it:
# **after the first failure the page leaves the cache alone**. A client can't tell a server that stands
# still from a slow one, so it has to remember.
#
# Then the page sends all of its queries. Decide beforehand: where the database can carry the load, catch
# the error and compute. Where it cannot, an error page is better than a second outage.
#
# ### Everything expires together
#
# After a release the cache is filled: 300 values, each for an hour. An hour later, how many of them have
# to be computed within each minute, if visitors ask for all of them? Once with an hour for every key, and
# once with an age of its own for each.

# %%
from collections import Counter
from random import Random

from kata.notebook import chart

random = Random(1)
ages = {
    "an hour for every key": [3600] * 300,
    "45 to 60 minutes": [3600 - random.randrange(900) for _ in range(300)],
}
computed = {}
for name, seconds in ages.items():
    in_minute = Counter(age // 60 for age in seconds)
    computed[name] = {minute: in_minute[minute] for minute in range(40, 66)}

# %%
chart("Values to compute", computed, x="minutes after the release", y="values in a minute")

# %% [markdown]
# The same work, in one minute or in fifteen. The random part is subtracted, so the hour is still the
# limit.
#
# A release has another trap. The values in the cache have the form that the old release gave them, and
# for some minutes both releases run. They must not share keys: put the release into `KEY_PREFIX` or
# `VERSION`. But not for sessions, or each release logs everybody out.
#
# ### What else it costs
#
# - Each page pays for its version, with a query or a key. It is worth it if most requests end with a 304.
# - A page in a CDN is up to `s-maxage` old. `Vary: Cookie` makes a page for each set of cookies, so the
#   cookies of a counter have to be removed before the CDN looks.
# - Files with a hash have to stay for some days after a release: pages that are open or cached still name
#   the old ones.
#
# ## The claim: a CDN for all things the user cannot change
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: cache sessions, and
# let a CDN deliver what is the same for everybody. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Use a CDN for
# all things the user cannot change." Below that stand static files, images, and HTML templates, "if
# possible". And one more word: "Varnish."
#
# - **A CDN for static files: true.** You saw that a request which does not reach Django is the cheapest.
#   A name with a hash in it makes the copy safe: a new version has a new name, so nothing has to be taken
#   back.
# - **HTML: where it has no owner**, and no form, which needs a cookie for each visitor. A page with a
#   name in it has to say `Cache-Control: private`, or Bob is served Alice's page by a server that you may
#   not be able to empty. Do not leave that to `Vary`: CDNs differ.
#   [Akamai's](https://techdocs.akamai.com/property-mgr/docs/rm-vary-header) edge servers, for example, do
#   not cache a response with `Vary: Cookie` unless you have them remove the header.
# - **All user sessions: yes, as copies.** `cached_db` reads from the cache and stores a row in the
#   database, because a cache may lose anything. Its log-out deletes both. Django has no session engine
#   for Redis: any of its cache back ends will do.
# - **Varnish**, or any HTTP cache in front of Django: that is where the 45,000 requests of
#   [the lesson on caching](../10_caching/lesson.ipynb) were answered. It has the same key, and the same
#   trap.
#
# Neither mentions whose page it is.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and run
# the check below. `%hint` helps, one step at a time.

# %%
# %task sessions

# %%
# %check sessions

# %%
# %task fragments

# %%
# %check fragments

# %%
# %task not_modified

# %%
# %check not_modified

# %%
# %task who_am_i

# %%
# %check who_am_i

# %%
# %task static_forever

# %%
# %check static_forever

# %%
# %task deploy

# %%
# %check deploy

# %%
# %task csrf_and_cache

# %%
# %check csrf_and_cache

# %%
# %task cache_is_down

# %%
# %check cache_is_down
