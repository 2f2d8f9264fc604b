"""Wrong (fresh): the replica waits for the report as long as it takes (-1), and applies nothing in the
meantime once VACUUM has removed a row that the report may see."""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "off", "max_standby_streaming_delay": "-1"}


def report(write):
    with transaction.atomic(using="replica"):
        with connections["replica"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        posts = Post.objects.using("replica").order_by("pk").values_list("pk")
        for pk, number in posts.annotate(number=Count("comments")).iterator():
            write(f"{pk}: {number}")
        write(f"total: {Comment.objects.using('replica').count()}")
