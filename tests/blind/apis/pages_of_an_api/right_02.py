"""PageNumberPagination's size, Signer.sign_object(), and a range with an inner or."""

import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Q
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


class Pages(PageNumberPagination):
    page_query_param = "cursor"
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    signer = Signer(salt="api.posts.cursor")

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        size = self.get_page_size(request)
        if "cursor" in request.query_params:
            try:
                last = self.signer.unsign_object(request.query_params["cursor"])
            except BadSignature:
                raise ValidationError({"cursor": "Invalid cursor."}) from None
            moment = datetime.datetime.fromisoformat(last["at"])
            # The first condition is the one that the index can use; the second only drops ties.
            queryset = queryset.filter(published_at__lte=moment).filter(
                Q(published_at__lt=moment) | Q(pk__lt=last["id"])
            )
        found = list(queryset.only("id", "title", "published_at")[: size + 1])
        self.has_next = len(found) > size
        self.rows = found[:size]
        return self.rows

    def get_next_link(self):
        if not self.has_next:
            return None
        last = self.rows[-1]
        cursor = self.signer.sign_object({"at": last.published_at.isoformat(), "id": last.pk})
        return replace_query_param(
            self.request.build_absolute_uri(), self.page_query_param, cursor
        )

    def get_previous_link(self):
        return None

    def get_paginated_response(self, data):
        return Response(
            {"next": self.get_next_link(), "previous": self.get_previous_link(), "results": data}
        )


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
