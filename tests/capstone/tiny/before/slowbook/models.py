from django.conf import settings
from django.db import models


class Post(models.Model):
    text = models.CharField(max_length=200)


class Like(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="likes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)


class Comment(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    text = models.CharField(max_length=200)
