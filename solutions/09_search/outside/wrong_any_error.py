"""Every error counts as an engine that is down: a mistake in the code is never seen.

Breaks: other errors
Fails: errors
"""

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
RECENT = 1000


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except Exception:
        posts = without_engine(words, limit)
    else:
        found = PUBLISHED.in_bulk(keys)
        posts = [found[key] for key in keys if key in found]
    return [row(post) for post in posts]


def without_engine(words, limit):
    # Without a bound, every search would read every title as long as the engine is down.
    recent = PUBLISHED.order_by("-pk").values("pk")[:RECENT]
    return PUBLISHED.filter(pk__in=recent, title__icontains=words).order_by("-pk")[:limit]


def row(post):
    return {"id": post.pk, "title": post.title, "author": post.author.username}
