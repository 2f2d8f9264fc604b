"""Quoted names for the statistics and tables, and SET LOCAL with 65536kB for the sort."""

from arena.contests.models import Attempt
from arena.discuss.models import Comment


def medals(medal):
    return Attempt.objects.filter(medal=medal).select_related("contest", "user")


def reporter(author, contest):
    return Comment.objects.filter(post__author=author, post__contest=contest)


def export():
    return Comment.objects.order_by("created_at", "pk")


def newest():
    return Attempt.objects.filter(score__gte=50).order_by("-pk")[:20]


PAIRS = 'CREATE STATISTICS "discuss_post_author_contest_stat" ON "contest_id", "author_id" FROM "discuss_post";'
REFRESH = 'ANALYZE "discuss_post", "contests_attempt";'
MEMORY = "SET LOCAL work_mem = '65536kB';"

ONCE = [PAIRS, REFRESH]
FIRST = {}
for name in ("medals", "reporter", "export", "newest"):
    FIRST[name] = [MEMORY] if name == "export" else []
