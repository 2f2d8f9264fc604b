"""A ListSerializer sees the whole page. It counts for all, and sets what the child reads."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def set_counts(people, name, rows):
    """Set on each person how many of these rows they wrote."""
    by_author = rows.filter(author__in=people).values_list("author")
    counts = dict(by_author.annotate(Count("pk")))
    for person in people:
        setattr(person, name, counts.get(person.pk, 0))


class PeopleSerializer(serializers.ListSerializer):
    def to_representation(self, data):
        set_counts(data, "number_of_posts", Post.objects.filter(published_at__isnull=False))
        set_counts(data, "number_of_comments", Comment.objects.filter(is_approved=True))
        return super().to_representation(data)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="number_of_posts")
    comments = serializers.IntegerField(source="number_of_comments")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]
        list_serializer_class = PeopleSerializer


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
