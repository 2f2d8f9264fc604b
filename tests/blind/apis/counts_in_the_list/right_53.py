"""The view counts with one grouped query for posts and one for comments, for the twenty people of the page only."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return self.context["posts"].get(person.pk, 0)

    def get_comments(self, person):
        return self.context["comments"].get(person.pk, 0)


class Pages(PageNumberPagination):
    page_size = 20


def per_author(things, people):
    rows = things.filter(author__in=people).order_by().values("author").annotate(number=Count("pk"))
    return dict(rows.values_list("author", "number"))


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def list(self, request, *args, **kwargs):
        people = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        keys = [person.pk for person in people]
        context = self.get_serializer_context() | {
            "posts": per_author(Post.objects.filter(published_at__isnull=False), keys),
            "comments": per_author(Comment.objects.filter(is_approved=True), keys),
        }
        serializer = self.serializer_class(people, many=True, context=context)
        return self.get_paginated_response(serializer.data)
