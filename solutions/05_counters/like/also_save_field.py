"""F() on the object, and save() of that one field only."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post = Post.objects.only("like_count").get(pk=post_id)
            post.like_count = F("like_count") + 1
            post.save(update_fields=["like_count"])
    return is_new
