"""Right: a pagination class whose cursor is the signed position of the last post."""

from datetime import datetime

from django.core import signing
from django.db.models import Q
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

SALT = "arena.discuss.pages"


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def size_of(text):
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return 20
    digits = text.lstrip("0")
    return 100 if len(digits) > 3 else min(int(digits), 100)


class Pages(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        size = size_of(request.query_params.get("limit", ""))
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            try:
                moment, pk = signing.loads(cursor, salt=SALT)
            except signing.BadSignature:
                raise ValidationError({"cursor": "This is no cursor."}) from None
            moment = datetime.fromisoformat(moment)
            # The first condition is what the index is searched by; the other one is for ties.
            queryset = queryset.filter(published_at__lte=moment)
            queryset = queryset.filter(Q(published_at__lt=moment) | Q(pk__lt=pk))
        posts = list(queryset[: size + 1])
        self.next = None
        if len(posts) > size:
            last = posts[size - 1]
            position = [last.published_at.isoformat(), last.pk]
            here = request.build_absolute_uri()
            self.next = replace_query_param(here, "cursor", signing.dumps(position, salt=SALT))
        return posts[:size]

    def get_paginated_response(self, data):
        return Response({"next": self.next, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = (
        Post.objects.filter(published_at__isnull=False)
        .only("title", "published_at")
        .order_by("-published_at", "-pk")
    )
