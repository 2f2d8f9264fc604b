"""Servers of a site have settings of their own, and each finds what is stored where all look."""

import atexit

import pytest
from django.conf import settings

from arena.accounts.models import User
from kata.checks import CheckFailed
from kata.checks import site_views as views
from kata.checks.site_servers import SiteServer, Visitor


def env(folder, name="shared", back_end="filebased.FileBased", key="k" * 40):
    (folder / name).mkdir(exist_ok=True)
    return {"PLACE": str(folder / name), "BACKEND": back_end, "KEY": key}


def settings_of(env):
    back_end = f"django.core.cache.backends.{env['BACKEND']}Cache"
    files = "django.core.files.storage.FileSystemStorage"
    return {
        "SECRET_KEY": env["KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "CACHES": {"default": {"BACKEND": back_end, "LOCATION": env["PLACE"]}},
        "STORAGES": {"default": {"BACKEND": files, "OPTIONS": {"location": env["PLACE"]}}},
    }


@pytest.fixture
def pair(tmp_path, world):
    """Two servers, by the environment of each."""
    made = []

    def make(*environments):
        made.extend(
            SiteServer(f"server-{n}", settings_of, one) for n, one in enumerate(environments)
        )
        return made

    yield make
    for server in made:
        server.kill()


def test_what_is_shared_is_found_by_both(pair, tmp_path):
    one, two = pair(env(tmp_path), env(tmp_path))
    one.ask(views.store, key="page", value=["ä", 1])
    assert two.ask(views.cached, key="page") == ["ä", 1]
    two.ask(views.store, key="page", value=None)
    assert one.ask(views.cached, key="page") is None
    assert [server.ask(views.count, key="n") for server in (one, two, one)] == [1, 2, 3]
    assert two.ask(views.read, name=one.ask(views.save, text="ä")) == "ä"
    assert two.ask(views.unsign, token=one.ask(views.sign, value=7)) == 7


def test_what_is_apart_is_not(pair, tmp_path):
    other = env(tmp_path, "other", "locmem.LocMem", "other" * 8)
    one, two = pair(env(tmp_path, "own", "locmem.LocMem"), other)
    one.ask(views.store, key="page", value=1)
    assert two.ask(views.cached, key="page") is None
    assert two.ask(views.read, name=one.ask(views.save, text="a")) is None
    assert two.ask(views.unsign, token=one.ask(views.sign, value=7)) is None


def test_a_visitor_has_cookies_of_his_own(pair, tmp_path):
    one, two = pair(env(tmp_path), env(tmp_path))
    User.objects.create(username="Łódź 'é'")
    first, second = Visitor(), Visitor()
    first.get(one, views.log_in, name="Łódź 'é'")
    assert [first.get(server, views.who) for server in (one, two)] == ["Łódź 'é'"] * 2
    assert [first.get(server, views.visit) for server in (two, one)] == [1, 2]
    assert (second.get(one, views.who), second.get(one, views.pages)) == ("", 0)
    first.get(two, views.log_out)
    assert first.get(one, views.who) == ""


def test_errors_name_the_server_and_the_view(pair, tmp_path):
    with pytest.raises(CheckFailed, match=r"server-0 fails in settings\(env\): KeyError"):
        pair({})
    [server] = pair(env(tmp_path))
    with pytest.raises(CheckFailed, match=r"server-0 fails in the view log_in\(\): .*DoesNotExist"):
        server.ask(views.log_in, name="nobody")
    server.stop()
    assert settings.SECRET_KEY != "k" * 40, "this process keeps its own"


def test_a_process_that_is_stopped_runs_what_was_registered_for_its_end(tmp_path, world):
    ends = tmp_path / "ended"

    def registers(env):
        atexit.register(ends.touch)
        return {}

    for way, has_ended in ((SiteServer.kill, False), (SiteServer.stop, True)):
        way(SiteServer("server-1", registers, {}))
        assert ends.exists() is has_ended
