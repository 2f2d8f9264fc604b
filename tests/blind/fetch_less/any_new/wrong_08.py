"""WRONG: list ("newest first"). It orders by id alone, as if ids were given in the order of created_at; an imported or backdated comment has a high id and an old date."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    bodies = list(after(post_id, since).order_by("-pk").values_list("body", flat=True))
    if bodies:
        return bodies
    return None
