"""One set of all who have posted nothing: each newcomer gives everybody in it five more minutes.

On a busy site the set never expires, and a first post never shows up.

Breaks: age
Fails: age
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    silent = cache.get("silent", set())
    if user_id in silent:
        return None
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first()
        if title is None:
            cache.set("silent", silent | {user_id}, timeout=300)
        else:
            cache.set(key, title, timeout=300)
    return title
