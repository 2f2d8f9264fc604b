"""A lock in Python: it stops the threads of one process, and a site has several.

Breaks: number
Fails: crowd
"""

from threading import Lock

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post

one_at_a_time = Lock()


def like(post_id, user_id):
    with one_at_a_time, transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post = Post.objects.get(pk=post_id)
            post.kept_likes += 1
            post.save(update_fields=["kept_likes"])
    return is_new
