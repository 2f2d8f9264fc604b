"""What checks api_only.py."""

from base64 import b64encode
from functools import partial

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_exempt
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from arena import views
from arena.accounts.models import User
from arena.accounts.tokens import token_of
from kata.checks import at_most_queries, expect

HOST = "api.arena.example"
GONE = ("admin", "sessions", "messages")
ARENA = ("accounts", "contests", "discuss", "search")
PASSWORD = {"password": f"Basic {b64encode(b'dave:secret').decode()}"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
# What views say themselves.
OWN = {
    "/own/": {"X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "no-referrer"},
    "/exempt/": {"X-Frame-Options": None},
}
NAMED = ("a token", "a token and a cookie")
UNNAMED = ("nothing", "a cookie", "a wrong token", "a wrong token and a cookie", "an old token")


def test_ping(api):
    """No query for /ping/.

    Tries: ping.
    """
    for sends in (*NAMED, *UNNAMED):
        why = f"for /ping/, when a client sends {sends}"
        at_most_queries(partial(api, "/ping/", sends), 0, why)


def test_gone(api):
    """No session, no messages, no admin.

    Tries: gone.
    """
    for sends in (*NAMED, *UNNAMED):
        api("/ping/", sends)
        has = [name for name in ("session", "_messages") if hasattr(seen[-1], name)]
        says = f"A client sends {sends}, and the view sees request.{', request.'.join(has)}."
        expect(not has, says, "neither a session nor messages.")
    for name in GONE:
        says = f"INSTALLED_APPS still has django.contrib.{name}."
        expect(not apps.is_installed(f"django.contrib.{name}"), says)


def test_token(api):
    """The token says who it is, and nothing else does.

    Tries: token.
    """
    User.objects.create_user("dave", password="secret")
    for method in ("get", "post"):
        for sends in NAMED:
            got = api("/me/", sends, method=method).json()
            says = f"A client sends {sends} of Alice, and {method.upper()} /me/ says {got}."
            expect(got == {"name": "alice"}, says)
        for sends in (*UNNAMED, "a password"):
            api("/me/", sends, 401, method=method)
    User.objects.filter(username="alice").update(is_active=False)
    api("/me/", "the token of Alice, who was deactivated,", 401)


def test_host(api):
    """A wrong Host is refused.

    Tries: host.
    """
    for host in ("evil.example", f"{HOST}.evil.example", "localhost"):
        for url in ("/ping/", "/me/", "/missing/"):
            api(url, "a token", 400, host=host)
        api("/ping/", "a token", 400, host=host, secure=False)
    api("/ping/", host=f"{HOST}:443")


def test_headers(api):
    """The security headers are those of before.

    Tries: headers.
    """
    for url, sends, status in (
        ("/ping/", "nothing", 200),
        ("/me/", "a token", 200),
        ("/me/", "nothing", None),
        ("/missing/", "a token", 404),
        ("/broken/", "a token", 500),
        ("/own/", "a token", 200),
        ("/exempt/", "a token", 200),
    ):
        response = api(url, sends, status)
        for name, value in {**HEADERS, **OWN.get(url, {})}.items():
            says = f"{url}, answered {response.status_code}, has {name}: {response.get(name)}."
            expect(response.get(name) == value, says, f"{value}, as before.")


def test_https(api):
    """HTTP is redirected.

    Tries: https.
    """
    for url in ("/ping/?a=1", "/me/"):
        to, right = api(url, status=301, secure=False).url, f"https://{HOST}{url}"
        expect(to == right, f"http://{HOST}{url} is redirected to {to}.", f"{right}.")


def test_apps(api):
    """Arena is installed, and Django finds no error.

    Tries: apps.
    """
    for name in ARENA:
        expect(apps.is_installed(f"arena.{name}"), f"INSTALLED_APPS has no arena.{name}.")
    try:
        errors = [f"{error.id}: {error.msg}" for error in run_checks() if error.is_serious()]
    except LookupError as error:
        errors = [str(error)]
    expect(not errors, "manage.py check reports errors.", "none.", errors)


# What the checks above are made of.

seen = []


def ping(request):
    seen.append(request)
    return views.ping(request)


def broken(request):
    raise RuntimeError("A view is broken.")


def own(request):
    return HttpResponse("own", headers=OWN[request.path])


@xframe_options_exempt
def exempt(request):
    return HttpResponse("exempt")


class Me(APIView):
    """A view with the settings as they are now: a class reads them when it is made."""

    authentication_classes = property(lambda self: api_settings.DEFAULT_AUTHENTICATION_CLASSES)
    permission_classes = property(lambda self: api_settings.DEFAULT_PERMISSION_CLASSES)

    def get(self, request):
        return Response({"name": request.user.get_username()})

    post = get


urlpatterns = [
    path("ping/", ping),
    path("broken/", broken),
    path("own/", own),
    path("exempt/", exempt),
    path("me/", Me.as_view()),
]


@pytest.fixture
def api(world, answer):
    """A function that sends a request to an API with the settings of the answer."""
    alice, bob, carol = (User.objects.create_user(name) for name in ("alice", "bob", "carol"))
    User.objects.filter(pk=carol.pk).update(is_active=False)
    browser = Client()
    browser.force_login(bob)
    cookie = browser.cookies["sessionid"].value

    def send(url, sends="nothing", status=200, *, method="get", secure=True, host=HOST):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if "cookie" in sends:
            client.cookies["sessionid"] = cookie
        tokens = {"wrong": f"{token_of(bob)}x", "old": token_of(carol), "token": token_of(alice)}
        shows = {word: f"Token {token}" for word, token in tokens.items()} | PASSWORD
        shown = next((header for word, header in shows.items() if word in sends), "")
        # Every client can claim another host in this header.
        headers = {"host": host, "x-forwarded-host": HOST, "authorization": shown}
        response = getattr(client, method)(url, secure=secure, headers=headers)
        error, got = getattr(response, "exc_info", None), response.status_code
        says = f"{method.upper()} {url} with {sends} and the Host {host} is answered {got}."
        expect(status in (None, got), says, f"{status}.", [repr(error[1])] if error else [])
        return response

    names = ("auth.context_processors.auth", "messages.context_processors.messages")
    options = {"context_processors": [f"django.contrib.{name}" for name in names]}
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": options}
    settings = {"TEMPLATES": [engine], **vars(answer._module), "ROOT_URLCONF": __name__}
    settings.pop("DATABASES", None)  # of an answer that imports all settings of Arena
    with override_settings(**{name: settings[name] for name in settings if name.isupper()}):
        yield send
