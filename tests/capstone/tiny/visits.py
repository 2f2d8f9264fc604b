"""How visitors use the tiny site, and what is in it."""

import hashlib
import re

from kata.capstone.requests import Visit

PEOPLE = {f"person{number}": "password" for number in range(6)}
KEYS, PAIRED = (1, 2, 3), ()
RECORDED = [
    *(Visit("GET", path) for path in ("/", "/posts/1/", "/posts/2/", "/posts/99/")),
    *(Visit("GET", "/", who) for who in PEOPLE),
    *(Visit("GET", "/posts/3/", who) for who in PEOPLE),
    Visit("POST", "/posts/1/like/"),
]
MIX = [
    (5, [Visit("GET", "/"), Visit("GET", "/", "person0")]),
    (5, [Visit("GET", f"/posts/{key}/") for key in range(1, 11)]),
    (1, [Visit("POST", f"/posts/{key}/like/", "person1", {}) for key in range(4, 11)]),
]
THREAD = "/posts/11/"
WHO_LEAVES, SENDS = "person5", ""
WRITES = [
    *(Visit("POST", f"{THREAD}like/", who, {}) for who in ("person1", "person2", "person1")),
    Visit("POST", f"{THREAD}comment/", "person0", {"text": "First, with {} and <b>."}),
    Visit("POST", "/logout/", WHO_LEAVES, {}),
    Visit("GET", "/", WHO_LEAVES),
    Visit("POST", "/posts/99/like/", "person0", {}),
]
SHOWN = [Visit("GET", path, who) for path in ("/", THREAD) for who in (None, "person1", "person2")]
ASKED_MEANWHILE = [Visit("GET", THREAD)]


def same(before, after):
    old, new = ((it.status, it.body.decode()) for it in (before, after))
    if old[0] == 200 and "csrf" in old[1]:
        return None
    return None if old == new else f"The response is {new[1]!r} ({new[0]}), not {old[1]!r}."


def page_of(key):
    return Visit("GET", f"/posts/{key}/")


def like_of(key):
    return Visit("POST", f"/posts/{key}/like/", "person0", {})


def comment_on(key, text):
    return Visit("POST", f"/posts/{key}/comment/", "person0", {"text": text})


def likes_in(page):
    found = re.search(r"id=likes>(\d+)", page)
    return int(found[1]) if found else -1


def name_in(page):
    found = re.search(r"id=name>([^<]*)<", page)
    return found[1] if found else ""


def fill(connection):
    with connection.cursor() as cursor:
        for name, password in PEOPLE.items():
            stored = f"md5$salt${hashlib.md5(b'salt' + password.encode()).hexdigest()}"
            cursor.execute(
                "INSERT INTO auth_user (username, password, is_superuser, first_name, last_name,"
                " email, is_staff, is_active, date_joined)"
                " VALUES (%s, %s, false, '', '', '', false, true, now())",
                [name, stored],
            )
        cursor.execute(
            "INSERT INTO slowbook_post (text) SELECT 'Post ' || n FROM generate_series(1, 12) n"
        )
