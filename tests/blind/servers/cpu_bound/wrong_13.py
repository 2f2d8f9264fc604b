"""Wrong (answer): if all slots are taken, and this report was computed before, its last result is
shown again, instead of a new one or 503.
"""

import fcntl
import pickle
from contextlib import suppress
from pathlib import Path

from django.http import HttpResponse

GUNICORN = """
workers = 5
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    kept = Path(f"report-{number}.kept")
    for slot in range(2):
        with open(f"slot-{slot}.lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            content = compute(number)
            with suppress(Exception):
                new = kept.with_suffix(f".{slot}")
                new.write_bytes(pickle.dumps(content))
                new.replace(kept)
            return HttpResponse(content)
    with suppress(OSError):
        return HttpResponse(pickle.loads(kept.read_bytes()))
    return HttpResponse(status=503)
