"""What checks async_ready.py.

Switches are counted, and compared with the same request without RequestId. No verdict depends on
how fast this machine is: a view takes as long as it sleeps, at least.
"""

import asyncio
import logging
import re
import sys
import time
from contextvars import copy_context
from itertools import product

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils.decorators import (
    async_only_middleware,
    sync_and_async_middleware,
    sync_only_middleware,
)
from django.utils.deprecation import MiddlewareMixin

from kata.checks import again, concurrently, expect, plural, set_clocks, stacks

KINDS = stacks.WSGI, stacks.ASGI
GIVEN = "0", "a" * 300, "%s {} <b>, ;", "-"
NAP = 0.03
PATIENCE = 5.0  # seconds; only wrong answers need them
TOGETHER = 6
MANY = 250  # new IDs: one of sixteen begins with a 0
HOUR = 3_600_000.1  # milliseconds
RIGHT_NAME = re.compile("[0-9a-f]{32}")


def test_headers(answer, before):
    """The same responses, and both headers.

    Tries: headers.
    """
    for kind, (url, status) in product(KINDS, PAGES.items()):
        stack, right = site(answer, kind), site(before, kind).get(url, status)
        names = []
        for given in (*GIVEN, None, None, ""):
            response = stack.get(url, status, **({} if given is None else {"X_Request_ID": given}))
            details = [f"expected  {shape(right)}", f"got       {shape(response)}"]
            says = f"{kind}: the response of {url} is another one."
            expect(shape(response) == shape(right), says, details=details)
            names.append(response.headers["X-Request-ID"])
        says = f"{kind}: the IDs of {len(names)} requests to {url} are {names}."
        expect(names[: len(GIVEN)] == [*GIVEN], says, f"the visitors' own first: {[*GIVEN]}.")
        new = names[len(GIVEN) :]
        is_new = len({*new}) == len(new) and all(map(RIGHT_NAME.fullmatch, new))
        expect(is_new, says, "32 new hexadecimal digits for each request without an ID.")
    stack = site(answer, stacks.WSGI)
    names = {stack.get("/sync/").headers["X-Request-ID"] for _ in range(MANY)}
    wrong = [name for name in names if not RIGHT_NAME.fullmatch(name)]
    says = f"Of {MANY} new IDs {len(names)} differ, and these are no 32 digits: {wrong[:3]}."
    expect(len(names) == MANY and not wrong, says, "all differ, and have 32 digits.")


def test_took(answer):
    """X-Took is the time of all that is inside.

    Tries: headers.
    """
    for kind, url in product(KINDS, ("/nap/", "/sync-nap/")):
        stack = site(answer, kind)
        for _ in range(2):
            start = time.perf_counter()
            took_right(stack.get(url), kind, start)


def test_request_id(answer):
    """The ID is there in views and what they call, and afterwards it is not.

    Tries: request_id.
    """
    seen["answer"] = answer
    for kind in KINDS:
        stack = site(answer, kind, around=[watched])
        for (url, status), name in product(
            {"/ids/": 200, "/sync-ids/": 200, "/error/": 500}.items(), ("one", "two")
        ):
            response = stack.get(url, status, X_Request_ID=name)
            inside = response.body.decode() if status == 200 else name
            says = f"{kind}: in the view and in what it calls request_id.get() is {inside!r}."
            expect(inside == name, says, f"{name!r}.")
            says = f"{kind}: request_id.get() was 'outer', and is {seen['after']!r} after {url}"
            expect(seen["after"] == "outer", says, "'outer', as before.")


def test_exceptions(answer):
    """An exception passes, and request_id is as before.

    Tries: request_id, headers.
    """

    def sync_fails(request):
        raise error

    async def fails(request):
        raise error

    def sync_outcome():
        answer.request_id.set("outer")
        try:
            got = answer.RequestId(sync_fails)(RequestFactory().get("/"))
        except BaseException as caught:
            got = caught
        return got, answer.request_id.get()

    async def outcome():
        answer.request_id.set("outer")
        try:
            got = await answer.RequestId(fails)(RequestFactory().get("/"))
        except BaseException as caught:
            got = caught
        return got, answer.request_id.get()

    calls = []
    if getattr(answer.RequestId, "sync_capable", True):  # else Django does not call it so
        calls.append(lambda: copy_context().run(sync_outcome))
    if getattr(answer.RequestId, "async_capable", False):
        calls.append(lambda: stacks.run(outcome))
    for error, call in product((KeyError("x"), asyncio.CancelledError()), calls):
        got, name = call()
        says = f"Inside RequestId {error!r} is raised, and {got!r} comes out."
        expect(got is error, says, "the same exception.")
        says = f"After {error!r} request_id.get() is {name!r}."
        expect(name == "outer", says, "'outer', as before.")


def test_together(answer):
    """Simultaneous requests keep apart.

    Tries: together.
    """
    seen["answer"] = answer
    for kind, url in product(KINDS, ("/meet/{}/", "/sync-meet/{}/")):
        stack, start = site(answer, kind), time.perf_counter()
        seen["arrived"] = []
        for number, response in enumerate(together(stack, url)):
            inside, sent = response.body.decode(), response.headers["X-Request-ID"]
            says = f"{kind}: of {TOGETHER} simultaneous requests, the one with the ID 'id{number}' "
            says += f"finds {inside!r} in request_id, and gets {sent!r}."
            expect(inside == sent == f"id{number}", says, f"'id{number}'.")
            took_right(response, f"{kind}, {TOGETHER} simultaneous requests", start)


def test_stack(answer):
    """Any middleware may be around it, and inside it.

    Tries: stack.
    """
    for kind, outer, inner in product(KINDS, OTHERS, OTHERS):
        stack = site(answer, kind, around=[outer], inside=[inner])
        given = f" with {outer.__name__} around it and {inner.__name__} inside it"
        for url, status in (("/", 200), ("/sync/", 200), ("/error/", 500)):
            response = stack.get(url, status, given, X_Request_ID="its-id")
            others, its = (response.headers.get(name) for name in ("Others", "X-Request-ID"))
            says = f"{kind}, {url}{given}: X-Request-ID is {its!r}, and {others} of 2 others ran."
            expect((others, its) == ("2", "its-id"), says, "'its-id', and both others.")


def test_switches(answer):
    """No switch to another thread, and no event loop, is added.

    Tries: switches, event loops.
    """
    for kind, url in product(KINDS, ("/", "/sync/", "/nap/")):
        without, stack = site(None, kind).switches(url), site(answer, kind)
        for number in (1, 2, 3):
            view = "a sync view" if "sync" in url else "an async view"
            adds_none(stack, url, without, f"{kind}, {view}, request {number}")


def test_slow(answer, monkeypatch):
    """A request that takes an hour is treated like any other.

    Tries: headers, switches.
    """
    name = answer.__name__
    monkeypatch.setitem(sys.modules, name, sys.modules[name])  # loaded again below
    with set_clocks() as seen["clocks"]:
        answer = again(answer)
        for kind, url in product(KINDS, ("/slow/", "/sync-slow/")):
            without, stack = site(None, kind).switches(url), site(answer, kind)
            adds_none(stack, url, without, f"{kind}, {url} takes an hour")
            text = stack.get(url).headers["X-Took"]
            says = f"{kind}, {url} takes an hour: X-Took says {text!r}."
            expect(re.fullmatch(r"\d+\.\d", text), says, "a number such as '3600000.1'.")


# What the checks above are made of.


seen = {}


@pytest.fixture(autouse=True)
def views():
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with override_settings(ROOT_URLCONF=__name__):
        yield


def site(answer, kind, around=(), inside=()):
    """Return a stack with the answer's middleware between others."""
    own = [] if answer is None else [f"{answer.__name__}.RequestId"]
    others = ([f"{__name__}.{one.__name__}" for one in ones] for ones in (around, inside))
    return stacks.Stack(kind, [*next(others), *own, *next(others)])


def adds_none(stack, url, without, given):
    """Fail if a request takes more switches to threads, or event loops, than without RequestId."""
    more = stack.switches(url)
    more.subtract(without)
    says = f"{given}: RequestId adds {plural(more['switches'], 'switch', 'switches')} to a thread "
    says += f"and {plural(more['loops'], 'event loop')}."
    expect(not any(more.values()), says, "none.")


def shape(response):
    """Return what of a response must not change."""
    own = ("x-request-id", "x-took")
    headers = {name: value for name, value in response.items() if name.lower() not in own}
    return response.body, headers, response.cookies.output()


def took_right(response, given, start):
    """Fail unless X-Took is between the time of the view and that of the whole request."""
    whole, view = 1000 * (time.perf_counter() - start), float(response.headers["View-Took"])
    text = response.headers["X-Took"]
    says = f"{given}: the view took {view:.1f} ms of {whole:.1f}, and X-Took says {text!r}."
    is_right = re.fullmatch(r"\d+\.\d", text) and view - 1 <= float(text) <= whole + 1
    expect(is_right, says, "a number between the two, such as '12.3'.")


def together(stack, url):
    """Return the responses to requests that all meet in the view; the first is there earlier."""

    def ask(number):
        while number and not seen["arrived"]:
            time.sleep(0.002)
        return stack.get(url.format(number), X_Request_ID=f"id{number}")

    async def aask(number):
        while number and not seen["arrived"]:
            await asyncio.sleep(0.002)
        return await stack.aget(url.format(number), X_Request_ID=f"id{number}")

    async def all_of_them():
        return await asyncio.gather(*map(aask, range(TOGETHER)))

    if stack.kind == stacks.ASGI:
        return stacks.run(all_of_them)
    outcomes = concurrently(ask, threads=TOGETHER)
    for error in filter(None, (one.error for one in outcomes)):
        raise error
    return [one.result for one in outcomes]


def meeting(number):
    """Yield seconds to sleep until all requests have arrived."""
    if number == 0:
        yield NAP  # the others begin after it
    seen["arrived"].append(number)
    late = time.monotonic() + PATIENCE
    while len(seen["arrived"]) < TOGETHER:
        if time.monotonic() > late:
            seen["arrived"] = [0] * TOGETHER  # one is enough to tell
            raise TimeoutError("simultaneous requests wait for each other")
        yield 0.002


# The views.


async def page(request):
    response = HttpResponse("page", headers={"Vary": "Cookie"})
    response.set_cookie("seen", "yes")
    return response


def sync_page(request):
    # With an ID of another server's, such as one that the view has asked.
    return HttpResponse("page", headers={"X-Other": "1", "X-Request-ID": "another"})


async def stream(request):
    async def parts():
        yield b"one"
        yield b"two"

    return StreamingHttpResponse(parts())


async def error(request):
    raise ValueError("an error of the view")


async def nap(request):
    start = time.perf_counter()
    await asyncio.sleep(NAP)
    return timed("", start)


def sync_nap(request):
    start = time.perf_counter()
    time.sleep(NAP)
    return timed("", start)


def timed(body, start):
    took = str(1000 * (time.perf_counter() - start))
    return HttpResponse(body, headers={"View-Took": took, "X-Took": "0.1"})


async def slow(request):
    return sync_slow(request)


def sync_slow(request):
    seen["clocks"].wait(HOUR)
    return HttpResponse("slow")


async def ids(request):
    names = {name_now(), await sync_to_async(name_now)(), await asyncio.create_task(aname_now())}
    return HttpResponse(", ".join(sorted(names)))


def sync_ids(request):
    return HttpResponse(", ".join({name_now(), async_to_sync(aname_now)()}))


def name_now():
    return seen["answer"].request_id.get()


async def aname_now():
    return name_now()


async def meet(request, number):
    start = time.perf_counter()
    for seconds in meeting(number):
        await asyncio.sleep(seconds)
    return timed(name_now(), start)


def sync_meet(request, number):
    start = time.perf_counter()
    for seconds in meeting(number):
        time.sleep(seconds)
    return timed(name_now(), start)


PAGES = {"/": 200, "/sync/": 200, "/stream/": 200, "/error/": 500, "/missing/": 404}
urlpatterns = [
    path("", page),
    path("sync/", sync_page),
    path("stream/", stream),
    path("error/", error),
    path("nap/", nap),
    path("sync-nap/", sync_nap),
    path("slow/", slow),
    path("sync-slow/", sync_slow),
    path("ids/", ids),
    path("sync-ids/", sync_ids),
    path("meet/<int:number>/", meet),
    path("sync-meet/<int:number>/", sync_meet),
]


# Other middleware.


def count_one(response):
    response.headers["Others"] = str(int(response.headers.get("Others", 0)) + 1)
    return response


@sync_only_middleware
def sync_only(get_response):
    return lambda request: count_one(get_response(request))


@async_only_middleware
def async_only(get_response):
    async def middleware(request):
        return count_one(await get_response(request))

    return middleware


@sync_and_async_middleware
def hybrid(get_response):
    return (async_only if iscoroutinefunction(get_response) else sync_only)(get_response)


class Mixin(MiddlewareMixin):
    def process_response(self, request, response):
        return count_one(response)


@sync_and_async_middleware
def watched(get_response):
    """Sets the ID to something else around the answer's middleware, and sees what it is later."""

    async def amiddleware(request):
        seen["answer"].request_id.set("outer")
        response = await get_response(request)
        seen["after"] = name_now()
        return response

    def middleware(request):
        seen["answer"].request_id.set("outer")
        response = get_response(request)
        seen["after"] = name_now()
        return response

    return amiddleware if iscoroutinefunction(get_response) else middleware


OTHERS = sync_only, async_only, hybrid, Mixin
