"""The servers of one site: each is a forked process with settings of its own, for all visitors."""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from traceback import format_exception_only
from typing import Any

from django.db import connections
from django.http import HttpRequest, JsonResponse
from django.test import Client, override_settings

from kata.checks import site_views
from kata.checks.endpoints import urls
from kata.checks.findings import fail

PATIENCE = 60  # seconds for a server to answer, on a busy machine too
LONGEST = 160  # characters of an error

# It is given the request, and what the check asks by name; what it returns becomes JSON.
View = Callable[..., Any]
Cookies = dict[str, str]


class SiteServer:
    """A server of a site: the process, and the check's side of it.

    Example::

        server = SiteServer("server-1", answer.settings, {"CACHE_URL": url})
        server.ask(site_views.store, key="page", value="new")
        server.kill()
    """

    def __init__(
        self,
        name: str,
        settings: Callable[[Any], dict[str, object]],
        env: Mapping[str, str],
        views: Sequence[View] = site_views.ALL,
    ) -> None:
        """Fork the process.

        Args:
            name: for the sentences about it.
            settings: is called in the process; what it returns are Django's settings there.
            env: what ``settings`` is called with.
            views: all that a check may ask for.
        """
        self.name = name
        fork = multiprocessing.get_context("fork")
        self._orders, theirs = fork.Pipe()
        connections.close_all()
        arguments = settings, env, views, theirs
        self._process = fork.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self._receive("settings(env)")

    def ask(self, view: View, **data: object) -> Any:
        """Return what a view returns to a visitor without cookies."""
        return self._visit(view, data, {})[0]

    def stop(self) -> None:
        """Let the process end by itself, as Python does."""
        self._orders.send(None)
        self._process.join(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """End the process, if it has not ended."""
        self._process.kill()
        self._process.join()
        self._orders.close()

    def _visit(self, view: View, data: dict[str, object], cookies: Cookies) -> tuple[Any, Cookies]:
        self._orders.send((view.__name__, data, cookies))
        reply: tuple[Any, Cookies] = self._receive(f"the view {view.__name__}()")
        return reply

    def _receive(self, what: str) -> Any:
        """Return the server's reply; fail if it is an error."""
        try:
            reply = self._orders.recv() if self._orders.poll(PATIENCE) else "no reply"
        except EOFError:
            reply = "it has ended"
        if isinstance(reply, str):
            raise fail(f"{self.name} fails in {what}: {reply}.")
        return reply


class Visitor:
    """A browser, with its cookies."""

    def __init__(self) -> None:
        self._cookies: Cookies = {}

    def get(self, server: SiteServer, view: View, **data: object) -> Any:
        """Return what a view of a server returns."""
        said, self._cookies = server._visit(view, data, self._cookies)
        return said


def _serve(settings: Any, env: Mapping[str, str], views: Sequence[View], orders: Any) -> None:
    """Answer requests, in the process of a server."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    atexit._clear()  # what the check has registered is not this process's
    try:
        root = urls({f"{view.__name__}/": _answering(view) for view in views})
        override_settings(**{**settings(env), "ROOT_URLCONF": root}).enable()
        orders.send(())
    except BaseException as error:
        orders.send(_told(error))
        os._exit(0)
    while order := orders.recv():
        try:
            orders.send(_answer(*order))
        except BaseException as error:
            orders.send(_told(error))
    atexit._run_exitfuncs()
    os._exit(0)


def _answering(view: View) -> View:
    """Return a Django view: JSON becomes arguments, and what is returned becomes JSON."""

    def answers(request: HttpRequest) -> JsonResponse:
        return JsonResponse(view(request, **json.loads(request.body)), safe=False)

    return answers


def _answer(view: str, data: dict[str, object], cookies: Cookies) -> tuple[Any, Cookies]:
    client = Client()
    client.cookies.load(cookies)
    said = client.post(f"/{view}/", data, content_type="application/json").json()
    return said, {name: one.value for name, one in client.cookies.items() if one.value}


def _told(error: BaseException) -> str:
    return " ".join("".join(format_exception_only(error)).split())[:LONGEST]
