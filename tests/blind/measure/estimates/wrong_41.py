"""lasting

The migration also lets autovacuum analyze the attempts from now on, so that no estimate gets old
again. That changes options of the table (pg_class.reloptions), not only statistics; no query needs it.
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
    """
    ALTER TABLE contests_attempt
    SET (autovacuum_enabled = true, autovacuum_analyze_scale_factor = 0.01)
    """,
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem = '64MB'"], "newest": []}
