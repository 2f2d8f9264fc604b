"""answer: reports are kept in files, not computed for each request."""

import fcntl
import pathlib
import pickle

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 300
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    kept = pathlib.Path(f"report-{number}.pickle")
    if kept.exists():
        return HttpResponse(pickle.loads(kept.read_bytes()))
    for slot in range(2):
        with open(f"slot-{slot}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            result = compute(number)
            new = kept.with_suffix(f".{slot}")
            new.write_bytes(pickle.dumps(result))
            new.replace(kept)
            return HttpResponse(result)
    return HttpResponse(status=503)
