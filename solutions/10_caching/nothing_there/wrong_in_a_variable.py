"""A dictionary in the module, with its own time stamps: each process has a copy of its own.

They disagree, and emptying the cache does not empty them.

Breaks: default cache
Fails: cache
"""

import time

from arena.discuss.models import Post

titles = {}


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return newest.first()


def latest_post(user_id):
    title, until = titles.get(user_id, (None, 0))
    if until < time.monotonic():
        title = find(user_id)
        titles[user_id] = title, time.monotonic() + 300
    return title
