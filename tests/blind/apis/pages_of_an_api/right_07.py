"""extra() with a row comparison; microseconds instead of a formatted time."""

from datetime import UTC, datetime, timedelta

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.generics import ListAPIView
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(LimitOffsetPagination):
    """Takes only the limit from its parent: the offset is a place, and no number."""

    default_limit = 20
    max_limit = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        self.limit = self.get_limit(request)
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            try:
                micros, pk = signing.loads(cursor, salt="post-pages")
            except signing.BadSignature:
                raise ParseError("Invalid cursor.") from None
            queryset = queryset.extra(
                where=["(discuss_post.published_at, discuss_post.id) < (%s, %s)"],
                params=[EPOCH + micros * MICROSECOND, pk],
            )
        rows = list(queryset[: self.limit + 1])
        self.more = len(rows) > self.limit
        self.rows = rows[: self.limit]
        return self.rows

    def get_next_link(self):
        if not self.more:
            return None
        last = self.rows[-1]
        micros = (last.published_at - EPOCH) // MICROSECOND
        cursor = signing.dumps([micros, last.pk], salt="post-pages")
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.get_next_link(), "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
