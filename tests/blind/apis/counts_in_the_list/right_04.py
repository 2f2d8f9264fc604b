"""A ListSerializer counts for the list that it is given."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PeopleSerializer(serializers.ListSerializer):
    def to_representation(self, data):
        people = list(data)
        keys = [person.pk for person in people]
        posts = Post.objects.filter(author_id__in=keys, published_at__isnull=False)
        comments = Comment.objects.filter(author_id__in=keys, is_approved=True)
        self.child.posts_of = self.by_author(posts)
        self.child.comments_of = self.by_author(comments)
        return super().to_representation(people)

    @staticmethod
    def by_author(rows):
        counts = rows.order_by("author_id").values("author_id").annotate(number=Count("id"))
        return {row["author_id"]: row["number"] for row in counts}


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]
        list_serializer_class = PeopleSerializer

    def get_posts(self, person):
        return self.posts_of.get(person.pk, 0)

    def get_comments(self, person):
        return self.comments_of.get(person.pk, 0)

class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
