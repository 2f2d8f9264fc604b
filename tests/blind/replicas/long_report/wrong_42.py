"""clean: RESET ALL takes away what Django and others have set.

Afterwards the connection's TimeZone is the server's and not Django's (and a search_path or
statement_timeout that the site has SET is gone): dates are truncated at another midnight.
"""

from django.db import connections, transaction
from django.db.models import Count

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "30s"}


def run(sql):
    with connections["replica"].cursor() as cursor:
        cursor.execute(sql)


def report(write):
    run("SET default_transaction_isolation = 'repeatable read'")
    run("SET statement_timeout = 0")  # it may take minutes
    try:
        with transaction.atomic(using="replica"):
            posts = Post.objects.using("replica").annotate(number=Count("comments"))
            for post in posts.order_by("pk"):
                write(f"{post.pk}: {post.number}")
            write(f"total: {Comment.objects.using('replica').count()}")
    finally:
        run("RESET ALL")
