"""exists() in both functions: the dot is cheap, and the list still sends two queries.

The second query fetches the rows, and their number says whether there are any.

Breaks: one query
Fails: list
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    if not comments.exists():
        return None
    return [comment.body for comment in comments]
