"""ANALYZE reads only the columns whose numbers are wrong: the medal, and the two columns that extended statistics join; the export sorts in 65536 kB."""

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
    "ANALYZE contests_attempt (medal)",
    "CREATE STATISTICS reporters ON contest_id, author_id FROM discuss_post",
    "ANALYZE discuss_post (author_id, contest_id)",
]
FIRST = dict.fromkeys(["medals", "reporter", "newest"], []) | {
    "export": ["SET LOCAL work_mem TO '65536kB'"],
}
