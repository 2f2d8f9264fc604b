"""Of two posts of the same moment: the lower id wins, not the higher.

Breaks: title
Fails: answer
"""

from functools import partial

from django.core.cache import cache

from arena.discuss.models import Post


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    return posts.order_by("-published_at", "pk").values_list("title", flat=True).first()


def latest_post(user_id):
    return cache.get_or_set(f"latest_post:{user_id}", partial(find, user_id), timeout=300)
