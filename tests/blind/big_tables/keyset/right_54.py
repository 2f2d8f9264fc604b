"""A RawSQL condition compares (created_at, id) in one piece; the cursor is signed with the site's SECRET_KEY."""

from datetime import datetime

from django.core import signing
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from arena.discuss.models import Comment

COLUMNS = ("id", "body", "created_at")


def older_than(when, key):
    return RawSQL("(created_at, id) < (%s, %s)", (when, key), output_field=BooleanField())


def page(after=None, size=50):
    query = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        when, key = signing.loads(after, salt="moderators")
        query = query.filter(older_than(datetime.fromisoformat(when), key))
    rows = list(query.values(*COLUMNS)[: size + 1])
    comments, rest = rows[:size], rows[size:]
    token = None
    if rest:
        end = comments[-1]
        token = signing.dumps([end["created_at"].isoformat(), end["id"]], salt="moderators")
    return {"comments": comments, "next": token}
