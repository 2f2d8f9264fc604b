"""The function returns its stand-in: the page shows "nothing" as if it were a title.

Breaks: nothing
Fails: answer
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first() or "nothing"
        cache.set(key, title, timeout=300)
    return title
