"""A contest's leaderboard, and the contests as an API."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView

from arena.contests.models import Attempt, Contest
from arena.contests.serializers import ContestSerializer

PAGE = 50


def leaderboard(request: HttpRequest, slug: str) -> JsonResponse:
    """Show who did best. Slow: fetches every attempt to rank them in Python, then each name.

    A person counts with their best attempt: the higher score, then the shorter time. Equal ones
    share a rank, and the ranks after them are skipped.
    """
    contest = get_object_or_404(Contest, slug=slug)
    finished = [attempt for attempt in contest.attempts.all() if attempt.finished_at]
    best: dict[int, Attempt] = {}
    for attempt in finished:
        other = best.get(attempt.user_id)
        if other is None or _merit(attempt) < _merit(other):
            best[attempt.user_id] = attempt
    board = sorted(best.values(), key=lambda attempt: (*_merit(attempt), attempt.user_id))
    merits = [_merit(attempt) for attempt in board]
    return JsonResponse(
        {
            "contest": contest.title,
            "attempts": len(finished),
            "people": len(board),
            "qualified": sum(attempt.score >= contest.cutoff for attempt in board),
            "board": [
                {
                    "rank": 1 + merits.index(_merit(attempt)),
                    "username": attempt.user.username,
                    "score": attempt.score,
                    "seconds": _seconds(attempt),
                }
                for attempt in board[:PAGE]
            ],
        }
    )


def _seconds(attempt: Attempt) -> float:
    return (attempt.finished_at - attempt.started_at).total_seconds()


def _merit(attempt: Attempt) -> tuple[int, float]:
    """Return what attempts are ranked by, the best one first."""
    return -attempt.score, _seconds(attempt)


class ContestList(ListAPIView):
    """List the newest contests. Slow: each asks for its setter and counts attempts twice."""

    queryset = Contest.objects.order_by("-opens_at", "-pk")
    serializer_class = ContestSerializer

    def get_queryset(self) -> Any:
        """Return one page of contests."""
        return super().get_queryset()[:PAGE]
