"""Plain SQL and a cursor."""

from django.db import connection
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer

AUTHOR = list(AuthorSerializer.Meta.fields)


def select(staff, post):
    """Return the statement: conditions that always hold aren't written."""
    conditions = ["true"]
    if not staff:
        conditions.append("(c.is_approved OR c.author_id = %(user)s)")
    if post is not None:
        conditions.append("c.post_id = %(post)s")
    return f"""
        SELECT c.id, c.post_id, c.parent_id, c.body, c.created_at, c.is_approved, p.rating,
            {", ".join(f"u.{name}" for name in AUTHOR)}
        FROM discuss_comment AS c
        JOIN accounts_user AS u ON u.id = c.author_id
        LEFT JOIN accounts_profile AS p ON p.user_id = c.author_id
        WHERE {" AND ".join(conditions)}
        ORDER BY c.created_at DESC, c.id DESC
        LIMIT 1000
    """


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        text = request.query_params.get("post")
        post = int(text) if text else None
        with connection.cursor() as cursor:
            cursor.execute(
                select(request.user.is_staff, post), {"user": request.user.pk, "post": post}
            )
            rows = cursor.fetchall()
        return Response([self.row(*row) for row in rows])

    @staticmethod
    def row(pk, post, parent, body, created_at, is_approved, rating, *author):
        return {
            "id": pk,
            "post": post,
            "parent": parent,
            "author": dict(zip(AUTHOR, author, strict=True)),
            "rating": None if rating is None else "%d.0" % rating,
            "body": body,
            "created_at": created_at.isoformat().removesuffix("+00:00") + "Z",
            "is_approved": is_approved,
        }
