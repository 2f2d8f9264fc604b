"""PostgreSQL writes the whole JSON, and a renderer passes it on."""

from django.db import connection
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer

AUTHOR = ", ".join(f"'{name}', u.{name}" for name in AuthorSerializer.Meta.fields)
LIST = f"""
    SELECT coalesce(json_agg(json_build_object(
        'id', c.id,
        'post', c.post_id,
        'parent', c.parent_id,
        'author', json_build_object({AUTHOR}),
        'rating', p.rating::text || '.0',
        'body', c.body,
        'created_at', to_char(c.utc, 'YYYY-MM-DD"T"HH24:MI:SS')
            || CASE WHEN c.utc = date_trunc('second', c.utc) THEN '' ELSE to_char(c.utc, '.US') END
            || 'Z',
        'is_approved', c.is_approved
    ) ORDER BY c.created_at DESC, c.id DESC), '[]'::json)::text
    FROM (
        SELECT *, created_at AT TIME ZONE 'UTC' AS utc
        FROM discuss_comment
        WHERE (%(staff)s OR is_approved OR author_id = %(user)s)
            AND (%(post)s::bigint IS NULL OR post_id = %(post)s::bigint)
        ORDER BY created_at DESC, id DESC
        LIMIT 1000
    ) AS c
    JOIN accounts_user AS u ON u.id = c.author_id
    LEFT JOIN accounts_profile AS p ON p.user_id = u.id
"""


class ReadyJSON(str):
    """Text that is JSON already."""


class ReadyRenderer(JSONRenderer):
    def render(self, data, accepted_media_type=None, renderer_context=None):
        if isinstance(data, ReadyJSON):
            return data.encode()
        return super().render(data, accepted_media_type, renderer_context)


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]
    renderer_classes = [ReadyRenderer]

    def get(self, request):
        post = request.GET.get("post")
        params = {
            "staff": request.user.is_staff,
            "user": request.user.pk,
            "post": int(post) if post else None,
        }
        with connection.cursor() as cursor:
            cursor.execute(LIST, params)
            (text,) = cursor.fetchone()
        return Response(ReadyJSON(text))
