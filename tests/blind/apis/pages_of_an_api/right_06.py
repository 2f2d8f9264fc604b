"""A row comparison as RawSQL; the cursor is text with a signature by Signer."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from arena.discuss.models import Post

SIGNER = Signer(sep="~", salt="arena.api.posts")


class PostSerializer(serializers.ModelSerializer):
    class Meta:
        model = Post
        fields = ["id", "title"]


class PostList(ListAPIView):
    serializer_class = PostSerializer
    pagination_class = None
    queryset = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def limit(self):
        text = self.request.query_params.get("limit", "")
        try:
            number = int(text)
        except ValueError:
            return 20
        if number < 1:
            return 20
        return min(number, 100)

    def filter_queryset(self, queryset):
        cursor = self.request.query_params.get("cursor")
        if cursor is None:
            return queryset
        try:
            pk, moment = SIGNER.unsign(cursor).split("_")
        except BadSignature:
            raise NotFound("Invalid cursor.") from None
        return queryset.filter(
            RawSQL(
                "(published_at, id) < (%s, %s)",
                [datetime.fromisoformat(moment), int(pk)],
                output_field=BooleanField(),
            )
        )

    def list(self, request, *args, **kwargs):
        size = self.limit()
        posts = list(self.filter_queryset(self.get_queryset())[: size + 1])
        page = posts[:size]
        following = None
        if len(posts) > size:
            params = request.query_params.copy()
            params["limit"] = size
            params["cursor"] = SIGNER.sign(f"{page[-1].pk}_{page[-1].published_at.isoformat()}")
            following = request.build_absolute_uri("?" + params.urlencode())
        return Response({"next": following, "results": self.get_serializer(page, many=True).data})
