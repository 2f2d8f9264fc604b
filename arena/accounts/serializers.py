"""What the API tells of people."""

from rest_framework import serializers

from arena.accounts.models import User


class AuthorSerializer(serializers.ModelSerializer):
    """Who wrote something."""

    class Meta:
        """What is told, in order."""

        model = User
        fields = ["id", "username", "first_name", "last_name"]
