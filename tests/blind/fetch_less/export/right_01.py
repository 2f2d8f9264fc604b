"""RIGHT: keyset paging with the ORM, 400 model objects at a time; each batch is complete before a text is yielded."""

import csv
import io

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 400


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([HEADER])
    posts = Post.objects.select_related("author").order_by("pk")
    page = posts
    while True:
        batch = list(page[:BATCH])
        if batch:
            yield as_text([(post.pk, post.author.username, post.title, post.body) for post in batch])
        if len(batch) < BATCH:
            return
        page = posts.filter(pk__gt=batch[-1].pk)
