"""RIGHT: the post is locked first, then read, counted up in Python, and saved with update_fields."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        post = Post.objects.select_for_update(no_key=True).filter(pk=post_id).first()
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        # Without a post, the foreign key of the like refuses the commit.
        if is_new and post is not None:
            post.kept_likes += 1
            post.save(update_fields=["kept_likes"])
    return is_new
