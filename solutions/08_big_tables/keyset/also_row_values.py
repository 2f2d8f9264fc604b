"""SQL compares the pair: (created_at, id) < (..., ...). The database finds it in the index."""

from datetime import datetime

from django.db import connection

from arena.discuss.models import Comment

FIRST = "SELECT id FROM discuss_comment ORDER BY created_at DESC, id DESC LIMIT %s"
NEXT = FIRST.replace("ORDER", "WHERE (created_at, id) < (%s, %s) ORDER")


def page(after=None, size=50):
    place = []
    if after:
        moment, key = after.split("|")
        at = connection.ops.adapt_datetimefield_value(datetime.fromisoformat(moment))
        place = [at, int(key)]
    with connection.cursor() as cursor:
        cursor.execute(NEXT if place else FIRST, [*place, size + 1])
        keys = [key for (key,) in cursor.fetchall()]
    found = Comment.objects.in_bulk(keys[:size])
    comments = [
        {"id": key, "body": found[key].body, "created_at": found[key].created_at}
        for key in keys[:size]
    ]
    if len(keys) <= size:
        return {"comments": comments, "next": None}
    last = comments[-1]
    return {"comments": comments, "next": f"{last['created_at'].isoformat()}|{last['id']}"}
