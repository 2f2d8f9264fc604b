"""ANALYZE reads only the columns whose statistics are old or missing."""

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


ONCE = [
    "CREATE STATISTICS same_author_same_contest (ndistinct, dependencies, mcv) ON author_id, contest_id FROM discuss_post",
    "ANALYZE contests_attempt (medal), discuss_post (author_id, contest_id)",
]
FIRST = {query.__name__: [] for query in (medals, reporter, export, newest)}
FIRST["export"].append("SET LOCAL work_mem TO '64MB'")
