"""A pagination class, which other lists of the site can use too. The page size is DRF's."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Q
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


class Keyset(PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    signer = Signer(salt="keyset")

    def paginate_queryset(self, queryset, request, view=None):
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            try:
                place = self.signer.unsign_object(cursor)
            except BadSignature:
                raise NotFound("Invalid cursor") from None
            at, key = datetime.fromisoformat(place["at"]), place["key"]
            older = Q(published_at__lt=at) | Q(pk__lt=key)
            queryset = queryset.filter(older, published_at__lte=at)
        size = self.get_page_size(request)
        found = list(queryset[: size + 1])
        self.link = None
        if len(found) > size:
            last = found[size - 1]
            cursor = self.signer.sign_object({"at": str(last.published_at), "key": last.pk})
            self.link = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        return found[:size]

    def get_paginated_response(self, data):
        return Response({"next": self.link, "previous": None, "results": data})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Keyset
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
