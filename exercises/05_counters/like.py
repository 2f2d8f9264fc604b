"""Eight people like a post at the same moment, and the post shows one like.

A post of Arena shows how many likes it has. The number is kept in a column, so that the front page
need not count. While it is quiet the number is right. On a busy evening most likes are missing:
they are in the table of likes, and not in the number. And an author who corrects a title at that
moment finds the old one again.

Change like() so that the number is always how many likes there are, whoever else writes at the same
time. Some servers run this code at once, so a lock in Python does not help. If a statement fails,
the post must be as before: no like without its number, no number without its like. Who likes the
post already changes nothing, also when somebody clicks twice at once.

Allowed: as many statements as you need, and to let others wait, as long as 400 likes by 8 threads
are done in 30 seconds. like() writes nothing of the post but the number, and no visitor gets an
error because others like the same post. The result stays as it is: True for a new like, False where
there was one before.
"""

from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        # TODO: between these lines, other people like the post as well.
        post = Post.objects.get(pk=post_id)
        post.kept_likes += 1
        post.save()
    return is_new
