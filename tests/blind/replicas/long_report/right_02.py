"""Right: one statement is of one moment, and the total is the sum of its lines. No transaction."""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "60s"}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    total = 0
    for pk, number in posts.values_list("pk", "number"):
        write(f"{pk}: {number}")
        total += number
    write(f"total: {total}")
