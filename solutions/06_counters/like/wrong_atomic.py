"""A transaction around the same lines: it makes them happen together, and not one after the other.

Two transactions may both read 7 and both write 8. What the second one wrote is the truth.

Breaks: number
Fails: crowd
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post = Post.objects.get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
