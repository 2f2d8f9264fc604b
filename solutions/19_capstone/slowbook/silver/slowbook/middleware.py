"""What happens around every view."""

import logging
import time
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from slowbook.models import Person

logger = logging.getLogger("slowbook.sql")
SLOW = 0.2  # seconds
OFTEN = timedelta(hours=1)


class SlowSql:
    """Log slow queries."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with connection.execute_wrapper(self.log):
            return self.get_response(request)

    def log(self, execute, sql, params, many, context):
        """Run a query and log it if it was slow."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            if took > SLOW:
                logger.debug("%.1f ms %s", took * 1000, sql)


class LastSeen:
    """Remember when a person was here last, to the hour: nobody is shown more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now, seen = timezone.now(), request.user.last_seen
            if seen is None or now - seen > OFTEN:
                old = Q(last_seen=None) | Q(last_seen__lt=now - OFTEN)
                Person.objects.filter(old, id=request.user.id).update(last_seen=now)
                request.user.last_seen = now
        return self.get_response(request)
