"""WRONG (rule: title): lstrip() takes more than the mark: a cached "== news ==" comes back as " news ==".

The first call returns the title itself; only a cached title that begins with "=" is cut.
"""

from django.core.cache import cache

from arena.discuss.models import Post

MARK = "="  # tells an empty title from none


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    return posts.order_by("-published_at", "-pk").values_list("title", flat=True).first()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    text = cache.get(key)
    if text is None:
        title = find(user_id)
        cache.set(key, "" if title is None else MARK + title, timeout=300)
        return title
    return text.lstrip(MARK) if text else None
