"""The serializer of the list asks one question in SQL for all people that it gets, before its child writes them."""

from django.db import connections, router
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User

SQL = """
    SELECT person.id,
           (SELECT count(*) FROM discuss_post AS post
            WHERE post.author_id = person.id AND post.published_at IS NOT NULL),
           (SELECT count(*) FROM discuss_comment AS comment
            WHERE comment.author_id = person.id AND comment.is_approved)
    FROM accounts_user AS person
    WHERE person.id IN ({})
"""


class PersonListSerializer(serializers.ListSerializer):
    def to_representation(self, data):
        people = list(data)
        self.child.numbers = self.numbers([person.pk for person in people])
        return super().to_representation(people)

    def numbers(self, ids):
        if not ids:
            return {}
        with connections[router.db_for_read(User)].cursor() as cursor:
            cursor.execute(SQL.format(", ".join(["%s"] * len(ids))), ids)
            return {pk: numbers for pk, *numbers in cursor.fetchall()}


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]
        list_serializer_class = PersonListSerializer

    def get_posts(self, person):
        return self.numbers.get(person.pk, (0, 0))[0]

    def get_comments(self, person):
        return self.numbers.get(person.pk, (0, 0))[1]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages
