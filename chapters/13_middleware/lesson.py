# %% [markdown]
# # Middleware
#
# *Thirty minutes.* Each request passes a list of middleware before it reaches a view, and its response
# passes the same list back. So when every page is slow, people blame the middleware. Measure two things:
# what a middleware costs, and what it does for every request.

# %% tags=["setup"]
import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from hashlib import sha256
from time import perf_counter, process_time
from types import ModuleType
from zlib import crc32

from kata.notebook import bars, predict, queries, sandbox

sandbox()

# %% [markdown]
# ## Report: 20 ms for a view that does nothing
#
# > *"Our API answers `/ping/` in 20 ms, and its view does nothing. We read that each middleware adds 20 to
# > 30 ms. So we took them out, one after the other. Nothing changed until we removed the log-in, and that
# > one we need."*
#
# Here is the list that `django-admin startproject` writes, and the smallest view there is.

# %%
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from django.db.backends.signals import connection_created
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.decorators import sync_and_async_middleware, sync_only_middleware
from django.utils.functional import SimpleLazyObject, lazy

from arena.accounts.models import Profile, User
from arena.discuss.models import Tag
from kata.checks import plural, stacks

SEVEN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def ping(request):
    return HttpResponse("pong")


def name(request):
    return HttpResponse(request.user.get_username())


def page(request):
    return HttpResponse("<li>A line of a long page: 42 &amp; more</li>\n" * 450)  # 20 kB


urls = ModuleType("urls_of_the_lesson")
urls.urlpatterns = [path("ping/", ping), path("name/", name), path("page/", page)]
settings.ROOT_URLCONF = urls


def site(middleware):
    """A site with this middleware around its views: a function that answers a request."""
    with override_settings(MIDDLEWARE=middleware):
        return WSGIHandler().get_response


# %% [markdown]
# ## Predict: what all seven cost
#
# A request for `/ping/` passes all seven. How many microseconds do they take together? A thousand of
# them are a millisecond.

# %%
guess = predict("How long do all seven take together?", ..., unit="µs")
guess


# %%
def microseconds(sites, request, rounds=90, times=10):
    """What a request costs at each site: processor time, in the fastest of several rounds."""
    fastest = {}
    for _ in range(rounds):
        for title, answer in sites.items():
            began = process_time()
            for _ in range(times):
                answer(request())
            took = 1e6 * (process_time() - began) / times
            fastest[title] = min(took, fastest.get(title, took))
    return fastest


def ping_request():
    return RequestFactory().get("/ping/")


totals = microseconds({n: site(SEVEN[:n]) for n in range(8)}, ping_request)
adds = {
    each.rpartition(".")[2].removesuffix("Middleware"): max(0, totals[n + 1] - totals[n])
    for n, each in enumerate(SEVEN)
}

guess.measured(totals[7] - totals[0])

# %% [markdown]
# ## Experiment: where the milliseconds come from
#
# ### One after the other
#
# The list was empty at first, and then grew by one middleware at a time. Each of them added this:

# %%
bars("What each middleware adds to a request", adds, unit="µs")

# %% [markdown]
# **A middleware costs microseconds.** Sessions, the log-in and messages put an object on the request, and
# do nothing more until your code looks at it.
#
# ### Beside one query
#
# Here are all seven again, beside one query by its primary key: on an open connection, which is one
# [round trip](../../site/glossary.md#round-trip), and on a new one.

# %%
person, _ = User.objects.get_or_create(username="ada")


def milliseconds(call, times=20):
    """Wall time, the shortest of several: the database is another process."""
    taken = []
    for _ in range(times):
        with queries(quiet=True) as seen:
            call()
        taken.append(seen.ms)
    return min(taken)


def query():
    User.objects.get(pk=person.pk)


def query_on_a_new_connection():
    connection.close()
    query()


def hash_a_password():
    """What a client does for each new connection where PostgreSQL asks for a password (SCRAM)."""
    connection.ensure_connection()
    connection.connection.pgconn.encrypt_password(b"a password", b"ada", b"scram-sha-256")


compared = {
    "all seven": (totals[7] - totals[0]) / 1000,
    "one query": milliseconds(query),
    "hashing a password": milliseconds(hash_a_password),
    "one query, new connection": milliseconds(query_on_a_new_connection),
}

# %%
bars("What a request may pay for", compared, unit="ms")

# %% [markdown]
# Here are the milliseconds. PostgreSQL runs on this machine and asks for no password. Where it asks for one
# (SCRAM), each new connection also hashes it 4,096 times, which is slow on purpose, and takes more round trips.
# Over TCP that was 17 ms for a connection when we measured it. So which line opens one for `/ping/`?
#
# ### The line that asks who it is
#
# Ada has logged in. Her browser sends the cookie of her session to two pages, through all seven
# middleware.

# %%
browser = Client()
browser.force_login(person)
cookie = f"sessionid={browser.cookies['sessionid'].value}"
answer = site(SEVEN)


def request_of_ada(url):
    return RequestFactory(headers={"cookie": cookie}).get(url)


with queries("/ping/"):
    answer(request_of_ada("/ping/"))

# %%
with queries("/name/"):
    answer(request_of_ada("/name/"))

# %% [markdown]
# Seven middleware, and no query. One look at `request.user`, and there are two: for the session and for
# the person. By default Django also opens a connection for them, because it closes the last one at the
# end of each request (`CONN_MAX_AGE = 0`).


# %%
def request_to(url, age):
    """A request as a server makes it: at its end Django closes a connection that is too old."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = age

    def call():
        answer(request_of_ada(url))
        close_old_connections()

    try:
        return milliseconds(call)
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = 0
        connection.close()


requests = {
    "/ping/": request_to("/ping/", age=0),
    "/name/, CONN_MAX_AGE = 600": request_to("/name/", age=600),
    "/name/, CONN_MAX_AGE = 0": request_to("/name/", age=0),
}

# %%
bars("A request of Ada, through all seven", requests, unit="ms")

# %% [markdown]
# That explains the report. The team had a middleware of its own, which wrote the visitor's name into a
# log. Without `AuthenticationMiddleware` there was no `request.user`, so it asked for nothing. **The 20
# ms are real. They belong to the line that asks who it is, and not to the middleware that lets it
# ask.**
#
# ### What counts as a look
#
# `request.user` is a `SimpleLazyObject`: it fetches the user when a line looks at it. Which of these do?

# %%
looks = {
    "user is None": lambda user: user is None,
    "user == None": lambda user: user == None,  # noqa: E711
    "if user": bool,
    "user.pk": lambda user: user.pk,
    "hasattr(user, 'pk')": lambda user: hasattr(user, "pk"),
    "{'user': user}": lambda user: {"user": user},
}
for line, look in looks.items():
    user = SimpleLazyObject(lambda: User.objects.get(pk=person.pk))
    with queries(quiet=True) as seen:
        look(user)
    print(f"{line:<20} {plural(seen.count, 'query', 'queries')}")

# %% [markdown]
# Only two do not: the comparison by `is`, which is never true here, and passing the object on.
#
# A context processor runs for each template, whether or not the page shows its value. So it should pass
# on a value that waits, too. How many queries does a page send that shows it never, once, and three
# times?


# %%
def country():
    return Profile.objects.values_list("country", flat=True).get(user=person)


Profile.objects.get_or_create(user=person, defaults={"country": "IE"})
ways = {
    "the value": country,
    "a function": lambda: country,
    "lazy()": lazy(country, str),
    "SimpleLazyObject": lambda: SimpleLazyObject(country),
}
print(f"{'':<18} never  once  three times")
for way, make in ways.items():
    sent = []
    for times in (0, 1, 3):
        template = Engine().from_string("{{ country }} " * times)
        with queries(quiet=True) as seen:
            template.render(Context({"country": make()}))
        sent.append(seen.count)
    print(f"{way:<18} {sent[0]:>5} {sent[1]:>5} {sent[2]:>12}")

# %% [markdown]
# `SimpleLazyObject` asks once and remembers the answer. So each request needs a new one: from a global, the
# next visitor would read the value of the last.
#
# ### Thirty flags
#
# What belongs to everybody may live longer than a request. A feature flag is a row that says whether a
# part of the site is on, and a page may ask for thirty. Arena's tags stand for them here: row by row,
# in one query, and from the dictionary that this query has filled.

# %%
flags = [f"flag-{number}" for number in range(30)]
Tag.objects.bulk_create([Tag(name=flag) for flag in flags], ignore_conflicts=True)


def row_by_row():
    return {flag: Tag.objects.get(name=flag).pk for flag in flags}


def in_one_query():
    return dict(Tag.objects.values_list("name", "pk"))


known = in_one_query()
thirty = {
    "30 queries": milliseconds(row_by_row, times=5),
    "one query": milliseconds(in_one_query, times=5),
    "a dictionary": milliseconds(lambda: [known[flag] for flag in flags], times=5),
}

# %%
bars("Thirty flags", thirty, unit="ms")

# %% [markdown]
# A process can use its dictionary for a second, if nobody needs a new flag sooner. Replace the
# dictionary as a whole, and let each request keep the one that it began with.
#
# A flag of 50 percent has another trap: every process must choose the same visitors, so neither
# `random()` nor `hash()` will do, which has another seed in each process. A checksum is the same
# everywhere:

# %%
visitors = range(10_000)


def by_crc32(flag, visitor):
    return crc32(f"{flag} {visitor}".encode()) / 2**32


def by_sha256(flag, visitor):
    digest = sha256(f"{flag} {visitor}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


for place in (by_crc32, by_sha256):
    both = sum(place("menu", each) < 0.5 and place("list", each) < 0.5 for each in visitors)
    print(f"{place.__name__:<10} {both / 100:.1f} of 100 visitors have both flags")

# %% [markdown]
# Two independent flags of 50 percent share a quarter of the visitors. With `crc32` they share nobody: the
# same change of the name changes the same bits of every checksum. A cryptographic hash spreads.
#
# ## Why: calls inside calls
#
# Django builds the list once, when a process starts. Each middleware holds the next one, and the last
# one holds the view. So a request is one call inside another, seven deep, and calls are cheap. What a
# middleware does before its call happens on the way in, from top to bottom. What it does afterwards
# happens on the way out, from bottom to top.
#
# So the order matters. Here are two middleware, in both orders, and a page that never changes:

# %%
GZIP = "django.middleware.gzip.GZipMiddleware"
ETAG = "django.middleware.http.ConditionalGetMiddleware"


def request_with_gzip():
    return RequestFactory(headers={"accept-encoding": "gzip"}).get("/page/")


for order in ([GZIP, ETAG], [ETAG, GZIP]):
    tags = [site(order)(request_with_gzip())["ETag"] for _ in range(3)]
    print(", ".join(each.rpartition(".")[2] for each in order))
    print("   ", *tags)

# %% [markdown]
# With gzip on top, the ETag is made first, from the text. With the ETag on top, it is made from the
# compressed page, and Django's gzip adds random bytes to that, against an attack called BREACH. So the
# ETag of an unchanged page changes, and no browser ever gets a 304. No error tells you.
#
# ## The price: work for every request
#
# A middleware is cheap as long as it has nothing to do. Some have work to do for every response:

# %%
LOCALE = "django.middleware.locale.LocaleMiddleware"

some = {"none": [], "Locale": [LOCALE], "ConditionalGet": [ETAG], "GZip": [GZIP]}
costs = microseconds({title: site(each) for title, each in some.items()}, request_with_gzip)
costs = {title: max(0, cost - costs["none"]) for title, cost in costs.items() if title != "none"}
costs = {"all seven from above": totals[7] - totals[0], **costs}

# %%
bars("What one adds to a page of 20 kB", costs, unit="µs")

# %% [markdown]
# Still no millisecond, and over a network gzip saves far more than that. nginx or a CDN can compress as
# well, without Python's processes.
#
# ### Under ASGI
#
# An asynchronous server runs views in an event loop. Django calls a synchronous middleware in a thread:
# the request goes there, and back to the event loop for an asynchronous view. Count how often a request
# is sent to a thread, and measure how long it takes.


# %%
async def live(request):
    return HttpResponse("live")


@sync_only_middleware
def sync_only(get_response):
    def middleware(request):
        return get_response(request)

    return middleware


@sync_and_async_middleware
def both_ways(get_response):
    async def middleware(request):
        return await get_response(request)

    return middleware if iscoroutinefunction(get_response) else sync_only(get_response)


def in_a_thread(call, *arguments):
    """Call where no event loop runs: a notebook has one of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *arguments).result()


def microseconds_under_asgi(stack, times=40):
    async def visits():
        began = perf_counter()
        for _ in range(times):
            await stack.aget("/live/")
        return 1e6 * (perf_counter() - began) / times

    return min(in_a_thread(stacks.run, visits) for _ in range(6))


urls.urlpatterns.append(path("live/", live))
under_asgi = {}
for title, each in {
    "none": [],
    "three, both ways": 3 * [f"{__name__}.both_ways"],
    "three, sync only": 3 * [f"{__name__}.sync_only"],
    "Django's seven": SEVEN,
}.items():
    stack = stacks.Stack(stacks.ASGI, each)
    switches = in_a_thread(stack.switches, "/live/")["switches"]
    under_asgi[f"{title} ({switches} x to a thread)"] = microseconds_under_asgi(stack)

# %%
bars("A request for an asynchronous view", under_asgi, unit="µs")

# %% [markdown]
# Three synchronous middleware in a row share one trip to a thread. Django's own can be called both
# ways, but their hooks (`process_request`, `process_response`) are synchronous, and each hook is a trip
# of its own. **Under ASGI the seven cost more than the rest of this request**, and fewer of them do
# help. Write your own so that they work both ways.
#
# ### A request is not a thread
#
# Under WSGI a request has one thread, and a middleware may keep things there: a counter on a connection,
# a `threading.local`. Under ASGI a request may use several threads. The page below sends four queries. One
# middleware counts on the connection of its thread. The other one counts in a context variable, which
# goes along into each thread.

# %%
counted = ContextVar("counted", default=None)


def ask():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()  # nobody else closes it in such a thread


async def four(request):
    await sync_to_async(ask)()
    await sync_to_async(ask)()
    await sync_to_async(ask, thread_sensitive=False)()
    await asyncio.to_thread(ask)
    return HttpResponse("four")


def of_the_thread(get_response):
    def middleware(request):
        seen = []

        def count(execute, *arguments):
            seen.append(arguments[0])
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers["Queries"] = str(len(seen))
        return response

    return middleware


def of_the_request(get_response):
    def middleware(request):
        token = counted.set([])
        try:
            response = get_response(request)
            response.headers["Queries"] = str(len(counted.get()))
            return response
        finally:
            counted.reset(token)

    return middleware


def count_for_a_request(execute, *arguments):
    if (seen := counted.get()) is not None:
        seen.append(arguments[0])
    return execute(*arguments)


def on_every_connection(connection, **_):
    if count_for_a_request not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_for_a_request)


urls.urlpatterns.append(path("four/", four))
connection_created.connect(on_every_connection, dispatch_uid="lesson")
for each in ("of_the_thread", "of_the_request"):
    stack = stacks.Stack(stacks.ASGI, [f"{__name__}.{each}"])
    seen = in_a_thread(stack.get, "/four/").headers["Queries"]
    print(f"{each:15} has counted {seen} of 4 queries")
_ = connection_created.disconnect(dispatch_uid="lesson")

# %% [markdown]
# What a middleware stores on itself belongs to all requests. What it stores in a thread belongs to that
# thread. A `ContextVar` belongs to the request, under WSGI and under ASGI, if the middleware resets it.
# Threads that you start yourself have a context of their own: their queries count for no request.
#
# ### What waits is paid elsewhere
#
# A lazy value moves its query into the template, and your profiler names that line. It is also not
# quite the value: `is None`, `int()` and `json.dumps()` do not work on it. Flags in a process are up to
# a second old, and 200 processes send 200 queries a second for them.
#
# ## The claim: each middleware adds 20 to 30 ms
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# advises you to remove middleware that your app does not need, and for an API names sessions, messages and
# the admin. [Are your webapps scalable?](https://simplifiedweb.netlify.app/are-your-webapps-scalable) agrees.
# Notes on the article say: "Every request that is made to the Django backend passes through these
# middlewares and adds extra time (20-30ms) to the request/response cycle."
#
# - **20 to 30 ms for each: wrong by a factor of a thousand.** You saw microseconds for each, and less than
#   a millisecond for all seven. Under ASGI they cost far more, because their hooks go to threads.
# - **The milliseconds are real, and their cause is another.** Two queries, and a connection that is opened
#   for them, take that long where the database is on another machine and asks for a password. The line that looks at `request.user`
#   pays for them: in a middleware, a context processor or a view. Without the log-in nobody can look,
#   so removing it seems to help.
# - **Remove sessions, messages and the admin from an API: yes, and not for their time.** You save some
#   microseconds. You gain that no middleware can query, and that no response varies by cookies. The
#   admin has no middleware. Keep what adds security headers, and what checks the `Host`.
# - **What does help**: look at `request.user` only where a page shows it, and keep connections, as the
#   chapter on connections does.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task api_only

# %%
# %check api_only

# %%
# %task lazy_user

# %%
# %check lazy_user

# %%
# %task order

# %%
# %check order

# %%
# %task flags

# %%
# %check flags

# %%
# %task async_ready

# %%
# %check async_ready

# %%
# %task budget

# %%
# %check budget
