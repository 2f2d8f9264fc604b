"""The bodies come as one text, with lines of dashes between them. A body can have such a line.

Breaks: list
Fails: answer
"""

from django.contrib.postgres.aggregates import StringAgg

from arena.discuss.models import Comment

LINE = "\n---\n"


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    newest_first = ("-created_at", "-pk")
    bodies = StringAgg("body", delimiter=LINE, order_by=newest_first)
    text = after(post_id, since).aggregate(text=bodies)["text"]
    return None if text is None else text.split(LINE)
