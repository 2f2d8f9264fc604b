"""The dot fetches the key of any one new comment; the list is one array that PostgreSQL puts together, NULL without rows."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    [*keys] = after(post_id, since).order_by().values_list("pk", flat=True)[:1]
    return keys != []


def new_comments(post_id, since):
    newest_first = [F("created_at").desc(), F("pk").desc()]
    return after(post_id, since).aggregate(bodies=ArrayAgg("body", order_by=newest_first))["bodies"]
