"""Right: plain SQL for the tags, and fields that read one table of people, filled before them."""

from django.db import connection, transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag

TAGS = Tag._meta.db_table
LINKS = Post.tags.through._meta.db_table


def texts(value):
    """Yield what could be a username in the request."""
    if isinstance(value, dict):
        author = value.get("author")
        if author is not None:
            yield str(author)
        if isinstance(value.get("comments"), list):
            for comment in value["comments"]:
                if isinstance(comment, dict) and comment.get("author") is not None:
                    yield str(comment["author"])


def clean(text):
    return "\0" not in text and text == text.encode(errors="replace").decode()


class Author(serializers.SlugRelatedField):
    def to_internal_value(self, data):
        text = str(data)
        if text.encode(errors="replace").decode() != text:
            self.fail("invalid")
        person = self.context["authors"].get(text)
        if person is None:
            self.fail("does_not_exist", slug_name=self.slug_field, value=text)
        return person


class CommentSerializer(serializers.ModelSerializer):
    author = Author("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = Author("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]


def store(title, body, author, tags, comments):
    now = timezone.now()
    names = sorted(set(tags))
    with transaction.atomic(), connection.cursor() as cursor:
        post = Post.objects.create(title=title, body=body, author=author, published_at=now)
        cursor.execute(
            f"INSERT INTO {TAGS} (name) SELECT n FROM unnest(%s::text[]) WITH ORDINALITY AS t(n, i)"
            " ORDER BY i ON CONFLICT (name) DO NOTHING",
            [names],
        )
        cursor.execute(
            f"INSERT INTO {LINKS} (post_id, tag_id) SELECT %s, id FROM {TAGS} WHERE name = ANY(%s)",
            [post.pk, names],
        )
        Comment.objects.bulk_create(
            [
                Comment(post=post, author=row["author"], body=row["body"], created_at=now)
                for row in comments
            ]
        )
    return post.pk


class PostThread(APIView):
    def post(self, request):
        names = {text for text in texts(request.data) if clean(text)}
        authors = User.objects.filter(username__in=names).in_bulk(field_name="username")
        serializer = ThreadSerializer(data=request.data, context={"authors": authors})
        serializer.is_valid(raise_exception=True)
        return Response({"id": store(**serializer.validated_data)}, status=201)
