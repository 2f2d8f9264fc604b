"""WRONG (rule: title): while one client asks the database, others get None for somebody with a post.

add() reserves the key with an empty list, so that only one client asks. Others take it for "nothing".
"""

from django.core.cache import cache

from arena.discuss.models import Post

ASKING = []  # somebody asks the database right now


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return list(newest[:1])


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    titles = cache.get(key)
    if titles is None:
        if cache.add(key, ASKING, timeout=5):
            try:
                titles = find(user_id)
            except Exception:
                cache.delete(key)
                raise
            cache.set(key, titles, timeout=300)
        else:
            titles = cache.get(key)
            if titles is None:  # lost
                titles = find(user_id)
    return titles[0] if titles else None
