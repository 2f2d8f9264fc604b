"""The post that everybody likes is the one that nobody can like.

like() counts right, and tells the author by notify(), which writes to the database too and takes
some milliseconds. It is all one transaction. The post's row is locked at its beginning, so people
like a post one after the other: with 5 ms each no server gets beyond 200 likes in a second.

Change this file so that people who like the same post do not wait for each other's notify().
notify(post_id, user_id) stays in the transaction: it is called once for each new like, when the
like is in the table, and if it fails, nothing has happened. likes() says how many likes a post has.

Allowed: of 8 people who like a post at once, at least 3 must be able to be in notify() at the same
time, and together they must be done at least twice as fast as with the starter. No like is lost,
and nobody gets an error. likes() reads the number with one query, and counts no likes: of a post
with 400 it may handle 100 rows inside the database. What Post.kept_likes says before the first call
is right; you may keep it, or add parts to it (arena.discuss.models.LikeShard is there for you,
empty). like() returns True for a new like and False where there was one before.
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    # TODO: whoever comes next waits at this line until the transaction ends.
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
