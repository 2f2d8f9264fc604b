"""Reports that find no slot wait for one, and occupy the workers.

Breaks: health
Fails: health
"""

from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from time import sleep

from django.http import HttpResponse

GUNICORN = """
workers = 4
"""
AT_ONCE = 2


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    while not (slot := free_slot()):
        sleep(0.2)
    with slot:
        return HttpResponse(compute(number))


def free_slot():
    for number in range(AT_ONCE):
        file = Path(f"report-{number}.lock").open("w")
        try:
            flock(file, LOCK_EX | LOCK_NB)
            return file
        except BlockingIOError:
            file.close()
    return None
