"""What checks static_forever.py."""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import whitenoise.storage
from django.contrib.auth import logout
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control, never_cache

from arena.accounts.models import User
from kata.checks import BROWSER, CDN, directives, expect, may_store, seconds_stored, varies

YEAR, HOUR, MINUTE = 31_536_000, 3600, 60
FILES = {  # some look as if Django had put a hash into their names
    "img/logo.svg": b"<svg>1</svg>",
    "css/site.css": b"body { background: url('../img/logo.svg') }",
    "js/jquery.min.js": b"jQuery = 1",
    "js/app.0123456789ab.js": b"app = 1",
    "report.202612310930.pdf": b"%PDF 1",
}
CHANGED = {"img/logo.svg": b"<svg>2</svg>", "report.202612310930.pdf": b"%PDF 2"}
NO_FILES = {}
OWN = "private", "no-store", "no-cache"
LANGUAGE = "accept-language", "x-cookie-consent"
ERRORS = 400, 403, 410, 500, 503


def test_hash(answer, site):
    """A static file's URL has a hash, and every cache stores the file for a year.

    Tries: hash.
    """
    with site(FILES) as visitor:
        before = {name: staticfiles_storage.url(name) for name in FILES}
        for name, url in before.items():
            says = f"The URL of {name} is {url}"
            expect(url != f"/static/{name}", f"{says}: it has no hash.", "a hash of the content.")
            response = got(visitor, url, 200)
            stored(response, says, YEAR, None)
            says = f"{says}, and a browser that loads a page again asks for it: {said(response)}"
            expect("immutable" in directives(response), says, "immutable.")
    with site(FILES | CHANGED) as visitor:
        for name, url in before.items():
            now = staticfiles_storage.url(name)
            if name in CHANGED:
                expect(now != url, f"{name} has changed, and its URL is still {url}.")
                is_right = got(visitor, now, 200).body == CHANGED[name]
                expect(is_right, f"{name} has changed, and {now} has the old content.")
            elif not name.endswith(".css"):  # which names the logo's URL
                expect(now == url, f"{name} has not changed, and its URL has.")


def test_no_hash(answer, site):
    """A file's own name is stored for an hour at most.

    Tries: no hash.
    """
    for files in (FILES, FILES | CHANGED):
        with site(files) as visitor:
            for name, content in files.items():
                response = got(visitor, f"/static/{name}", 200)
                is_right = response.body == content or name.endswith(".css")
                expect(is_right, f"/static/{name} has other content.")
                says = f"/static/{name} may change"
                stored(response, says, 0, HOUR)
                is_right = "immutable" not in directives(response)
                expect(is_right, f"{says}, and it is immutable: {said(response)}")


def test_shared(answer, site):
    """A CDN stores a page for visitors without cookies.

    Tries: shared, vary, browsers.
    """
    with site() as visitor:
        for page in ("about", "home", "language", "about"):
            response = got(visitor, f"/{page}/", 200)
            says = "A visitor without cookies asks for a page"
            stored(response, says, 1, 300, CDN)
            stored(response, says, 0, 0, BROWSER)
            right = {"cookie", *LANGUAGE} if page == "language" else {"cookie"}
            lacks = right - varies(response)
            says = f"A CDN stores a page, and its Vary is {shown(response, 'Vary')}."
            expect(not lacks, says, f"it names {' and '.join(sorted(lacks))}.")


def test_personal(answer, site, world):
    """No shared cache stores what belongs to one visitor.

    Tries: personal, browsers.
    """
    alice = User.objects.create(username="alice")
    with site() as visitor:
        of_views = ("ten_minutes", "a_cdn_too", "no-cache")  # they say something
        for page in ("about", "home", "language", *of_views, "missing", "logout"):
            visitor.force_login(alice)
            belongs(got(visitor, f"/{page}/"), f"Somebody signed in asks for /{page}/")
        for page in ("cookie", "basket", "cookie_404"):
            visitor.cookies.clear()
            belongs(got(visitor, f"/{page}/"), f"/{page}/ sets a cookie")
        visitor.cookies.clear()
        token = got(visitor, "/token/", 200, headers={"authorization": "Token of Alice"})
        belongs(token, "Somebody signed in by a token asks for /token/")
        response = got(visitor, "/home/", 200)
        stored(response, "Somebody signed out, and another visitor comes", 1, 300, CDN)


def test_errors(answer, site):
    """An error is gone after a minute.

    Tries: errors.
    """
    with site() as visitor:
        of_files = "/static/missing.svg"
        for url in ("/missing/", of_files, "/an_hour/", *(f"/{status}/" for status in ERRORS)):
            response = got(visitor, url)
            says = f"{url} is answered with status {response.status_code}"
            stored(response, says, 0, MINUTE)


def test_own(answer, site):
    """What a view says of its response stays.

    Tries: own, browsers.
    """
    with site() as visitor:
        for word in OWN:
            for page in (word, "never", f"{word}_cdn", f"{word}_404", f"{word}_title"):
                response = got(visitor, f"/{page}/")
                most = MINUTE if "404" in page else 0
                now = directives(response)
                says = f"A view says {word}, and the response does not: {said(response)}"
                expect({word, "no-store"} & {*now}, says, f"{word} stays.")
                says = f"A view says {word}, and the response has s-maxage: {said(response)}"
                expect("s-maxage" not in now, says, f"{word}, without s-maxage.")
                says = f"A view says {word} and max-age=600, with status {response.status_code}"
                stored(response, says, 0, most, BROWSER)


# What the checks above are made of.


def page(status=200, does=lambda request, response: None):
    def view(request):
        response = HttpResponse("Arena", status=status)
        does(request, response)
        return response

    return view


def own(word, status=200, **more):
    """Return a view that says what to do with its response, and more that must not stay."""
    return cache_control(**{word.replace("-", "_"): True}, max_age=600, **more)(page(status))


def title_case(word):
    """Return a view that writes the header itself; in there the case does not count."""

    def says(_, response):
        response["Cache-Control"] = f"{word.title()}, Max-Age=600, S-MaxAge=600"

    return page(does=says)


def sign_in(request, _):
    """Do what an API does that reads a token: no cookie says who it is."""
    request.user = User.objects.get(username="alice")


urlpatterns = [
    path("about/", page()),
    path("home/", page(does=lambda request, response: response.write(request.user))),
    path("language/", page(does=lambda _, it: patch_vary_headers(it, LANGUAGE))),
    path("cookie/", page(does=lambda _, it: it.set_cookie("seen", "1"))),
    path("cookie_404/", page(404, lambda _, it: it.set_cookie("seen", "1"))),
    path("basket/", page(does=lambda request, _: request.session.update({"basket": [1]}))),
    path("logout/", page(does=lambda request, _: logout(request))),
    path("ten_minutes/", cache_control(max_age=600)(page())),
    path("a_cdn_too/", cache_control(max_age=600, s_maxage=600)(page())),
    path("an_hour/", cache_control(max_age=HOUR, s_maxage=HOUR)(page(404))),
    path("never/", never_cache(page())),
    path("token/", page(does=sign_in)),
    *(path(f"{word}/", own(word)) for word in OWN),
    *(path(f"{word}_cdn/", own(word, s_maxage=600)) for word in OWN),
    *(path(f"{word}_404/", own(word, 404)) for word in OWN),
    *(path(f"{word}_title/", title_case(word)) for word in OWN),
    *(path(f"{status}/", page(status)) for status in ERRORS),
]


@pytest.fixture
def site(answer, settings, tmp_path, monkeypatch):
    """Return a function that opens the site with some static files, and yields a visitor."""
    own = {name: value for name, value in vars(answer._module).items() if name.isupper()}
    first = "whitenoise.middleware.WhiteNoiseMiddleware"
    middleware = [first, f"{answer.cache_headers.__module__}.cache_headers", *settings.MIDDLEWARE]
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(whitenoise.storage, "ThreadPoolExecutor", AtOnce)  # a page has no threads
    monkeypatch.setattr(whitenoise.storage, "as_completed", list)

    @contextmanager
    def opened(files=NO_FILES):
        source, root = tmp_path / "source", tmp_path / "root"
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
        given = {
            "STATIC_ROOT": str(root),
            "STATIC_URL": "/static/",
            "STATICFILES_DIRS": [str(source)] if files else [],
            "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
            "ROOT_URLCONF": __name__,
            "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",  # writes no row
            "MIDDLEWARE": middleware,
        }
        with override_settings(**own | given):
            if files:
                command = collectstatic.Command()
                options = {
                    "interactive": False,
                    "clear": True,
                    "use_default_ignore_patterns": False,
                }
                call_command(command, verbosity=0, **options)
            yield Client(raise_request_exception=False)

    return opened


class AtOnce:
    """Stands for a ThreadPoolExecutor."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def submit(self, call, *arguments):
        result = call(*arguments)
        return SimpleNamespace(result=lambda: result)


def got(visitor, url, status=None, **more):
    """Return a response with its content."""
    response = visitor.get(url, **more)
    response.body = response.getvalue()
    response.close()
    says = f"{url} is answered with status {response.status_code}."
    expect(status in (None, response.status_code), says, f"status {status}.")
    return response


def said(response):
    return f"Cache-Control is {shown(response, 'Cache-Control')}."


def shown(response, name):
    """Return what a sentence says of a header that may be missing."""
    return repr(response[name]) if name in response else "missing"


def stored(response, says, least, most, *caches):
    """Fail unless caches may use a response for as long as they should."""
    for cache in caches or (BROWSER, CDN):
        seconds = seconds_stored(response, cache)
        for_ = "for as long as it likes" if seconds is None else f"for {seconds:,} seconds"
        is_right = seconds is not None and least <= seconds and (most is None or seconds <= most)
        limit = "seconds or more" if most is None else f"to {most:,} seconds"
        allowed = f"{least:,} {limit}." if most != 0 else "it asks on each visit."
        expect(is_right, f"{says}, and {cache} stores it {for_}: {said(response)}", allowed)


def belongs(response, says):
    """Fail unless a response is for one visitor only."""
    told = f"{says}, and a CDN may store the response: {said(response)}"
    expect(not may_store(response, CDN), told, "private or no-store.")
    told = f"{says}, and the response has s-maxage: {said(response)}"
    expect("s-maxage" not in directives(response), told, "no s-maxage.")
    stored(response, says, 0, 0 if response.status_code == 200 else MINUTE, BROWSER)
