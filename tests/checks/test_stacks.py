import asyncio
import threading

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.utils.decorators import sync_only_middleware

from kata.checks.findings import CheckFailed
from kata.checks.stacks import ASGI, WSGI, Stack, run, switches

ITSELF = f"{__name__}.sends_to_a_thread"


async def page(request):
    return HttpResponse(request.headers.get("X-Name", "nobody"))


def stream(request):
    return StreamingHttpResponse([b"one", b"two"])


async def astream(request):
    async def parts():
        yield b"one"
        yield b"two"

    return StreamingHttpResponse(parts())


async def error(request):
    raise ValueError("an error")


urlpatterns = [
    path("", page),
    path("stream/", stream),
    path("astream/", astream),
    path("error/", error),
]


@sync_only_middleware
def sends_to_a_thread(get_response):
    return get_response


@pytest.fixture(autouse=True)
def site():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
@pytest.mark.parametrize("kind", [WSGI, ASGI])
def test_a_visitor_is_answered(kind):
    stack = Stack(kind, [])
    assert stack.get("/", X_Name="Ada").body == b"Ada"
    assert stack.get("/").body == b"nobody"
    assert stack.get("/stream/").body == stack.get("/astream/").body == b"onetwo"


@pytest.mark.parametrize("kind", [WSGI, ASGI])
def test_a_visitor_may_leave_early(kind):
    stack = Stack(kind, [])
    url = "/astream/" if kind == ASGI else "/stream/"
    bodies = [stack.get(url, chunks=number).body for number in range(4)]
    assert bodies == [b"", b"one", b"onetwo", b"onetwo"]
    assert stack.get(url, chunks=1).closed


@pytest.mark.parametrize("kind", [WSGI, ASGI])
def test_an_error_is_told(kind):
    stack = Stack(kind, [])
    assert isinstance(stack.get("/error/", 500).failure, ValueError)
    with pytest.raises(CheckFailed, match=rf"^{kind}: /error/ .* 500 at night: .*an error.*\.$"):
        stack.get("/error/", given=" at night")


def awaits_nothing(get_response):
    def middleware(request):
        coroutine = get_response(request)
        coroutine.close()  # else Python warns
        return coroutine.headers

    return middleware


awaits_nothing.async_capable = True


def test_what_django_cannot_use_is_told():
    stack = Stack(ASGI, [f"{__name__}.awaits_nothing"])
    with pytest.raises(CheckFailed, match=r"^ASGI: / gets no response, but TypeErr.*, after Attr"):
        stack.get("/")


def test_a_sync_middleware_is_a_switch():
    without, with_it = (Stack(ASGI, ones).switches("/") for ones in ([], [ITSELF]))
    with_it.subtract(without)
    assert with_it == {"switches": 1}


def test_nothing_is_switched_under_wsgi():
    without, with_it = (Stack(WSGI, ones).switches("/") for ones in ([], [ITSELF]))
    assert with_it == without


def test_threads_and_loops_are_counted():
    async def nothing():
        pass

    async def several():
        with switches() as counts:
            await sync_to_async(int)()
            await asyncio.to_thread(int)
        return counts

    assert run(several)["switches"] >= 2
    with switches() as counts:
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()
    assert counts == {"switches": 1}
    with switches() as counts:
        async_to_sync(nothing)()
    assert counts["loops"] == 1
