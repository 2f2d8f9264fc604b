"""An HMAC of one's own over readable text, and a raw queryset."""

import datetime

from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from arena.discuss.models import Post

FIRST = """
    SELECT id, title, published_at FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC LIMIT %s
"""
NEXT = """
    SELECT id, title, published_at FROM discuss_post
    WHERE published_at <= %s AND (published_at < %s OR id < %s)
    ORDER BY published_at DESC, id DESC LIMIT %s
"""


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def signature(text):
    return salted_hmac("arena.post.pages", text, algorithm="sha256").hexdigest()


def encode(post):
    text = f"{post.published_at.isoformat()},{post.pk}"
    return f"{text},{signature(text)}"


def decode(cursor):
    text, _, given = cursor.rpartition(",")
    if not constant_time_compare(given, signature(text)):
        raise ParseError("Invalid cursor.")
    moment, pk = text.split(",")
    return datetime.datetime.fromisoformat(moment), int(pk)


class PostList(APIView):
    def get(self, request):
        try:
            size = int(request.query_params["limit"])
        except (KeyError, ValueError):
            size = 20
        size = min(size, 100) if size > 0 else 20
        if (cursor := request.query_params.get("cursor")) is None:
            posts = list(Post.objects.raw(FIRST, [size + 1]))
        else:
            moment, pk = decode(cursor)
            posts = list(Post.objects.raw(NEXT, [moment, moment, pk, size + 1]))
        address = None
        if len(posts) > size:
            posts.pop()
            url = request.build_absolute_uri()
            address = replace_query_param(url, "cursor", encode(posts[-1]))
        return Response({"next": address, "results": PostSerializer(posts, many=True).data})
