"""RIGHT: the post is locked before the like is made, and the likes are counted in a later statement."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    the_post = Post.objects.filter(pk=post_id)
    # Who gets past this line is alone with the post until the commit. The next statements see
    # what was committed by those who were here before.
    list(the_post.select_for_update(no_key=True).values_list("pk"))
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        the_post.update(kept_likes=Like.objects.filter(post_id=post_id).count())
    return is_new
