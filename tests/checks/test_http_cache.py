"""A model of what a browser and a CDN may store."""

import pytest
from django.http import HttpResponse

from kata.checks.http_cache import BROWSER, CDN, directives, may_store, seconds_stored, varies


@pytest.mark.parametrize(
    ("said", "browser", "cdn"),
    [
        ("max-age=60", 60, 60),
        ("public, max-age=0, s-maxage=60", 0, 60),
        ("S-MaxAge=60", None, 60),
        ("private, max-age=60, s-maxage=60", 60, 0),
        ("no-cache, s-maxage=60", 0, 0),
        ("no-store", 0, 0),
        ("private", None, 0),
        ("public", None, None),
        ("", None, None),
        ("max-age", None, None),
        ('private="Set-Cookie", max-age=5', 5, 5),
        ("private=False, max-age=5", 5, 5),
        ('no-cache="Set-Cookie, X", max-age = 5', 5, 5),
        ("max-age=5, stale-while-revalidate=100", 105, 105),
    ],
)
def test_how_long_a_cache_stores_a_response(said, browser, cdn):
    response = HttpResponse(headers={"Cache-Control": said})
    assert seconds_stored(response, BROWSER) == browser
    assert seconds_stored(response, CDN) == cdn


def test_what_may_be_stored_though_a_cache_asks_before_it_uses_it():
    response = HttpResponse(headers={"Cache-Control": "no-cache"})
    assert may_store(response, CDN)
    assert seconds_stored(response, CDN) == 0
    assert not may_store(HttpResponse(headers={"Cache-Control": "private"}), CDN)
    assert may_store(HttpResponse(headers={"Cache-Control": "private"}), BROWSER)


def test_a_response_without_headers_says_nothing():
    assert directives(HttpResponse()) == {}
    assert varies(HttpResponse()) == set()


def test_a_response_that_varies_by_everything_is_never_used_again():
    response = HttpResponse(headers={"Cache-Control": "s-maxage=60", "Vary": "Cookie, *"})
    assert varies(response) == {"cookie", "*"}
    assert seconds_stored(response, CDN) == 0
