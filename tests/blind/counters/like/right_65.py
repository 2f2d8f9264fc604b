"""The post is locked first; then it is safe to add in Python, and one column is saved."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    locked = Post.objects.select_for_update().get(pk=post_id)
    try:
        with transaction.atomic():  # a savepoint: a conflict must not end the transaction
            Like.objects.create(post=locked, user_id=user_id, created_at=timezone.now())
    except IntegrityError:
        if not Like.objects.filter(post=locked, user_id=user_id).exists():
            raise  # another constraint, not the second like
        return False
    locked.kept_likes += 1
    locked.save(update_fields=["kept_likes"])
    return True
