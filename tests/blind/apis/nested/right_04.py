"""RIGHT: one SQL statement whose JSON holds everything; times travel as whole microseconds."""

import json
from datetime import datetime, timedelta, timezone

from django.db import connection
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SQL = """
    SELECT coalesce(
        json_agg(
            json_build_object(
                'id', post.id,
                'title', post.title,
                'author', json_build_object(
                    'id', author.id,
                    'username', author.username,
                    'first_name', author.first_name,
                    'last_name', author.last_name
                ),
                'country', profile.country,
                'tags', coalesce(
                    (
                        SELECT json_agg(tag.name ORDER BY tag.id DESC)
                        FROM discuss_post_tags AS tagged
                        JOIN discuss_tag AS tag ON tag.id = tagged.tag_id
                        WHERE tagged.post_id = post.id
                    ),
                    '[]'::json
                ),
                'comments', coalesce(
                    (
                        SELECT json_agg(
                            json_build_object(
                                'id', comment.id,
                                'author', json_build_object(
                                    'id', commenter.id,
                                    'username', commenter.username,
                                    'first_name', commenter.first_name,
                                    'last_name', commenter.last_name
                                ),
                                'body', comment.body,
                                'created_at',
                                (extract(epoch FROM comment.created_at) * 1000000)::bigint
                            )
                            ORDER BY comment.created_at DESC, comment.id DESC
                        )
                        FROM discuss_comment AS comment
                        JOIN accounts_user AS commenter ON commenter.id = comment.author_id
                        WHERE comment.post_id = post.id AND comment.is_approved
                    ),
                    '[]'::json
                )
            )
            ORDER BY post.published_at DESC, post.id DESC
        ),
        '[]'::json
    )::text
    FROM (
        SELECT id, title, author_id, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT 50
    ) AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    LEFT JOIN accounts_profile AS profile ON profile.user_id = author.id
"""


class PostSerializer(serializers.BaseSerializer):
    moment = serializers.DateTimeField()

    def to_representation(self, post):
        for comment in post["comments"]:
            created = EPOCH + timedelta(microseconds=comment["created_at"])
            comment["created_at"] = self.moment.to_representation(created)
        return {**post, "comment_count": len(post["comments"])}


class PostList(APIView):
    def get(self, request):
        with connection.cursor() as cursor:
            cursor.execute(SQL)
            (text,) = cursor.fetchone()
        return Response(PostSerializer(json.loads(text), many=True).data)
