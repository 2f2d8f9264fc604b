"""A rehearsal of the validation collects the usernames; tags and their links are SQL."""

from django.db import connection, transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


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
        if self.root.people is None:
            self.root.asked.add(name)
            return User(username=name)
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
        # The first time every name is good: it is only written down.
        self.people, self.asked = None, set()
        try:
            super().to_internal_value(data)
        except serializers.ValidationError:
            pass
        self.people = {u.username: u for u in User.objects.filter(username__in=self.asked)}
        return super().to_internal_value(data)

    @transaction.atomic
    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        names = sorted(set(names))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO discuss_tag (name) SELECT unnest(%s::text[])"
                " ON CONFLICT (name) DO NOTHING",
                [names],
            )
            cursor.execute(
                "INSERT INTO discuss_post_tags (post_id, tag_id)"
                " SELECT %s, id FROM discuss_tag WHERE name = ANY(%s::text[])",
                [post.pk, names],
            )
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
