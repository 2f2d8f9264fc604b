"""SQL by hand, with both midnights as parameters."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment

SQL = """
    SELECT id FROM discuss_comment
    WHERE created_at >= %s AND created_at < %s ORDER BY created_at, id
"""


def of_day(day, zone):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    edges = [edge.astimezone(UTC) for edge in (begin, begin + timedelta(days=1))]
    return [comment.pk for comment in Comment.objects.raw(SQL, edges)]
