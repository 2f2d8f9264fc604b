"""What checks order.py."""

from collections import Counter
from itertools import count

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.urls import path
from django.utils.translation import get_language, override

from arena.accounts.models import User
from kata.checks import expect

WELCOME = {"en": "Welcome", "de": "Willkommen", "fr": "Bienvenue"}
GZIP = {"accept-encoding": "gzip"}
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
TIMES = 6  # gzip adds 0 to 99 random bytes, so two compressions can be alike


def test_classes(answer, before):
    """The same ten classes.

    Tries: classes.
    """
    have, want = Counter(answer.MIDDLEWARE), Counter(before.MIDDLEWARE)
    other = [*(have - want), *(want - have)]
    expect(have == want, "MIDDLEWARE has other classes.", "the same ten, each once.", other)


def test_name(world, visit):
    """Visitors read their own name.

    Tries: name.
    """
    people = {name: Client() for name in ("alice", "bob", "stranger")}
    for name in ("alice", "bob"):
        people[name].force_login(User.objects.create_user(name))
    for name in (*people, *people, *reversed(people)):
        text = visit("/me/", people[name]).content.decode().strip()
        says = f"/me/ greets the visitor {name} with {text!r}."
        expect(text == f"Hello, {name}!", says, details=visit.order)


def test_form(visit):
    """Every visitor can send the form.

    Tries: form.
    """
    for nth in ("first", "second", "third"):
        browser = Client(enforce_csrf_checks=True)
        for _ in range(2):
            data = {"csrfmiddlewaretoken": visit("/write/", browser).content.decode()}
            status = visit("/write/", browser, data, status=None).status_code
            says = f"The form of the {nth} visitor is refused: status {status}."
            expect(status == 200, says, "200, for every visitor.", visit.order)


def test_language(visit):
    """Visitors read their language, and the second time no view runs.

    Tries: language.
    """
    browsers = {language: Client() for language in WELCOME}
    for again, languages in enumerate((WELCOME, reversed(WELCOME))):
        for language in languages:
            runs.clear()
            page = visit("/", browsers[language], **{"accept-language": language})
            text = page.content.decode().strip()
            says = f"A browser asks for {language!r} and reads {text!r}."
            expect(text == WELCOME[language], says, f"{WELCOME[language]!r}.", visit.order)
            says = f"The second visit in {language!r} runs the view."
            expect(not (again and runs), says, "it comes from the cache.", visit.order)


def test_etag(visit):
    """A browser that has the page gets a 304.

    Tries: etag.
    """
    for accepts in ({}, GZIP):
        has = {**accepts, "if-none-match": visit("/", **accepts).get("ETag", "none")}
        for came in ("the cache", "the view") * TIMES:
            status = visit("/", status=None, **has).status_code
            says = f"A browser has this page{', in gzip,' * bool(accepts)} and gets {status}."
            where = [f"The page comes from {came}, unchanged.", *visit.order]
            expect(status == 304, says, "304: it has not changed.", where)
            cache.clear() if came == "the cache" else visit("/", **accepts)


def test_gzip(visit):
    """Compressed for those who accept it, and once.

    Tries: gzip.
    """
    for headers, right in ({}, None), (GZIP, "gzip"), ({}, None), (GZIP, "gzip"):
        got = visit("/", **headers).get("Content-Encoding")
        says = f"A browser that accepts {right or 'no compression'} gets {got or 'none'}."
        expect(got == right, says, details=visit.order)
    bodies = {visit("/", **GZIP).content for _ in range(TIMES)}
    says = "A page from the cache is compressed again for each browser: its bytes differ."
    expect(len(bodies) == 1, says, "the cache holds the compressed page.", visit.order)


def test_headers(visit):
    """The security headers, on every response.

    Tries: headers.
    """
    for what in ("A page from the view", "A page from the cache", "The error for a wrong Host"):
        wrong = {"host": "evil.example", "status": 400} if "wrong" in what else {}
        got = visit("/", **wrong).get("X-Content-Type-Options")
        says = f"{what} has X-Content-Type-Options: {got}."
        expect(got == "nosniff", says, "nosniff, on every response.", visit.order)


# What the checks above are made of.

runs, numbers = [], count()


def home(request):
    runs.append(request.path)
    return HttpResponse(WELCOME[get_language()[:2]] + 400 * " ")


def me(request):
    return HttpResponse(f"Hello, {request.user.get_username() or 'stranger'}!" + 400 * " ")


def write(request):
    return HttpResponse("sent" if request.method == "POST" else get_token(request))


urlpatterns = [path("", home), path("me/", me), path("write/", write)]


@pytest.fixture
def visit(answer):
    """A function that visits a page of a new site with the answer's list."""

    def visit(url, browser=None, data=None, status=200, **headers):
        browser = browser or Client()
        browser.raise_request_exception = False
        response = (browser.get if data is None else browser.post)(url, data, headers=headers)
        error = getattr(response, "exc_info", None)
        why = [f"{error[0].__name__}: {error[1]}"] if error else []
        says = f"{url} is answered with status {response.status_code}."
        expect(status in (None, response.status_code), says, f"{status}.", why + visit.order)
        return response

    names = [name.rpartition(".")[2].removesuffix("Middleware") for name in answer.MIDDLEWARE]
    visit.order = ["Your order:", f"  {', '.join(names[:6])},", f"  {', '.join(names[6:])}"]
    settings = {
        "MIDDLEWARE": list(answer.MIDDLEWARE),
        "ROOT_URLCONF": __name__,
        "ALLOWED_HOSTS": ["testserver"],
        "CACHES": {"default": {"BACKEND": MEMORY, "LOCATION": f"order {next(numbers)}"}},
    }
    with override("en"), override_settings(**settings):
        yield visit
