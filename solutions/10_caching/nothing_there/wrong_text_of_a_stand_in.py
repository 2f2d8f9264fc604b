"""The stand-in is a text that nobody would ever write, until somebody does.

A stand-in must be of another type than the titles: False, a list, an object.

Breaks: title
Fails: stand_in
"""

from django.core.cache import cache

from arena.discuss.models import Post

NOTHING = "<nothing>"


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first()
        cache.set(key, NOTHING if title is None else title, timeout=300)
    return None if title == NOTHING else title
