"""PostgreSQL builds the whole list as one JSON text, which is loaded once; only the time is formatted here."""

import json
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

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
                'created_at', (extract(epoch FROM c.created_at) * 1000000)::bigint,
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
        zone = timezone.get_current_timezone()
        for row in rows:
            # DRF's encoder writes an aware datetime as its DateTimeField does.
            moment = EPOCH + timedelta(microseconds=row["created_at"])
            row["created_at"] = moment.astimezone(zone)
        return Response(rows)
