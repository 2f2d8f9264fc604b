"""SQL with LATERAL for the people of the page; the context takes the numbers to the serializer."""

from django.db import connection
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User

COUNTS = """
    SELECT shown.id, p.number, c.number
    FROM unnest(%s::bigint[]) AS shown (id)
    CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM discuss_post
        WHERE author_id = shown.id AND published_at IS NOT NULL
    ) AS p
    CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM discuss_comment
        WHERE author_id = shown.id AND is_approved
    ) AS c
"""


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]

    def get_posts(self, person):
        return self.context["counts"][person.pk][0]

    def get_comments(self, person):
        return self.context["counts"][person.pk][1]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def get_serializer(self, people, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, [[person.pk for person in people]])
            counts = {key: numbers for key, *numbers in cursor.fetchall()}
        context = {**self.get_serializer_context(), "counts": counts}
        return PersonSerializer(people, context=context, **kwargs)
