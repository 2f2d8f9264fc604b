"""RIGHT: locks the post's row first, then inserts and counts anew under the lock; saves one field."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).only("pk").get(pk=post_id)
        _, is_new = post.likes.get_or_create(
            user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post.kept_likes = Like.objects.filter(post_id=post_id).count()
            post.save(update_fields=["kept_likes"])
    return is_new
