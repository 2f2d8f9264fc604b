"""CursorPagination's frame, with a cursor of its own and ROW() as an expression."""

from datetime import datetime

from django.core import signing
from django.db.models import DateTimeField, F, Func, Value
from django.db.models.lookups import LessThan
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Row(Func):
    function = "ROW"
    output_field = DateTimeField()


class Pages(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    salt = "arena.discuss.Pages"

    def paginate_queryset(self, queryset, request, view=None):
        self.base_url = request.build_absolute_uri()
        size = self.get_page_size(request)
        place = self.decode_cursor(request)
        if place is not None:
            moment, pk = place
            queryset = queryset.filter(
                LessThan(
                    Row(F("published_at"), F("id")),
                    Row(Value(moment, output_field=DateTimeField()), Value(pk)),
                )
            )
        rows = list(queryset[: size + 1])
        self.page = rows[:size]
        self.has_next = len(rows) > size
        self.has_previous = place is not None
        return self.page

    def decode_cursor(self, request):
        cursor = request.query_params.get(self.cursor_query_param)
        if cursor is None:
            return None
        try:
            moment, pk = signing.loads(cursor, salt=self.salt)
        except signing.BadSignature:
            raise NotFound(self.invalid_cursor_message) from None
        return datetime.fromisoformat(moment), pk

    def get_next_link(self):
        if not self.has_next:
            return None
        last = self.page[-1]
        cursor = signing.dumps([last.published_at.isoformat(), last.pk], salt=self.salt)
        return replace_query_param(self.base_url, self.cursor_query_param, cursor)

    def get_previous_link(self):
        return None


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
