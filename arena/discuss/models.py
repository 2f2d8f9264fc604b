"""Posts, comments, tags and likes."""

from django.conf import settings
from django.db import models


class Tag(models.Model):
    """A word that posts are filed under."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Something that a person wrote, maybe about a contest. A draft has no published_at.

    The two counts are copies, of how many likes and approved comments (replies too) there are.
    Nothing in this app keeps them right when those change: that is the chapter on counters.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="edited_posts",
    )
    contest = models.ForeignKey(
        "contests.Contest", models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    title = models.CharField(max_length=200)
    body = models.TextField()
    published_at = models.DateTimeField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True)
    kept_likes = models.PositiveIntegerField(default=0, db_default=0)
    kept_comments = models.PositiveIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What somebody says to a post, or to another comment on it (its parent)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    body = models.TextField()
    created_at = models.DateTimeField()
    is_approved = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"comment {self.pk} on post {self.post_id}"


class Like(models.Model):
    """One person's like of one post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    created_at = models.DateTimeField()

    class Meta:
        """A second like of the same post is refused."""

        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="one_like_per_person"),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} likes post {self.post_id}"


class LikeShard(models.Model):
    """A part of a post's number of likes: several rows, so that not everybody waits for one."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="like_shards")
    shard = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        """Each part of a post is there once."""

        constraints = [
            models.UniqueConstraint(fields=["post", "shard"], name="one_row_per_shard"),
        ]

    def __str__(self) -> str:
        return f"shard {self.shard} of post {self.post_id}"
