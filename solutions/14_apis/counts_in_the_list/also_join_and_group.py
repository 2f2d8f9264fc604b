"""One number is counted over a join, which nothing multiplies, and the other in a grouped query."""

from collections import Counter

from django.db.models import Count, Q
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="number_of_posts")
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_comments(self, person):
        return self.context["comments"][person.pk]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(number_of_posts=Count("posts", filter=Q(posts__published_at__isnull=False)))
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages

    def list(self, request):
        people = self.paginate_queryset(self.get_queryset())
        comments = Counter()
        counted = (
            Comment.objects.filter(author__in=people, is_approved=True)
            .values_list("author")
            .annotate(n=Count("pk"))
        )
        comments.update(dict(counted))
        serializer = PersonSerializer(people, many=True, context={"comments": comments})
        return self.get_paginated_response(serializer.data)
