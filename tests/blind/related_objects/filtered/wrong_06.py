"""WRONG (rule: rows): joined rows are folded by time and title, without the id; a post that was sent
twice, at one time with the same title, becomes one row.
"""

from itertools import groupby
from operator import itemgetter

from django.db.models import FilteredRelation, Q

from arena.discuss.models import Post


def queue(limit=50):
    newest = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("pk")[:limit]
    )
    joined = (
        Post.objects.filter(pk__in=newest)
        .annotate(held=FilteredRelation("comments", condition=Q(comments__is_approved=False)))
        .order_by("-published_at", "-pk", "-held__created_at", "-held__id")
        .values_list("published_at", "title", "held__author__username", "held__body")
    )
    rows = []
    for (_, title), of_post in groupby(joined, key=itemgetter(0, 1)):
        comments = [
            {"author": author, "body": body}
            for _, _, author, body in of_post
            if author is not None
        ]
        rows.append({"title": title, "waiting": len(comments), "comments": comments})
    return rows
