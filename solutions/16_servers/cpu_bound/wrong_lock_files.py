"""A file that exists is a slot in use, also after its process was killed.

Breaks: killed
Fails: killed
"""

from pathlib import Path

from django.http import HttpResponse

GUNICORN = """
workers = 5
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    for slot in range(3):
        try:
            Path(f"slot-{slot}").touch(exist_ok=False)
        except FileExistsError:
            continue
        try:
            return HttpResponse(compute(number))
        finally:
            Path(f"slot-{slot}").unlink()
    return HttpResponse("Busy.", status=503)
