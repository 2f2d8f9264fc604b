"""Everything is stored by one statement, which is a transaction by itself."""

from collections.abc import Mapping

from django.db import connection
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

STORE = """
    WITH post AS (
        INSERT INTO discuss_post (author_id, title, body, published_at)
        VALUES (%(author)s, %(title)s, %(body)s, %(now)s)
        RETURNING id
    ), tag AS (
        INSERT INTO discuss_tag (name)
        SELECT t.label FROM unnest(%(tags)s::text[]) WITH ORDINALITY AS t (label, place)
        ORDER BY t.place
        ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name
        RETURNING id
    ), link AS (
        INSERT INTO discuss_post_tags (post_id, tag_id)
        SELECT post.id, tag.id FROM post CROSS JOIN tag
    ), comment AS (
        INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
        SELECT post.id, c.author_id, c.body, %(now)s::timestamptz, true
        FROM post CROSS JOIN unnest(%(authors)s::bigint[], %(bodies)s::text[])
            WITH ORDINALITY AS c (author_id, body, place)
        ORDER BY c.place
    )
    SELECT id FROM post
"""


def name_of(value):
    """Return a value as the database would compare it, or None where it can't be asked for."""
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return None if "\0" in text else text


class AuthorField(serializers.SlugRelatedField):
    """Takes a person out of those that the whole thread has fetched."""

    def to_internal_value(self, data):
        name = name_of(data)
        if name is None:
            self.fail("invalid")
        if name not in self.root.people:
            self.fail("does_not_exist", slug_name=self.slug_field, value=name)
        return self.root.people[name]


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorField("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = AuthorField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def to_internal_value(self, data):
        self.people = self.find_people(data)
        return super().to_internal_value(data)

    def find_people(self, data):
        if not isinstance(data, Mapping):
            return {}
        values = [self.fields["author"].get_value(data)]
        comments = self.fields["comments"].get_value(data)
        if isinstance(comments, list):
            author = self.fields["comments"].child.fields["author"]
            values += [author.get_value(item) for item in comments if isinstance(item, Mapping)]
        names = {name_of(value) for value in values if value is not empty} - {None}
        return {user.username: user for user in User.objects.filter(username__in=names)}

    def create(self, data):
        comments = data["comments"]
        params = {
            "author": data["author"].pk,
            "title": data["title"],
            "body": data["body"],
            "now": timezone.now(),
            "tags": sorted(set(data["tags"])),
            "authors": [comment["author"].pk for comment in comments],
            "bodies": [comment["body"] for comment in comments],
        }
        with connection.cursor() as cursor:
            cursor.execute(STORE, params)
            (pk,) = cursor.fetchone()
        return Post(pk=pk)


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
