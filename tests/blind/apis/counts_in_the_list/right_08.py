"""list() puts the answer together; both counts come from one UNION ALL."""

from django.db.models import Count, Value
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(default=0)
    comments = serializers.IntegerField(default=0)

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


def counts(rows, kind, keys):
    rows = rows.filter(author_id__in=keys).values("author_id")
    return rows.annotate(kind=Value(kind), number=Count("pk")).values_list(
        "author_id", "kind", "number"
    )


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def list(self, request, *args, **kwargs):
        people = self.paginate_queryset(self.get_queryset().values("id", "username"))
        shown = {person["id"]: {**person, "posts": 0, "comments": 0} for person in people}
        if shown:
            posts = counts(Post.objects.exclude(published_at=None), "posts", list(shown))
            comments = counts(Comment.objects.filter(is_approved=True), "comments", list(shown))
            for key, kind, number in posts.union(comments, all=True):
                shown[key][kind] = number
        serializer = self.get_serializer(list(shown.values()), many=True)
        return self.get_paginated_response(serializer.data)
