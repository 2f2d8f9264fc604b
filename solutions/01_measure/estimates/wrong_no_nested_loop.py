"""Another plan, and the same wrong estimates.

Breaks: estimates
Fails: estimates
"""

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


ONCE = []
FIRST = {
    "medals": ["SET LOCAL enable_nestloop = off"],
    "reporter": ["SET LOCAL enable_nestloop = off"],
    "export": ["SET LOCAL work_mem = '32MB'"],
    "newest": [],
}
