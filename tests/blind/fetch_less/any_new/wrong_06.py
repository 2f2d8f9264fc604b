"""WRONG: one row ("any_new() fetches one row"). get() fetches up to 21 rows to notice that there are several."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    try:
        after(post_id, since).only("pk").get()
    except Comment.DoesNotExist:
        return False
    except Comment.MultipleObjectsReturned:
        pass
    return True


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
