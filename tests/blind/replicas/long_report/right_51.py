"""One statement gives all lines, and their sum is the total; all rows are fetched before the first is written, feedback protects them."""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    lines = list(posts.values_list("pk", "number"))
    for pk, number in lines:
        write(f"{pk}: {number}")
    write(f"total: {sum(number for _, number in lines)}")
