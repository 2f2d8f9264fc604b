"""A person's page."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from arena.accounts.models import Profile, User

PAGE = 50


def person(request: HttpRequest, username: str) -> JsonResponse:
    """Show a person and what they did last. Slow: each row asks what it is about."""
    user = get_object_or_404(User, username=username)
    comments = user.comments.filter(is_approved=True).order_by("-created_at", "-pk")
    attempts = user.attempts.order_by("-started_at", "-pk")
    return JsonResponse(
        {
            "username": user.username,
            "name": user.get_full_name(),
            "profile": _profile(user),
            "posts": user.posts.filter(published_at__isnull=False).count(),
            "comments": [
                {"post": comment.post.title, "body": comment.body, "at": comment.created_at}
                for comment in comments[:PAGE]
            ],
            "attempts": [
                {"contest": attempt.contest.title, "score": attempt.score}
                for attempt in attempts[:PAGE]
            ],
        }
    )


def _profile(user: User) -> dict[str, Any] | None:
    try:
        profile = user.profile
    except Profile.DoesNotExist:
        return None
    return {"country": profile.country, "bio": profile.bio, "rating": profile.rating}
