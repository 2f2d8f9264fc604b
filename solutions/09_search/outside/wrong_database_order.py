"""The database returns rows in any order, so the best hit may come last.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post
from arena.search.backends import SearchError

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
RECENT = 1000


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        posts = without_engine(words, limit)
    else:
        posts = PUBLISHED.filter(pk__in=keys)
    return [row(post) for post in posts]


def without_engine(words, limit):
    # Without a bound, every search would read every title as long as the engine is down.
    recent = PUBLISHED.order_by("-pk").values("pk")[:RECENT]
    return PUBLISHED.filter(pk__in=recent, title__icontains=words).order_by("-pk")[:limit]


def row(post):
    return {"id": post.pk, "title": post.title, "author": post.author.username}
