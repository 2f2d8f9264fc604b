"""RIGHT: Post.objects.raw() with a keyset condition, small batches of 100, quoting left to the csv module."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 100


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def some_posts(after=None):
    condition, params = ("", []) if after is None else ("WHERE p.id > %s", [after])
    return list(
        Post.objects.raw(
            "SELECT p.id, p.title, p.body, u.username AS author_name"
            " FROM discuss_post p INNER JOIN accounts_user u ON u.id = p.author_id "
            + condition
            + f" ORDER BY p.id LIMIT {BATCH}",
            params,
        )
    )


def export():
    yield as_text([HEADER])
    posts = some_posts()
    while posts:
        yield as_text((post.id, post.author_name, post.title, post.body) for post in posts)
        if len(posts) < BATCH:
            break
        posts = some_posts(after=posts[-1].id)
