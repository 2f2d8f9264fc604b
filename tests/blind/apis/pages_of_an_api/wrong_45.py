"""steady

REST framework's CursorPagination, with signed cursors. Among posts of the same time its cursor is an
offset from the last other time: when one of these ties is hidden or deleted, or one with a higher id
is added, between two pages, a post is missed or shown twice.
"""

from django.core import signing
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Pages(CursorPagination):
    ordering = ("-published_at", "-pk")
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def encode_cursor(self, cursor):
        signed = signing.dumps(list(cursor), salt="arena.pages")
        return replace_query_param(self.base_url, self.cursor_query_param, signed)

    def decode_cursor(self, request):
        signed = request.query_params.get(self.cursor_query_param)
        if signed is None:
            return None
        try:
            return Cursor(*signing.loads(signed, salt="arena.pages"))
        except signing.BadSignature:
            raise NotFound(self.invalid_cursor_message) from None


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
