"""SQL with unnest(): one statement makes the missing tags, one links all of them, one stores the comments; authors come in one query."""

from django.db import connection, transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

NEW_TAGS = """
    INSERT INTO discuss_tag (name)
    SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place) ORDER BY place
    ON CONFLICT (name) DO NOTHING
"""
LINKS = """
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT %s, id FROM discuss_tag WHERE name = ANY(%s::text[])
"""
COMMENTS = """
    INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
    SELECT %s, author_id, body, %s, true
    FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS said (author_id, body, place)
    ORDER BY place
"""


class CommentAuthor(serializers.SlugRelatedField):
    """A user's name that is looked up among the users that the list of comments has fetched."""

    def to_internal_value(self, data):
        users = self.parent.parent.users
        if not encodable(str(data)):
            self.fail("invalid")
        if str(data) not in users:
            self.fail("does_not_exist", slug_name=self.slug_field, value=str(data))
        return users[str(data)]


def encodable(name):
    return name == name.encode(errors="ignore").decode()


class Comments(serializers.ListSerializer):
    users = {}

    def run_validation(self, data=empty):
        rows = data if isinstance(data, list) else []
        names = [str(row.get("author")) for row in rows if isinstance(row, dict)]
        names = {name for name in names if encodable(name) and "\0" not in name}
        users = User.objects.filter(username__in=names).only("pk", "username") if names else ()
        self.users = {user.username: user for user in users}
        return super().run_validation(data)


class CommentSerializer(serializers.ModelSerializer):
    author = CommentAuthor("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]
        list_serializer_class = Comments


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    @transaction.atomic
    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        authors = [comment["author"].pk for comment in comments]
        bodies = [comment["body"] for comment in comments]
        with connection.cursor() as cursor:
            cursor.execute(NEW_TAGS, [names])
            cursor.execute(LINKS, [post.pk, names])
            cursor.execute(COMMENTS, [post.pk, now, authors, bodies])
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
