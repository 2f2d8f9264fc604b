"""A site with a primary and a replica, in several processes: what its pages read, and where."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from itertools import cycle
from types import ModuleType
from typing import Any
from unittest.mock import patch

import psycopg
from django.db.models import Model
from django.test import Client

from kata.checks.answers import again
from kata.checks.findings import expect
from kata.checks.hook import Query

PRIMARY, REPLICA = "default", "replica"
NAMES = {PRIMARY: "the primary", REPLICA: "the replica"}
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"


class SiteProcess:
    """A process of a site, as far as its state goes: the module of an answer, loaded for it alone.

    Attributes:
        router: that of the module.
    """

    def __init__(self, settings: Any, module: ModuleType) -> None:
        """Load ``middleware`` and ``Router`` of a module, as a process does that starts.

        Args:
            settings: pytest-django's; the views are those of its ``ROOT_URLCONF``.
        """
        settings.MIDDLEWARE = [SESSIONS, f"{module.__name__}.middleware"]
        self._settings, self.router = settings, module.Router()
        self._client: Any = Client(raise_request_exception=False)
        self._client.handler.load_middleware()

    def request(self, method: str, path: str, **headers: str) -> Any:
        """Return the response to a browser that has no cookies but those in ``headers``."""
        self._settings.DATABASE_ROUTERS = [self.router]
        return self._client.generic(method, path, **headers)


def load_twice(settings: Any, answer: Any, process: type = SiteProcess) -> list[Any]:
    """Return two processes of a site."""
    first = process(settings, answer._module)  # loads its middleware, before the module is another
    return [first, process(settings, again(answer)._module)]


class Balancer:
    """Sends each request to the next process; one that is sent during another, to the same."""

    def __init__(self, processes: Sequence[SiteProcess]) -> None:
        self._turns = cycle(processes)
        self._busy: SiteProcess | None = None

    def request(self, method: str, path: str, **headers: str) -> Any:
        """Return the response of a process."""
        if self._busy:
            return self._busy.request(method, path, **headers)
        self._busy = next(self._turns)
        try:
            return self._busy.request(method, path, **headers)
        finally:
            self._busy = None


class Browser:
    """Keeps cookies for as long as it is told, and sends them to the paths that they are for.

    Attributes:
        cookies: the value of each by its name, when it ends (None: never), and the path.
    """

    def __init__(self, site: Balancer) -> None:
        self._site = site
        self.cookies: dict[str, tuple[str, float | None, str]] = {}

    def ask(self, path: str, method: str = "GET", given: str = "", status: int = 200) -> str:
        """Return the text of a page; fail unless its response has a status."""
        response = self._site.request(method, path, HTTP_COOKIE=self._header(path))
        says = f"{method} {path} {given}".strip()
        answered(response, f"{says} is answered with status {response.status_code}.", status)
        for name, morsel in response.cookies.items():
            ends = time.time() + int(morsel["max-age"]) if morsel["max-age"] != "" else None
            self.cookies[name] = morsel.coded_value, ends, morsel["path"] or "/"
        return str(response.content.decode())

    def _header(self, path: str) -> str:
        """Return the cookies for a path, in the form that WSGI has."""
        kept = [
            f"{name}={value}"
            for name, (value, ends, place) in self.cookies.items()
            if path.startswith(place) and (ends is None or ends > time.time())
        ]
        return "; ".join(kept).encode().decode("latin-1")


class Attempts:
    """Sees, for the length of a block, when psycopg tries to connect to a server.

    Attributes:
        times: when, by the monotonic clock.
        during: what is called in the middle of the next attempts, the last one first.
    """

    def __init__(self, host: str) -> None:
        self._host, self._patches = host, ExitStack()
        self.times, self.during = list[float](), list[Callable[[], object]]()

    def __enter__(self) -> Attempts:
        for owner in (psycopg, psycopg.Connection):
            changed = patch.object(owner, "connect", self._watched(owner.connect))
            self._patches.enter_context(changed)
        return self

    def __exit__(self, *_: object) -> None:
        self._patches.close()

    def _watched(self, connect: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(*arguments: Any, **options: Any) -> Any:
            if self._host in str(options.get("host") or arguments):
                self.times.append(time.monotonic())
                if self.during:
                    self.during.pop()()
            return connect(*arguments, **options)

        return attempt


def answered(response: Any, says: str, status: int = 200) -> None:
    """Fail with what a view has raised, unless a response has a status."""
    error = (getattr(response, "exc_info", None) or ())[1:2]
    expect(response.status_code == status, says, details=[repr(one) for one in error])


def reads_from(alias: str, queries: Iterable[Query], says: str, given: str = "") -> None:
    """Fail unless queries went to one database.

    Args:
        says: the beginning of the sentence, before "from the replica".
        given: its end.
    """
    got = {query.alias for query in queries}
    names = " and ".join(sorted(NAMES.get(one, one) for one in got)) or "nowhere"
    expect(got == {alias}, f"{says} from {names}{given}.", f"from {NAMES[alias]}.")


def rest_of_router(router: Any, model: type[Model]) -> None:
    """Fail unless a router allows all relations, and migrates the primary alone."""
    one, other = (model._default_manager.using(alias).earliest("pk") for alias in NAMES)
    expect(router.allow_relation(one, other), "allow_relation() refuses what it allowed.")
    for alias, name in NAMES.items():
        is_right = bool(router.allow_migrate(alias, model._meta.app_label)) is (alias == PRIMARY)
        expect(is_right, f"allow_migrate() has changed, for {name}.")
