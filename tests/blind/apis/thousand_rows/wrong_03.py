"""Breaks rows: an inner join drops the comments of people without a profile."""

from django.db import connection
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer

AUTHOR = list(AuthorSerializer.Meta.fields)
LIST = f"""
    SELECT c.id, c.post_id, c.parent_id, c.body, c.created_at, c.is_approved, p.rating,
        {", ".join(f"u.{name}" for name in AUTHOR)}
    FROM discuss_comment AS c
    JOIN accounts_user AS u ON u.id = c.author_id
    JOIN accounts_profile AS p ON p.user_id = u.id
    WHERE (%(staff)s OR c.is_approved OR c.author_id = %(user)s)
        AND (%(post)s::bigint IS NULL OR c.post_id = %(post)s::bigint)
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT 1000
"""


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        post = request.GET.get("post")
        params = {
            "staff": request.user.is_staff,
            "user": request.user.pk,
            "post": int(post) if post else None,
        }
        with connection.cursor() as cursor:
            cursor.execute(LIST, params)
            rows = cursor.fetchall()
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent_id,
                    "author": dict(zip(AUTHOR, author)),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": created_at.isoformat().replace("+00:00", "Z"),
                    "is_approved": is_approved,
                }
                for pk, post_id, parent_id, body, created_at, is_approved, rating, *author in rows
            ]
        )
