"""A marker that is put into the cache comes back as a copy: `is` never finds it again.

The cache server stores a pickle. What you read back is another object.

Breaks: nothing
Fails: answer
"""

from django.core.cache import cache

from arena.discuss.models import Post


class Nothing:
    pass


NOTHING = Nothing()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first() or NOTHING
        cache.set(key, title, timeout=300)
    return None if title is NOTHING else title
