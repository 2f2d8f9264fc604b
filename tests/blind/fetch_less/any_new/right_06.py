"""RIGHT: RawQuerySet for both, and the oldest-first list is turned round in Python."""

from arena.discuss.models import Comment

WHERE = "WHERE post_id = %s AND is_approved AND created_at > %s"


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    found = Comment.objects.raw(
        f"SELECT id FROM discuss_comment {WHERE} LIMIT 1", [post_id, since]
    )
    return next(iter(found), None) is not None


def new_comments(post_id, since):
    oldest_first = Comment.objects.raw(
        f"SELECT id, body FROM discuss_comment {WHERE} ORDER BY created_at, id", [post_id, since]
    )
    bodies = [comment.body for comment in oldest_first]
    bodies.reverse()
    return bodies or None
