"""RIGHT: a beginner's. A slice of one for the dot; the list evaluates the queryset once by its truth."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    # No ORDER BY, so that the database may take whichever it finds first.
    first_found = after(post_id, since).only("pk")[:1]
    if len(first_found) == 1:
        return True
    else:
        return False


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk").only("body")
    if not comments:
        return None
    bodies = []
    for comment in comments:
        bodies.append(comment.body)
    return bodies
