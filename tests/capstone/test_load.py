"""The load is the same mix for a slow site and for a fast one."""

from collections import Counter

import pytest

from kata.capstone import load
from kata.capstone.client import Browser, address_of, encoded
from kata.capstone.load import Kind, Round
from kata.capstone.requests import Visit
from tests.capstone.tiny import visits

A, B, C = Visit("GET", "/a"), Visit("GET", "/b"), Visit("GET", "/c")


def test_every_few_visits_have_the_share_of_each_kind() -> None:
    mix = [(80, [A]), (15, [B, C]), (5, [Visit("POST", "/")])]
    found = [row for row, _ in load.spread(mix, 200)]
    assert Counter(found) == {0: 160, 1: 30, 2: 10}
    for start in range(0, 200, 20):
        assert Counter(found[start : start + 20]) == {0: 16, 1: 3, 2: 1}
    assert [visit for row, visit in load.spread(mix, 40) if row == 1] == [B, C] * 3


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["/"], "GET /"),
        (["/posts/1/", "/posts/2/"], "GET /posts/*/"),
        (["/posts/7/"], "GET /posts/*/"),
        (["/contests/a/standings/", "/contests/b/standings/"], "GET /contests/*/standings/"),
        (["/?page=2", "/?page=3&order=new"], "GET /?order&page"),
        (["/api/posts/", "/api/posts/7/"], "GET /api/**"),
    ],
)
def test_the_visits_of_a_page_have_one_name(paths: list[str], name: str) -> None:
    assert load.name_of([Visit("GET", path) for path in paths]) == name


def test_a_plan_has_cookies_tokens_and_bodies() -> None:
    people = {name: Browser("") for name in visits.PEOPLE}
    people["person1"].cookies = {"sessionid": "s", "csrftoken": "t"}
    planned = load.plan(visits, people)
    writes = [each for each in planned["visits"] if each["method"] == "POST"]
    assert len(planned["visits"]) == load.PLANNED
    assert planned["kinds"] == ["GET /", "GET /posts/*/", "POST /posts/*/like/"]
    assert writes[0]["headers"] == {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "sessionid=s; csrftoken=t",
        "X-CSRFToken": "t",
        "Host": "localhost",
    }


def test_bodies_are_encoded_as_a_browser_does() -> None:
    assert encoded(A) == (b"", {})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert encoded(Visit("POST", "/", None, {"a": "ö &"})) == (b"a=%C3%B6+%26", form)
    json = {"content-type": "application/json"}
    assert encoded(Visit("POST", "/", None, {"a": "b"}, json)) == (b'{"a": "b"}', json)
    body, headers = encoded(Visit("POST", "/", None, {"f": ("a.txt", "text/plain", "x"), "n": "1"}))
    boundary = headers["Content-Type"].partition("boundary=")[2].encode()
    assert body.count(boundary) == 3
    assert b'name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nx\r\n' in body
    assert address_of(Visit("GET", "/?q=ö b&c=%20")) == "/?q=%C3%B6%20b&c=%20"


def test_a_round_is_written_and_read() -> None:
    found = Round(1.5, 2.0, 3, 0, 1, 4, 5, 0.5, 1.0, 9.0, [Kind("GET /", 3, 2.0, 3.0)])
    assert Round.read(found.written()) == found
    assert found.kinds[0].total == 6.0
