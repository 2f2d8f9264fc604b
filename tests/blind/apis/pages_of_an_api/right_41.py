"""A signed cursor with the last post's time and id; the time bounds the index, and its few ties are filtered."""

from datetime import datetime

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(BasePagination):
    signer = signing.Signer(salt="arena.discuss.pages")

    def paginate_queryset(self, queryset, request, view=None):
        size = size_of(request.query_params.get("limit", ""))
        if "cursor" in request.query_params:
            moment, pk = self.position(request.query_params["cursor"])
            queryset = queryset.filter(published_at__lte=moment)
            queryset = queryset.exclude(published_at=moment, pk__gte=pk)
        posts = list(queryset[: size + 1])
        page = posts[:size]
        self.next = None
        if len(posts) > size:
            last = page[-1]
            cursor = self.signer.sign_object([last.published_at.isoformat(), last.pk])
            self.next = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        return page

    def position(self, cursor):
        try:
            moment, pk = self.signer.unsign_object(cursor)
        except signing.BadSignature:
            raise ValidationError({"cursor": "This is no cursor of ours."}) from None
        return datetime.fromisoformat(moment), pk

    def get_paginated_response(self, data):
        return Response({"next": self.next, "results": data})


def size_of(text):
    try:
        size = int(text)
    except ValueError:
        # Python refuses to read thousands of digits.
        return 100 if text.isdecimal() else 20
    return min(size, 100) if size > 0 else 20


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title", "published_at")
    )
