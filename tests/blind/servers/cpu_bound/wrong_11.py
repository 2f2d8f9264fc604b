"""Wrong (killed): a slot is a file that exists. A process that is killed leaves it: after two kills
all reports get 503 for ever.
"""

import os

from django.http import HttpResponse

GUNICORN = """
import glob
import os

workers = 5
timeout = 60


def on_starting(server):
    for name in glob.glob("report-*.slot"):
        os.unlink(name)
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    for slot in range(2):
        name = f"report-{slot}.slot"
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        try:
            return HttpResponse(compute(number))
        finally:
            os.unlink(name)
    return HttpResponse(status=503)
