"""pages

The numbers of the page lie on the class of the serializer, which all threads share. When two pages
are asked for at the same time, the people of the first get the second's numbers: 0 and 0.
"""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    numbers_of_posts = {}
    numbers_of_comments = {}

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return self.numbers_of_posts.get(person.pk, 0)

    def get_comments(self, person):
        return self.numbers_of_comments.get(person.pk, 0)


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk").only("id", "username")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        people = super().paginate_queryset(queryset)
        posts = Post.objects.filter(published_at__isnull=False)
        comments = Comment.objects.filter(is_approved=True)
        PersonSerializer.numbers_of_posts = numbers(posts, people)
        PersonSerializer.numbers_of_comments = numbers(comments, people)
        return people


def numbers(rows, people):
    """Return how many of the rows each of these people wrote. Who wrote none is not there."""
    rows = rows.filter(author_id__in=[person.pk for person in people])
    return dict(rows.order_by().values_list("author_id").annotate(Count("pk")))
