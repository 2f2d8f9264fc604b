"""A place is a value of its own, signed as an object; rows are dictionaries of values()."""

from datetime import datetime

from django.core import signing
from django.db.models import Q
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class Place:
    """Where a page ended: a signed pair, that needs no row to be there."""

    signer = signing.TimestampSigner(salt="place of a page")

    def __init__(self, moment, pk):
        self.moment, self.pk = moment, pk

    def __str__(self):
        return self.signer.sign_object({"p": self.pk, "m": self.moment.isoformat()})

    @classmethod
    def parse(cls, text):
        try:
            value = cls.signer.unsign_object(text)
        except signing.BadSignature:
            raise NotFound("No such page.") from None
        return cls(datetime.fromisoformat(value["m"]), value["p"])

    def after(self):
        earlier = Q(published_at__lt=self.moment)
        return Q(published_at__lte=self.moment) & (earlier | Q(pk__lt=self.pk))


class Pages(BasePagination):
    def paginate_queryset(self, queryset, request, view=None):
        try:
            size = min(int(request.query_params.get("limit", 20)), 100)
        except ValueError:
            size = 20
        if size <= 0:
            size = 20
        rows = queryset.values("id", "title", "published_at")
        if "cursor" in request.query_params:
            rows = rows.filter(Place.parse(request.query_params["cursor"]).after())
        page = list(rows[: size + 1])
        self.next = None
        if len(page) > size:
            page.pop()
            place = Place(page[-1]["published_at"], page[-1]["id"])
            self.next = replace_query_param(
                request.build_absolute_uri(), "cursor", str(place)
            )
        return page

    def get_paginated_response(self, data):
        return Response({"results": data, "next": self.next})


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = Pages
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
