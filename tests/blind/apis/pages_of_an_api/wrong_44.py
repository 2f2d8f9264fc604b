"""size

str.isdigit() is true for digits that int() does not read. ?limit=\u00b2 (a superscript 2) or a circled
digit is no positive number and means 20, but is answered with an error 500.
"""

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
    if not text.isdigit():
        return 20
    if len(text.lstrip("0")) > 3:
        return 100
    return min(int(text), 100) or 20


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title", "published_at")
    )
