"""A binary cursor with its own HMAC; a page is what is left of the posts of one moment, and then older ones: two plain queries."""

import base64
import hmac
import struct
from datetime import datetime, timedelta, timezone

from django.utils.crypto import salted_hmac
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post

EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)
PAIR = struct.Struct(">qq")


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


def seal(data):
    return salted_hmac("arena.pages_of_an_api", data, algorithm="sha256").digest()


def encode(post):
    microseconds = (post.published_at - EPOCH) // timedelta(microseconds=1)
    data = PAIR.pack(microseconds, post.pk)
    return base64.urlsafe_b64encode(data + seal(data)).decode()


def decode(text):
    """Return a moment and an id, or raise ParseError if encode() has not made this text."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
    except ValueError:  # includes UnicodeEncodeError and binascii.Error
        raise ParseError("This is no cursor.") from None
    data = raw[: PAIR.size]
    is_ours = hmac.compare_digest(raw[PAIR.size :], seal(data))
    # Base64 passes over other characters and has spare bits: the text must be the very same.
    if not is_ours or base64.urlsafe_b64encode(raw).decode() != text:
        raise ParseError("This is no cursor.")
    microseconds, pk = PAIR.unpack(data)
    return EPOCH + timedelta(microseconds=microseconds), pk


class Pages(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        self.request, self.limit = request, self.get_limit(request.query_params.get("limit"))
        wanted = self.limit + 1
        cursor = request.query_params.get("cursor")
        if cursor is None:
            posts = list(queryset[:wanted])
        else:
            moment, pk = decode(cursor)
            same_moment = queryset.filter(published_at=moment, pk__lt=pk)
            posts = list(same_moment[:wanted])
            if len(posts) < wanted:
                posts += queryset.filter(published_at__lt=moment)[: wanted - len(posts)]
        self.has_more = len(posts) == wanted
        self.page = posts[: self.limit]
        return self.page

    def get_limit(self, text):
        text = (text or "").strip()
        if text.isdecimal() and len(text) > 1000:
            text = text.lstrip("0")[:4]  # enough to see that it is over 100
        try:
            number = int(text)
        except ValueError:
            return 20
        return 20 if number < 1 else min(number, 100)

    def get_paginated_response(self, data):
        address = None
        if self.has_more:
            address = self.request.build_absolute_uri()
            address = replace_query_param(address, "cursor", encode(self.page[-1]))
        return Response({"next": address, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .defer("body", "author", "editor", "contest", "kept_likes", "kept_comments")
    )
