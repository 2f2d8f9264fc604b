"""People who take part, and what they tell of themselves."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody with an account. Nothing is added to Django's own, but it can be, later."""


class Profile(models.Model):
    """What a person shows to others. Not everybody has filled one in."""

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    country = models.CharField(max_length=2, blank=True)
    bio = models.TextField(blank=True)
    rating = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"profile of user {self.user_id}"
