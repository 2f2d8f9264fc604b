"""All kinds of statistics, and ANALYZE of the columns that matter."""

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
    "CREATE STATISTICS IF NOT EXISTS pairs ON author_id, contest_id FROM public.discuss_post",
    "ANALYZE discuss_post (author_id, contest_id)",
    "ANALYZE contests_attempt (medal)",
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem TO '16MB'"], "newest": []}
