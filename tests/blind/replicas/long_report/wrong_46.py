"""moment: each 2,000 posts are counted at another moment.

No statement takes long, and the total is the sum of the lines; but with more than 2,000 posts the
second page counts comments (and finds posts) that were written while the first one was passed on.
"""

from django.db.models import Count

from arena.discuss.models import Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}
PAGE = 2_000


def pages():
    posts = Post.objects.using("replica").annotate(number=Count("comments")).order_by("pk")
    last = None
    while True:
        page = posts if last is None else posts.filter(pk__gt=last)
        rows = list(page.values_list("pk", "number")[:PAGE])
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1][0]


def report(write):
    total = 0
    for key, number in pages():
        write(f"{key}: {number}")
        total += number
    write(f"total: {total}")
