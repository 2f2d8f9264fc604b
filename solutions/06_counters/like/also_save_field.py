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
            post = Post.objects.only("kept_likes").get(pk=post_id)
            post.kept_likes = F("kept_likes") + 1
            post.save(update_fields=["kept_likes"])
    return is_new
