"""RIGHT: three raw SQL statements and plain dictionaries; DRF's own field writes the times."""

from django.db import connection
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer  # noqa: F401
from arena.discuss.models import Post  # noqa: F401
from arena.discuss.serializers import CommentSerializer  # noqa: F401

POSTS = """
SELECT p.id, p.title, u.id, u.username, u.first_name, u.last_name, f.country
FROM discuss_post p
JOIN accounts_user u ON u.id = p.author_id
LEFT JOIN accounts_profile f ON f.user_id = u.id
WHERE p.published_at IS NOT NULL
ORDER BY p.published_at DESC, p.id DESC
LIMIT 50
"""
TAGS = """
SELECT l.post_id, t.name
FROM discuss_post_tags l JOIN discuss_tag t ON t.id = l.tag_id
WHERE l.post_id = ANY(%s)
ORDER BY t.id DESC
"""
COMMENTS = """
SELECT c.post_id, c.id, u.id, u.username, u.first_name, u.last_name, c.body, c.created_at
FROM discuss_comment c JOIN accounts_user u ON u.id = c.author_id
WHERE c.post_id = ANY(%s) AND c.is_approved
ORDER BY c.created_at DESC, c.id DESC
"""
PERSON = ["id", "username", "first_name", "last_name"]


class PostSerializer(serializers.BaseSerializer):
    def to_representation(self, post):
        return post


class PostList(APIView):
    def get(self, request):
        time = serializers.DateTimeField()
        with connection.cursor() as cursor:
            cursor.execute(POSTS)
            posts = {
                row[0]: {
                    "id": row[0],
                    "title": row[1],
                    "author": dict(zip(PERSON, row[2:6], strict=True)),
                    "country": row[6],
                    "tags": [],
                    "comments": [],
                    "comment_count": 0,
                }
                for row in cursor.fetchall()
            }
            if posts:
                cursor.execute(TAGS, [list(posts)])
                for post, name in cursor.fetchall():
                    posts[post]["tags"].append(name)
                cursor.execute(COMMENTS, [list(posts)])
                for post, pk, *person, body, created_at in cursor.fetchall():
                    posts[post]["comment_count"] += 1
                    posts[post]["comments"].append(
                        {
                            "id": pk,
                            "author": dict(zip(PERSON, person, strict=True)),
                            "body": body,
                            "created_at": time.to_representation(created_at),
                        }
                    )
        return Response(PostSerializer(list(posts.values()), many=True).data)
