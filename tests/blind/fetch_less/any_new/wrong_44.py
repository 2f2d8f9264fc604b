"""list

PostgreSQL joins the bodies with a line of dashes between them, and Python splits them again. It
shows with a body that has such a line: it becomes two.
"""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F

from arena.discuss.models import Comment

RULE = "\n---\n"


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    newest_first = [F("created_at").desc(), F("pk").desc()]
    bodies = StringAgg("body", delimiter=RULE, order_by=newest_first)
    text = after(post_id, since).aggregate(text=bodies)["text"]
    return None if text is None else text.split(RULE)
