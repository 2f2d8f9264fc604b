"""rows

COPY sends the rows as text, and what it has escaped stays so. It shows with a title that has a
backslash, a tab or a line break in it: backslashes are doubled, and the others become two characters.
"""

from typing import NamedTuple

from django.db import connection


class Line(NamedTuple):
    """What the archive shows of a post."""

    pk: str
    title: str
    author: str


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    with connection.cursor() as cursor:
        with cursor.copy(
            """
            COPY (
                SELECT id, title, author_id
                FROM discuss_post
                WHERE published_at IS NOT NULL
                ORDER BY published_at DESC, id DESC
            ) TO STDOUT
            """
        ) as copy:
            text = b"".join(copy).decode()
    lines = [Line(*line.split("\t")) for line in text.split("\n")[:-1]]
    return [
        {"link": link(line), "title": line.title, "author": int(line.author)} for line in lines
    ]
