"""Seven workers: seven reports.

Breaks: health
Fails: health
"""

from django.http import HttpResponse

GUNICORN = """
workers = 7
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(compute(number))
