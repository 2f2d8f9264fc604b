"""The cursor is the signed place of the last post; the index finds its time, and the few ties are skipped."""

from datetime import datetime

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.api.posts.cursor"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(BasePagination):
    page_size = 20
    max_page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        self.size = self.size_of(request.query_params.get("limit", ""))
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            try:
                moment, pk = signing.loads(cursor, salt=SALT)
            except signing.BadSignature:
                raise NotFound("Invalid cursor") from None
            at = datetime.fromisoformat(moment)
            queryset = queryset.filter(published_at__lte=at).exclude(published_at=at, pk__gte=pk)
        posts = list(queryset[: self.size + 1])
        self.more = len(posts) > self.size
        self.page = posts[: self.size]
        return self.page

    def size_of(self, text):
        text = text.strip().removeprefix("+")
        digits = text.lstrip("0") if text.isascii() and text.isdigit() else ""
        if not digits:
            return self.page_size
        return self.max_page_size if len(digits) > 3 else min(int(digits), self.max_page_size)

    def get_next_link(self):
        if not self.more:
            return None
        last = self.page[-1]
        cursor = signing.dumps([last.published_at.isoformat(), last.pk], salt=SALT)
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.get_next_link(), "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
