"""get_or_set() with a callable: Django itself tells a cached None from a missing key."""

from functools import partial

from django.core.cache import cache

from arena.discuss.models import Post


def find(user_id):
    published = Post.objects.exclude(published_at=None).filter(author=user_id)
    try:
        return published.only("title").latest("published_at", "pk").title
    except Post.DoesNotExist:
        return None


def latest_post(user_id):
    return cache.get_or_set(f"latest_post:{user_id}", partial(find, user_id), timeout=50 * 60)
