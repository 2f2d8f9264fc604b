"""cursor: it is only encoded, not signed.

Anybody can write another time or key into it, and gets a page with status 200 instead of 400 or 404.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

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
            moment, pk = json.loads(urlsafe_b64decode(cursor.encode()))
            at, pk = datetime.fromisoformat(moment), int(pk)
        except (binascii.Error, ValueError, TypeError):
            raise NotFound("Invalid cursor") from None
        return queryset.filter(published_at__lte=at).exclude(published_at=at, pk__gte=pk)

    def get_next_link(self):
        if not self.more:
            return None
        last = self.posts[-1]
        cursor = urlsafe_b64encode(json.dumps([last.published_at.isoformat(), last.pk]).encode()).decode()
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.get_next_link(), "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
