"""Two queries: first the rest of the ties, then older posts."""

from datetime import datetime

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(PageNumberPagination):
    page_query_param = "cursor"
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    salt = "arena.pages"

    def paginate_queryset(self, queryset, request, view=None):
        size = self.get_page_size(request)
        wanted = size + 1
        cursor = request.query_params.get("cursor")
        if cursor is None:
            rows = list(queryset[:wanted])
        else:
            moment, pk = self.read(cursor)
            rows = list(queryset.filter(published_at=moment, pk__lt=pk)[:wanted])
            if len(rows) < wanted:
                rows += queryset.filter(published_at__lt=moment)[: wanted - len(rows)]
        page = rows[:size]
        self.following = None
        if len(rows) == wanted:
            last = page[-1]
            value = signing.dumps(f"{last.pk} {last.published_at.isoformat()}", salt=self.salt)
            self.following = replace_query_param(
                request.build_absolute_uri(), self.page_query_param, value
            )
        return page

    def read(self, cursor):
        try:
            text = signing.loads(cursor, salt=self.salt)
        except signing.BadSignature:
            raise NotFound from None
        pk, moment = text.split(" ", 1)
        return datetime.fromisoformat(moment), int(pk)

    def get_paginated_response(self, data):
        return Response({"next": self.following, "previous": None, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
