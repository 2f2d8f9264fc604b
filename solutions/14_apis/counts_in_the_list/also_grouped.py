"""Two grouped queries for the people of the page, handed to the serializer in its context."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def counted(rows, people):
    """How many of these rows each of these people wrote; nobody who wrote none."""
    by_author = rows.filter(author__in=people).values_list("author")
    return dict(by_author.annotate(Count("pk")))


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


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        self.people = super().paginate_queryset(queryset)
        return self.people

    def get_serializer_context(self):
        return {
            **super().get_serializer_context(),
            "posts": counted(Post.objects.filter(published_at__isnull=False), self.people),
            "comments": counted(Comment.objects.filter(is_approved=True), self.people),
        }
