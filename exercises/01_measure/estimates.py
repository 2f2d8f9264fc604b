"""Three of four pages wait for PostgreSQL, each for another reason.

EXPLAIN (ANALYZE, BUFFERS) shows how many rows PostgreSQL expects, and how many come. Run the check:
it shows such a plan.

Change ONCE and FIRST; leave the queries as they are. A migration sends ONCE, in one transaction.
FIRST[name] is sent each time before that query, in its transaction.

Rules:
- estimates: each step returns at most 3 times more or fewer rows than expected. Steps below a Limit
  may return fewer.
- disk: no step writes temporary blocks.
- lasting: ONCE changes nothing but statistics. After its transaction, FIRST has changed nothing,
  statistics included.
- smallest: a query needs each statement, and each table of an ANALYZE, to keep these rules.

Allowed:
- memory: work_mem is at most 64MB.
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


# TODO: SQL statements, as few as possible.
ONCE = []
FIRST = {"medals": [], "reporter": [], "export": [], "newest": []}
