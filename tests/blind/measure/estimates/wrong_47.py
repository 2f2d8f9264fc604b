"""lasting

An index has the order of the export, so that no step sorts, writes blocks or needs memory. It shows
in pg_indexes after the migration: more than statistics has changed.
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


ONCE = [
    "CREATE STATISTICS discuss_post_author_contest ON author_id, contest_id FROM discuss_post",
    "ANALYZE contests_attempt, discuss_post",
    "CREATE INDEX comment_in_order ON discuss_comment (created_at, id)",
]
FIRST = {"medals": [], "reporter": [], "export": [], "newest": []}
