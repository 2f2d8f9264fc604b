"""Wrong (moment): the posts are read in portions, each with a statement of its own.

No query is long, and the total is the sum of the lines; but what is written between two portions is
in the later ones only: the lines are of different moments (from the 501st post on).
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def report(write):
    posts = Post.objects.using("replica").order_by("pk")
    total, last = 0, 0
    while True:
        rows = list(
            posts.filter(pk__gt=last).values_list("pk").annotate(number=Count("comments"))[:500]
        )
        for pk, number in rows:
            write(f"{pk}: {number}")
            total += number
        if len(rows) < 500:
            break
        last = rows[-1][0]
    write(f"total: {total}")
