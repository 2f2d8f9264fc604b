"""Wrong (lines): the comments are grouped by their post, so a post without comments has no line."""

from django.db.models import Count

from arena.discuss.models import Comment

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    comments = Comment.objects.using("replica").values_list("post_id")
    total = 0
    for pk, number in comments.annotate(number=Count("pk")).order_by("post_id"):
        write(f"{pk}: {number}")
        total += number
    write(f"total: {total}")
