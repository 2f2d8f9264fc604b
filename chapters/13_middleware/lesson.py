# %% [markdown]
# # Middleware
#
# *Twenty minutes.* Each request passes a list of layers before it reaches a view, and its response passes
# them again. So people blame the layers when every page is slow. Two things are worth measuring: what a
# layer costs, and what it does for every request.

# %% tags=["setup"]
import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import process_time
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
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import AsyncRequestFactory, Client, RequestFactory, override_settings
from django.urls import path
from django.utils.decorators import sync_and_async_middleware

from arena.accounts.models import User

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
def microseconds(sites, request, rounds=30, times=40):
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
# An asynchronous server runs views in its event loop. A layer that is only a synchronous class or function
# cannot run there: Django sends the request to a thread for it, and back to the loop for the view.


# %%
def synchronous(get_response):
    def layer(request):
        return get_response(request)

    return layer


@sync_and_async_middleware
def both(get_response):
    if not asyncio.iscoroutinefunction(get_response):
        return synchronous(get_response)

    async def layer(request):
        return await get_response(request)

    return layer


async def async_ping(request):
    return HttpResponse("pong")


urls.urlpatterns.append(path("async/", async_ping))
urls.synchronous, urls.both = synchronous, both
