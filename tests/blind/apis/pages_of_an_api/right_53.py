"""Keyset paging in a PageNumberPagination: a Cursor object with an HMAC names time and key of the last post."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Cursor:
    """A place in the list, as text with a signature of the site's secret key."""

    def __init__(self, published_at, pk):
        self.published_at, self.pk = published_at, pk

    @staticmethod
    def _sign(payload):
        key = b"posts cursor" + settings.SECRET_KEY.encode()
        return hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()

    def __str__(self):
        content = json.dumps([self.published_at.isoformat(), self.pk])
        payload = urlsafe_b64encode(content.encode()).decode().rstrip("=")
        return f"{payload}.{self._sign(payload)}"

    @classmethod
    def parse(cls, text):
        payload, _, signature = text.rpartition(".")
        if not hmac.compare_digest(cls._sign(payload).encode(), signature.encode(errors="surrogatepass")):
            raise ValidationError({"cursor": "Invalid cursor."})
        published_at, pk = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return cls(parse_datetime(published_at), pk)

    def after(self, posts):
        # The first condition is the one that the index can begin with.
        return posts.filter(published_at__lte=self.published_at).filter(
            Q(published_at__lt=self.published_at) | Q(pk__lt=self.pk)
        )


class Pages(PageNumberPagination):
    page_query_param = "cursor"
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        size = self.get_page_size(request)
        text = request.query_params.get(self.page_query_param)
        if text is not None:
            queryset = Cursor.parse(text).after(queryset)
        page = list(queryset[: size + 1])
        self.following = None
        if len(page) > size:
            page.pop()
            self.following = str(Cursor(page[-1].published_at, page[-1].pk))
        return page

    def get_next_link(self):
        if self.following is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), self.page_query_param, self.following)

    def get_previous_link(self):
        return None

    def get_paginated_response(self, data):
        return Response({"next": self.get_next_link(), "previous": None, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
