"""Eight people like a post at the same moment, and the post shows one like.

Post.kept_likes stores how many likes a post has. When many people like a post, most likes are
missing from it, and authors who correct the title find the old one again.

Change like() so that the number is right. Several servers run this code: a lock in Python does not
help. Waiting is fine: 400 likes by 8 threads may take 30 seconds.

Rules:
- number: right at first, and always how many likes there are, even if others write.
- twice: somebody's second like changes nothing, even if both arrive together.
- failure: if a statement fails, like and number are as before.
- one column: like() writes only kept_likes of the post.
- no error: calls do not make each other fail.
- result: True for a new like, False for a second.
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
