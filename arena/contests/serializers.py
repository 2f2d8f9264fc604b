"""What the API tells of contests, with a query for each thing that is told."""

from rest_framework import serializers

from arena.accounts.serializers import AuthorSerializer
from arena.contests.models import Contest


class ContestSerializer(serializers.ModelSerializer):
    """A contest, who set it, how many tried it, and how many attempts reached the cut-off."""

    setter = AuthorSerializer()
    attempts = serializers.SerializerMethodField()
    qualified = serializers.SerializerMethodField()

    class Meta:
        """What is told, in order."""

        model = Contest
        fields = [
            "slug",
            "title",
            "setter",
            "opens_at",
            "closes_at",
            "cutoff",
            "attempts",
            "qualified",
        ]

    def get_attempts(self, contest: Contest) -> int:
        """Return how many attempts there were, unfinished ones too."""
        return contest.attempts.count()

    def get_qualified(self, contest: Contest) -> int:
        """Return how many attempts reached the cut-off."""
        return contest.attempts.filter(score__gte=contest.cutoff).count()
