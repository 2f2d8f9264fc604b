"""Nobody can like the post that everybody likes.

like() locks the post, then calls notify(), which writes to the database.

Change this file so that people don't wait for each other's notify(). kept_likes is right at first;
LikeShard is empty, and yours.

Rules:
- number: likes() returns how many likes a post has.
- notify: called once for each new like, in its transaction, after the insert.
- failure: if notify() or a statement fails, nothing has happened, even in a caller's transaction;
  notify()'s error is raised.
- no error: calls do not make each other fail.
- result: True for a new like, False for a second.

Allowed:
- reading: likes() sends one query, which reads at most 100 rows for 400 likes.
- together: 3 of 8 people with consecutive ids, or 16 apart, can be in notify() together.
- speed: 8 likes take half the starter's time.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    # TODO: the next visitor waits at this line until the transaction ends.
    post = Post.objects.select_for_update().get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
