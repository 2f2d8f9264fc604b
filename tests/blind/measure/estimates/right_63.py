"""The tables' and columns' names come from the models, and the memory is in kilobytes."""

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


POST = Comment._meta.get_field("post").related_model._meta
COLUMNS = [POST.get_field(name).column for name in ("contest", "author")]

ONCE = [
    f"CREATE STATISTICS {POST.db_table}_pairs ON {', '.join(COLUMNS)} FROM {POST.db_table}",
    f"ANALYZE {Attempt._meta.db_table}, {POST.db_table}",
]
FIRST = dict.fromkeys(["medals", "reporter", "newest"], []) | {"export": [f"SET LOCAL work_mem = {64 * 1024}"]}
