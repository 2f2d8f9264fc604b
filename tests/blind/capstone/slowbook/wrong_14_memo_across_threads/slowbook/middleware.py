"""What happens around every view."""

import logging
import time
import traceback

from django.db import connection
from django.utils import timezone

from slowbook import memo

logger = logging.getLogger("slowbook.sql")


class SqlLog:
    """Log each query with its duration and the lines that sent it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with connection.execute_wrapper(self.log):
            return self.get_response(request)

    def log(self, execute, sql, params, many, context):
        """Run a query and log it."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - began) * 1000
            frames = traceback.extract_stack(limit=30)
            ours = [f"{it.name}:{it.lineno}" for it in frames if "slowbook" in it.filename]
            logger.debug("%.1f ms %s %s %s", ms, sql, params, " > ".join(ours))


class Memo:
    """Forget what the request before has looked up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        memo.forget()
        return self.get_response(request)


class FirstVisit:
    """Remember when a visitor came first, for a report that marketing wants to have one day."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "first_visit" not in request.session:
            request.session["first_visit"] = timezone.now().isoformat()
        return self.get_response(request)


class LastSeen:
    """Remember when a person was here last."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.user.last_seen = timezone.now()
            request.user.save(update_fields=["last_seen"])
        return self.get_response(request)
