# %% [markdown]
# # Middleware
#
# *Twenty minutes.* Each request passes a list of layers before it reaches a view, and its response passes
# them again. So people blame the layers when every page is slow. Two things are worth measuring: what a
# layer costs, and what it does for every request.

# %% tags=["setup"]
import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from time import perf_counter, process_time
from types import ModuleType

from kata.notebook import bars, predict, queries, sandbox

sandbox()

# %% [markdown]
# ## Report: five layers removed, and still 20 ms
#
# > *"Our API answers `/ping/` in 20 ms, and its view does nothing. We read that each middleware adds 20 to
# > 30 ms. So we took them out, one after the other. Nothing changed, until we removed the log-in, and that
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
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.decorators import sync_and_async_middleware, sync_only_middleware

from arena.accounts.models import User
from kata.checks import stacks

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


def site(layers):
    """A site with these layers around its views: a function that answers a request."""
    with override_settings(MIDDLEWARE=layers):
        return WSGIHandler().get_response


# %% [markdown]
# ## Predict: what all seven cost
#
# A request for `/ping/` passes all seven layers. How many microseconds do they take together? A thousand
# of them are a millisecond.

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
    layer.rpartition(".")[2].removesuffix("Middleware"): max(0, totals[n + 1] - totals[n])
    for n, layer in enumerate(SEVEN)
}

guess.measured(totals[7] - totals[0])

# %% [markdown]
# ## Experiment: where the milliseconds come from
#
# ### One layer after the other
#
# The list was empty at first, and got one layer more at a time. This is what each of them added:

# %%
bars("What each layer adds to a request", adds, unit="µs")

# %% [markdown]
# **A layer costs microseconds.** Sessions, the log-in and messages put an object on the request and do
# nothing more until somebody looks at it.
#
# ### Beside one query
#
# All seven again, beside what a layer may ask for: one query by primary key, on a connection that is open and on
# a new one.

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


compared = {
    "all seven layers": (totals[7] - totals[0]) / 1000,
    "one query": milliseconds(query),
    "one query, new connection": milliseconds(query_on_a_new_connection),
}

# %%
bars("What a request may pay for", compared, unit="ms")

# %% [markdown]
# PostgreSQL runs on this machine and asks for no password. With a password, over TCP, we measured 17 ms for
# the connection alone. So these are the milliseconds. Who asks for them?
#
# ### The line that asks who it is
#
# Ada has logged in. Her browser sends the cookie of her session to two pages, through all seven layers.

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
# Seven layers, and no query. One look at `request.user`, and there are two: for the session and for the
# person. By default Django also opens a connection for them, because it closes the last one at the end of
# each request.


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
bars("A request of Ada, through all seven layers", requests, unit="ms")

# %% [markdown]
# Now the report is clear. That team had one layer of its own, which put the visitor's name into a log. Without
# `AuthenticationMiddleware` it found no `request.user`, and asked nothing. **The 20 ms are real. They
# belong to the line that asks, for every request, and not to the layers.**
#
# ## Why: what a layer does on the way in and on the way out
#
# Django builds the list once, when a process starts: each layer holds the next one, and the last one holds
# the view. A request is one call into another, seven deep. That is cheap. What a layer does before its call happens
# on the way in, from top to bottom, and what it does afterwards on the way out, from bottom to top.
#
# So the order is a program. Here are two layers, in both orders, and a page that never changes:

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
# With gzip on top, the ETag is made first, of the text. With the ETag on top, it is made of the compressed page,
# and Django's gzip adds random bytes to that, against an attack called BREACH. So the ETag of an
# unchanged page changes, and no browser ever gets a 304. No error says so. The exercise `order` has ten layers.
#
# ## The price: work for every request
#
# A layer is cheap as long as it has nothing to do. Some have work with every response:

# %%
LOCALE = "django.middleware.locale.LocaleMiddleware"

some = {"none": [], "Locale": [LOCALE], "ConditionalGet": [ETAG], "GZip": [GZIP]}
costs = microseconds({title: site(layers) for title, layers in some.items()}, request_with_gzip)
costs = {title: max(0, cost - costs["none"]) for title, cost in costs.items() if title != "none"}
costs = {"all seven of before": totals[7] - totals[0], **costs}

# %%
bars("What a layer adds to a page of 20 kB", costs, unit="µs")

# %% [markdown]
# Still no millisecond, and gzip saves the network far more than that. But nginx or a CDN compresses as well, and
# Python's processes have other work.
#
# ### Under ASGI
#
# An asynchronous server runs views in its event loop. A layer that can only be called by synchronous code is
# called in a thread: the request goes there, and back to the event loop for an asynchronous view. Count
# how often a request goes to a thread, beyond what every request does, and how long it takes.


# %%
async def live(request):
    return HttpResponse("live")


@sync_only_middleware
def sync_only(get_response):
    def layer(request):
        return get_response(request)

    return layer


@sync_and_async_middleware
def both_ways(get_response):
    async def layer(request):
        return await get_response(request)

    return layer if iscoroutinefunction(get_response) else sync_only(get_response)


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
for title, layers in {
    "no layer": [],
    "three, both ways": 3 * [f"{__name__}.both_ways"],
    "three, sync only": 3 * [f"{__name__}.sync_only"],
    "Django's seven": SEVEN,
}.items():
    stack = stacks.Stack(stacks.ASGI, layers)
    switches = in_a_thread(stack.switches, "/live/")["switches"]
    under_asgi[f"{title} ({switches} x to a thread)"] = microseconds_under_asgi(stack)

# %%
bars("A request for an asynchronous view", under_asgi, unit="µs")

# %% [markdown]
# Three synchronous layers in a row share one trip to a thread. Django's own classes can be called both ways, but
# what they do before and after the call is synchronous, so each of these hooks is a trip of its own. **Under ASGI
# the seven cost more than the view.** That is the one place where fewer layers pay. A layer of your own
# should work both ways: `async_ready`.
#
# ### A request is not a thread
#
# Under WSGI a request has one thread, and a layer may keep things there: a counter on a connection, a
# `threading.local`. Under ASGI a request may use several. The page below sends four queries. One layer counts on
# the connections of its thread; the other asks a context variable, which goes along into each thread.

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
    def layer(request):
        seen = []

        def count(execute, *arguments):
            seen.append(arguments[0])
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers["Queries"] = str(len(seen))
        return response

    return layer


def of_the_request(get_response):
    def layer(request):
        token = counted.set([])
        try:
            response = get_response(request)
            response.headers["Queries"] = str(len(counted.get()))
            return response
        finally:
            counted.reset(token)

    return layer


def count_for_a_request(execute, *arguments):
    if (seen := counted.get()) is not None:
        seen.append(arguments[0])
    return execute(*arguments)


def on_every_connection(connection, **_):
    if count_for_a_request not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_for_a_request)


urls.urlpatterns.append(path("four/", four))
connection_created.connect(on_every_connection, dispatch_uid="lesson")
for layer in ("of_the_thread", "of_the_request"):
    stack = stacks.Stack(stacks.ASGI, [f"{__name__}.{layer}"])
    seen = in_a_thread(stack.get, "/four/").headers["Queries"]
    print(f"{layer:15} has counted {seen} of 4 queries")
connection_created.disconnect(dispatch_uid="lesson")

# %% [markdown]
# What is kept on the layer itself belongs to all requests, what is kept in a thread belongs to that thread.
# A `ContextVar` belongs to the request, under WSGI and ASGI, as long as the layer resets it. Queries in threads that
# you start yourself have no context, and count for nobody.
#
# ## The claim: each middleware adds 20 to 30 ms
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# advises you to remove the middleware that your app does not need, and for an API names sessions, messages and
# the admin. [Are your webapps scalable?](https://simplifiedweb.netlify.app/are-your-webapps-scalable) says the
# same. Notes on the article put it like this: "Every request that is made to the Django backend passes through
# these middlewares and adds extra time (20-30ms) to the request/response cycle."
#
# - **20 to 30 ms for each: wrong, by a factor of a thousand.** You saw microseconds, and a tenth of a
#   millisecond for all seven.
# - **The milliseconds are real.** Two queries and a new connection for them take that long where
#   the database asks for a password. They belong to what looks at `request.user`, in a layer, in
#   a context processor or in a view. Removing the log-in helps because nobody can ask then.
# - **Remove sessions, messages and the admin from an API: yes, but not for their time.** You save some
#   microseconds. What you gain is that no layer can query, and that no response varies by cookies. The admin has no middleware
#   at all. Keep what adds security headers and what checks the `Host`.
# - **Set `CONN_MAX_AGE`, or use a pool**: that takes away most of what is left of the 20 ms. The chapter on
#   connections has the price of it.
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
# %task order

# %%
# %check order

# %%
# %task async_ready

# %%
# %check async_ready

# %%
# %task budget

# %%
# %check budget
