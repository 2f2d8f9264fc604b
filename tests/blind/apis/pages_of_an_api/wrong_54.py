"""depth: "older, or as old with a lower key" is an OR, which no index can begin with.

The database reads and throws away all newer posts for a page far down the list, much more than ten times the newest 21.
"""

from datetime import datetime

from django.core import signing
from django.db.models import Q
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.api.posts.cursor"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        size = self.get_page_size(request)
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            queryset = self.after(queryset, cursor)
        posts = list(queryset[: size + 1])
        self.more = len(posts) > size
        self.posts = posts[:size]
        return self.posts

    def after(self, queryset, cursor):
        try:
            moment, pk = signing.loads(cursor, salt=SALT)
        except signing.BadSignature:
            raise NotFound("Invalid cursor") from None
        at = datetime.fromisoformat(moment)
        return queryset.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))

    def get_next_link(self):
        if not self.more:
            return None
        last = self.posts[-1]
        cursor = signing.dumps([last.published_at.isoformat(), last.pk], salt=SALT)
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.get_next_link(), "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
