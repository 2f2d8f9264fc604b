"""The page first; then one GROUP BY for its posts and one for its comments."""

from django.db.models import Count
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        people = super().paginate_queryset(queryset)
        posts = self.counts(Post.objects.filter(published_at__isnull=False), people)
        comments = self.counts(Comment.objects.filter(is_approved=True), people)
        for person in people:
            person.post_count = posts.get(person.pk, 0)
            person.comment_count = comments.get(person.pk, 0)
        return people

    def counts(self, rows, people):
        rows = rows.filter(author__in=[person.pk for person in people]).order_by()
        return dict(rows.values("author_id").annotate(n=Count("pk")).values_list("author_id", "n"))
