"""RIGHT: three plain SQL statements, with joins and = ANY(keys); generators fold their rows."""

from itertools import groupby
from operator import itemgetter

from django.db import connection
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

POSTS = """
    SELECT post.id, post.title, profile.country,
           author.id, author.username, author.first_name, author.last_name
    FROM discuss_post AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    LEFT JOIN accounts_profile AS profile ON profile.user_id = author.id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 50
"""
TAGS = """
    SELECT tagged.post_id, tag.name
    FROM discuss_post_tags AS tagged
    JOIN discuss_tag AS tag ON tag.id = tagged.tag_id
    WHERE tagged.post_id = ANY(%s)
    ORDER BY tagged.post_id, tag.id DESC
"""
COMMENTS = """
    SELECT comment.post_id, comment.id, comment.body, comment.created_at,
           author.id, author.username, author.first_name, author.last_name
    FROM discuss_comment AS comment
    JOIN accounts_user AS author ON author.id = comment.author_id
    WHERE comment.post_id = ANY(%s) AND comment.is_approved
    ORDER BY comment.post_id, comment.created_at DESC, comment.id DESC
"""


def _fetch(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _by_post(fetched, make):
    """Make a list of each post's rows, which come together."""
    return {
        post: [make(*row) for _, *row in of_post]
        for post, of_post in groupby(fetched, key=itemgetter(0))
    }


def _person(*row):
    return dict(zip(["id", "username", "first_name", "last_name"], row, strict=True))


class PostSerializer(serializers.BaseSerializer):
    """Shows a tuple of a post, its tags and its comments."""

    def to_representation(self, told):
        (pk, title, country, *author), tags, comments = told
        return {
            "id": pk,
            "title": title,
            "author": _person(*author),
            "country": country,
            "tags": tags,
            "comments": comments,
            "comment_count": len(comments),
        }


class PostList(APIView):
    def get(self, request):
        moment = serializers.DateTimeField()

        def comment(pk, body, created_at, *author):
            return {
                "id": pk,
                "author": _person(*author),
                "body": body,
                "created_at": moment.to_representation(created_at),
            }

        posts = _fetch(POSTS)
        if not posts:
            return Response([])
        keys = [post[0] for post in posts]
        tags = _by_post(_fetch(TAGS, keys), make=lambda name: name)
        comments = _by_post(_fetch(COMMENTS, keys), make=comment)
        told = [(post, tags.get(post[0], []), comments.get(post[0], [])) for post in posts]
        return Response(PostSerializer(told, many=True).data)
