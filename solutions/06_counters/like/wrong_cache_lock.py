"""Locks in Django's cache, which without a server for it is in the memory of each process.

Of the servers of a site each has a lock of its own then, and none waits for another.

Breaks: number
Fails: crowd
"""

import time

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    while not cache.add(f"lock{post_id}", 1, timeout=5):
        time.sleep(0.001)
    try:
        with transaction.atomic():
            _, is_new = Like.objects.get_or_create(
                post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
            )
            if is_new:
                post = Post.objects.get(pk=post_id)
                post.kept_likes += 1
                post.save(update_fields=["kept_likes"])
    finally:
        cache.delete(f"lock{post_id}")
    return is_new
