"""queries

The posts come in blocks of 10,000, each with an OFFSET. It shows with 10,000
published posts or more: there are two queries at least, and with a post that is
published in between another one comes twice.
"""

from arena.discuss.models import Post

BLOCK = 10_000


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    published = published.values_list("pk", "title", "author_id", named=True)
    rows, block = [], published[:BLOCK]
    while block:
        rows += [
            {"link": link(post), "title": post.title, "author": post.author_id} for post in block
        ]
        if len(block) < BLOCK:
            break
        block = published[len(rows) : len(rows) + BLOCK]
    return rows
