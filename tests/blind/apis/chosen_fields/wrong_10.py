"""Breaks json: an inner join to the contests drops posts without a contest, once it is asked for."""

from django.db import connection
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

PARTS = {
    "id": "p.id",
    "title": "p.title",
    "body": "p.body",
    "author": "u.username",
    "contest": "c.title",
    "byline": "p.title || ', by ' || u.username",
    "tags": """ARRAY(
        SELECT t.name FROM discuss_post_tags l JOIN discuss_tag t ON t.id = l.tag_id
        WHERE l.post_id = p.id ORDER BY t.id
    )""",
    "comments": """ARRAY(
        SELECT m.body FROM discuss_comment m
        WHERE m.post_id = p.id AND m.is_approved ORDER BY m.id
    )""",
}
JOINS = {
    "author": "JOIN accounts_user u ON u.id = p.author_id",
    "byline": "JOIN accounts_user u ON u.id = p.author_id",
    "contest": "JOIN contests_contest c ON c.id = p.contest_id",
}


class PostList(APIView):
    def get(self, request):
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or set(PARTS)
        if not asked.issubset(PARTS):
            raise ValidationError({"fields": "There is no such field."})
        names = [name for name in PARTS if name in asked]
        columns = ", ".join(PARTS[name] for name in names)
        joins = " ".join({JOINS[name] for name in names if name in JOINS})
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM discuss_post p {joins} WHERE p.published_at IS NOT NULL "
                "ORDER BY p.published_at DESC, p.id DESC LIMIT 20"
            )
            return Response([dict(zip(names, row)) for row in cursor.fetchall()])
