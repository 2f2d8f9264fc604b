"""The paginator counts for its page, through the annotated people of that page."""

from django.db.models import Count, Q
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20

    def paginate_queryset(self, queryset, request, view=None):
        people = super().paginate_queryset(queryset, request, view=view)
        shown = User.objects.filter(pk__in=[person.pk for person in people])
        # One relation in each query: both in one would multiply the rows.
        published = Count("posts", filter=Q(posts__published_at__isnull=False))
        approved = Count("comments", filter=Q(comments__is_approved=True))
        posts = dict(shown.annotate(n=published).values_list("pk", "n"))
        comments = dict(shown.annotate(n=approved).values_list("pk", "n"))
        for person in people:
            # Somebody may be deleted between the queries.
            person.post_count = posts.get(person.pk, 0)
            person.comment_count = comments.get(person.pk, 0)
        return people


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
