"""Posts and an index that agree, to see later whether they still do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchBackend
from arena.search.models import Change

ALIAS, FIRST, OTHERS = "posts", "posts-1", ("people-1", "posts-of-2019")
ALL = 100_000  # more than there are

_numbers = count(1)


def new_title() -> str:
    """Return a title with a word that no other has; "shared" is in all of them."""
    return f"Shared title w{next(_numbers)}"


def fill(engine: SearchBackend, posts: Iterable[Post]) -> list[int]:
    """Write these posts anew, let the index have them, remove all notes, and return the keys."""
    posts = list(posts)
    for post in posts:
        post.title = new_title()
    Change.objects.all().delete()
    Post.objects.bulk_create(
        posts, update_conflicts=True, unique_fields=["id"], update_fields=["title"]
    )
    for index in engine.indexes():
        engine.drop(index)
    for index in (FIRST, *OTHERS):
        engine.create(index)
    engine.switch(ALIAS, FIRST)
    engine.put(ALIAS, {post.pk: post.title for post in posts})
    return [post.pk for post in posts]


def amiss(engine: SearchBackend, titles: Mapping[int, str] | None = None) -> str:
    """Return what the index behind the alias has wrong, as the rest of a sentence.

    Args:
        titles: what it should have, by key; what the database has if left out.
    """
    if titles is None:
        titles = dict(Post.objects.values_list("pk", "title"))
    found = engine.search(ALIAS, "shared", limit=ALL)
    if gone := len({*found} - {*titles}):
        return f"has {gone:,} of {len(found):,} posts that should not be there"
    if missing := len({*titles} - {*found}):
        return f"lacks {missing:,} of {len(titles):,} posts"
    tried = sorted(titles)[:: len(titles) // 50 + 1]  # a search reads all documents in memory
    wrong = sum(engine.search(ALIAS, titles[key]) != [key] for key in tried)
    return f"has a wrong title for {wrong:,} of {len(tried):,} posts" if wrong else ""


def add_articles(table: str, number: int, few: int) -> None:
    """Add articles of sixty words to an answer's table; a few have a word that no other has.

    VACUUM moves what was inserted into the tree of a GIN index, as autovacuum does on a live site.
    A word is a number in hexadecimal whose digits are replaced: 1e5 would be parsed as a number.

    Args:
        table: its quoted name.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} (title, body)
            SELECT 'Common help ' || n, (
                SELECT string_agg(
                    translate(to_hex((n * 31 + word * word * 7919) %% 9973), %s, %s), ' '
                ) FROM generate_series(1, 60) word
            ) || CASE WHEN n %% %s = 7 THEN '. Quetzal pangrams' ELSE '' END
            FROM generate_series(1, %s) n
            """,
            ["0123456789", "ghijklmnop", number // few, number],
        )
        tables = connection.introspection.table_names()  # an answer may fill tables of its own
        cursor.execute(f"VACUUM ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
