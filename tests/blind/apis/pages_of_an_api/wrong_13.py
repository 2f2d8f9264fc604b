"""Wrong, cursor: it is only encoded, so one that is changed or made up is accepted if it still decodes."""

import base64
import json
from datetime import datetime

from django.db.models import Q
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
                moment, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
                moment, pk = datetime.fromisoformat(moment), int(pk)
                if moment.tzinfo is None or not 0 < pk < 2**63:
                    raise ValueError(cursor)
            except (ValueError, TypeError):
                raise ValidationError({"cursor": "This is no cursor."}) from None
            # The first condition is what the index is searched by; the other one is for ties.
            queryset = queryset.filter(published_at__lte=moment)
            queryset = queryset.filter(Q(published_at__lt=moment) | Q(pk__lt=pk))
        posts = list(queryset[: size + 1])
        self.next = None
        if len(posts) > size:
            last = posts[size - 1]
            position = [last.published_at.isoformat(), last.pk]
            encoded = base64.urlsafe_b64encode(json.dumps(position).encode()).decode()
            here = request.build_absolute_uri()
            self.next = replace_query_param(here, "cursor", encoded)
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
