"""Wrong, comments: replies are not counted."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def numbers(rows, people):
    rows = rows.filter(author__in=[person.pk for person in people])
    return dict(rows.order_by().values_list("author").annotate(Count("pk")))


class PeopleSerializer(serializers.ListSerializer):
    def to_representation(self, data):
        people = list(data)
        self.child.posts = numbers(Post.objects.filter(published_at__isnull=False), people)
        self.child.comments = numbers(Comment.objects.filter(is_approved=True, parent__isnull=True), people)
        return super().to_representation(people)


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        list_serializer_class = PeopleSerializer
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return self.child_number("posts", person)

    def get_comments(self, person):
        return self.child_number("comments", person)

    def child_number(self, kind, person):
        return getattr(self, kind).get(person.pk, 0)


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
