"""A cursor is valid for ten minutes: the app of a visitor who reads slowly gets an error.

Breaks: next
Fails: cursor
"""

from datetime import datetime

from django.core import signing
from django.db.models import Q
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def size_of(limit):
    try:
        number = int(limit)
    except ValueError:
        return 20
    return min(number, 100) if number > 0 else 20


def written(post):
    return signing.dumps([post.published_at.isoformat(), post.pk], salt="posts")


def place(cursor):
    try:
        moment, key = signing.loads(cursor, salt="posts", max_age=600)
    except signing.BadSignature:
        raise ParseError("This cursor is not one of ours.") from None
    return datetime.fromisoformat(moment), key


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        if "cursor" in request.GET:
            at, key = place(request.GET["cursor"])
            older = Q(published_at__lt=at) | Q(pk__lt=key)
            posts = posts.filter(older, published_at__lte=at)
        size = size_of(request.GET.get("limit", ""))
        found = list(posts[: size + 1])
        link = None
        if len(found) > size:
            here = request.build_absolute_uri()
            link = replace_query_param(here, "cursor", written(found[size - 1]))
        return Response({"next": link, "results": PostSerializer(found[:size], many=True).data})
