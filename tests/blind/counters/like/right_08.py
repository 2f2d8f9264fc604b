"""RIGHT: only() loads one column under a lock, so save() writes just that one."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update().only("kept_likes").filter(pk=post_id).first()
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new and post is not None:
        post.kept_likes += 1
        post.save()  # The deferred columns are left out.
    return is_new
