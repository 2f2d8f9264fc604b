"""nowait: nobody waits for the lock, because the second visitor gets an error instead.

Breaks: no error
Fails: crowd
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update(nowait=True, no_key=True).get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
