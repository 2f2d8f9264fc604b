"""Breaks depth: an OR at the top is no range of the index, so all newer posts are read and
dropped before a deep page."""

from datetime import datetime

from django.core import signing
from django.db.models import Q
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.discuss.posts"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def size_of(request):
    try:
        size = int(request.query_params.get("limit", ""))
    except ValueError:
        return 20
    return min(size, 100) if size > 0 else 20


def encode(post):
    return signing.dumps([post.published_at.isoformat(), post.pk], salt=SALT)


def decode(cursor):
    try:
        moment, pk = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise NotFound("This cursor is not one of ours.") from None
    return datetime.fromisoformat(moment), pk


class Pages(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        size = size_of(request)
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            moment, pk = decode(cursor)
            queryset = queryset.filter(
                Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk)
            )
        posts = list(queryset[: size + 1])
        page = posts[:size]
        self.next = None
        if len(posts) > size:
            url = request.build_absolute_uri()
            self.next = replace_query_param(url, "cursor", encode(page[-1]))
        return page

    def get_paginated_response(self, data):
        return Response({"next": self.next, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
