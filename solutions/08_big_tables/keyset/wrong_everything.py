"""All comments are fetched and cut in Python: every page does the work of the whole table.

Breaks: depth
Fails: depth
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    found = list(comments.values("id", "body", "created_at").iterator())
    if after is not None:
        moment, _, key = after.partition(" ")
        place = datetime.fromisoformat(moment), int(key)
        found = [row for row in found if (row["created_at"], row["id"]) < place]
    shown = found[:size]
    if len(found) <= size:
        return {"comments": shown, "next": None}
    return {"comments": shown, "next": f"{shown[-1]['created_at'].isoformat()} {shown[-1]['id']}"}
