"""The day of UTC. In Berlin the first two hours of a summer's day are missing.

Breaks: day
Fails: answer
"""

from datetime import UTC, datetime, time, timedelta

from arena.discuss.models import Comment


def of_day(day, zone):
    begin = datetime.combine(day, time.min, tzinfo=UTC)
    end = begin + timedelta(days=1)
    comments = Comment.objects.filter(created_at__gte=begin, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
