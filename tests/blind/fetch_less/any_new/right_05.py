"""RIGHT: asks the post's row with an Exists() annotation; the list sorts in Python by the same key."""

from operator import itemgetter

from django.db.models import Exists

from arena.discuss.models import Comment, Post


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    answers = (
        Post.objects.filter(pk=post_id)
        .annotate(has_new=Exists(after(post_id, since)))
        .values_list("has_new", flat=True)
    )
    # A post that does not exist has no comments.
    return bool(answers.first())


def new_comments(post_id, since):
    found = list(after(post_id, since).values_list("created_at", "pk", "body"))
    if not found:
        return None
    found.sort(key=itemgetter(0, 1), reverse=True)
    return [body for _, _, body in found]
