"""Processes with routers of their own, browsers with cookies, and where a site reads."""

import sys
from types import ModuleType, SimpleNamespace

import psycopg
import pytest
from django.db import router
from django.http import HttpResponse

from arena.discuss.models import Post
from kata.checks import CheckFailed, urls
from kata.checks.replicas import (
    NAMES,
    PRIMARY,
    REPLICA,
    Attempts,
    Balancer,
    Browser,
    SiteProcess,
    answered,
    reads_from,
    rest_of_router,
)


class Router:
    """Reads where it is told, and allows the rest."""

    def __init__(self, alias=PRIMARY, relations=True, migrates=(PRIMARY,)):
        self.alias, self.relations, self.migrates = alias, relations, migrates

    def db_for_read(self, model, **hints):
        return self.alias

    def allow_relation(self, one, other, **hints):
        return self.relations

    def allow_migrate(self, alias, label, **hints):
        return alias in self.migrates


@pytest.fixture
def process(settings, monkeypatch):
    def make(alias):
        module = ModuleType(f"answer_at_{alias}")
        module.Router, module.middleware = lambda: Router(alias), lambda get_response: get_response
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return SiteProcess(settings, module)

    return make


def test_each_request_goes_to_the_next_process_and_one_during_another_to_the_same(
    settings, process
):
    said = []

    def page(request):
        said.append(router.db_for_read(Post))
        if request.method == "POST":
            browser.ask("/")
        return HttpResponse("")

    settings.ROOT_URLCONF = urls({"": page})
    browser = Browser(Balancer([process("one"), process("two")]))
    for method in ("GET", "POST", "POST", "GET"):
        browser.ask("/", method)
    assert said == ["one", "two", "two", "one", "one", "two"]


def test_a_browser_keeps_a_cookie_for_as_long_as_it_is_told(settings, process, time_passes):
    def page(request):
        response = HttpResponse(" ".join(sorted(request.COOKIES)))
        if request.method == "POST":
            response.set_cookie("short", "a", max_age=30)
            response.set_cookie("session", "é")
            response.set_cookie("below", "c", path="/below")
        return response

    settings.ROOT_URLCONF = urls({"": page, "below": page})
    browser = Browser(Balancer([process("one")]))
    assert browser.ask("/") == ""
    browser.ask("/", "POST")
    assert browser.ask("/") == "session short"
    assert browser.ask("/below") == "below session short"
    time_passes(31)
    assert browser.ask("/") == "session"
    assert Browser(Balancer([process("one")])).ask("/") == ""


def test_an_error_of_a_view_is_told(settings, process):
    def page(request):
        raise ZeroDivisionError("by zero")

    settings.ROOT_URLCONF = urls({"": page})
    browser = Browser(Balancer([process("one")]))
    browser.ask("/", status=500)
    with pytest.raises(CheckFailed, match="GET / now is answered with status 500") as raised:
        browser.ask("/", given="now")
    assert raised.value.failure.details == ("ZeroDivisionError('by zero')",)
    answered(HttpResponse(status=404), "It is another page.", 404)


def test_where_queries_went_is_a_sentence():
    def went(*aliases):
        return [SimpleNamespace(alias=alias) for alias in aliases]

    reads_from(REPLICA, went(REPLICA, REPLICA), "It reads")
    for aliases, names in (((), "nowhere"), (NAMES, "the primary and the replica")):
        with pytest.raises(CheckFailed, match=f"It reads from {names}, now") as raised:
            reads_from(REPLICA, went(*aliases), "It reads", ", now")
        assert raised.value.failure.allowed == "from the replica."


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (Router(relations=False), "allow_relation"),
        (Router(migrates=NAMES), "has changed, for the replica"),
        (Router(migrates=()), "has changed, for the primary"),
    ],
)
def test_a_router_that_does_more_or_less_is_found(monkeypatch, other, says):
    manager = SimpleNamespace(earliest=lambda field: Post())
    monkeypatch.setattr(type(Post._default_manager), "using", lambda self, alias: manager)
    rest_of_router(Router(), Post)
    with pytest.raises(CheckFailed, match=says):
        rest_of_router(other, Post)


def test_attempts_to_connect_are_seen():
    called = []
    with Attempts("/nowhere") as attempts:
        attempts.during.append(lambda: called.append(len(attempts.times)))
        for connect in (psycopg.connect, psycopg.Connection.connect):
            for options in ({"host": "/nowhere"}, {"host": "/elsewhere"}):
                with pytest.raises(psycopg.OperationalError):
                    connect(**options)
    assert len(attempts.times) == 2
    assert called == [1]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="/nowhere")
    assert len(attempts.times) == 2
