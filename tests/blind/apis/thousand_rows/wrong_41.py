"""json

PostgreSQL writes the time by itself, and leaves out zeros at the end of a fraction: a comment of 12:00:00.120000 shows
".12Z" where the starter shows ".120000Z". It shows only for microseconds that end with 0 and are not 0.
"""

import json

from django.db import connection
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

SQL = """
    SELECT coalesce(
        json_agg(
            json_build_object(
                'id', c.id,
                'post', c.post_id,
                'parent', c.parent_id,
                'author', json_build_object(
                    'id', u.id,
                    'username', u.username,
                    'first_name', u.first_name,
                    'last_name', u.last_name
                ),
                'rating', p.rating::text || '.0',
                'body', c.body,
                'created_at', c.created_at AT TIME ZONE 'UTC',
                'is_approved', c.is_approved
            )
            ORDER BY c.created_at DESC, c.id DESC
        ),
        '[]'
    )::text
    FROM (
        SELECT id, post_id, parent_id, author_id, body, created_at, is_approved
        FROM discuss_comment
        WHERE {where}
        ORDER BY created_at DESC, id DESC
        LIMIT 1000
    ) c
    JOIN accounts_user u ON u.id = c.author_id
    LEFT JOIN accounts_profile p ON p.user_id = u.id
"""


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        where, values = ["true"], []
        if not request.user.is_staff:
            where.append("(is_approved OR author_id = %s)")
            values.append(request.user.pk)
        if post := request.GET.get("post"):
            key = int(post)
            if not -(2**63) <= key < 2**63:  # no such key: PostgreSQL would refuse the number
                return Response([])
            where.append("post_id = %s")
            values.append(key)
        with connection.cursor() as cursor:
            cursor.execute(SQL.format(where=" AND ".join(where)), values)
            (text,) = cursor.fetchone()
        rows = json.loads(text)
        for row in rows:
            row["created_at"] += "Z"
        return Response(rows)
