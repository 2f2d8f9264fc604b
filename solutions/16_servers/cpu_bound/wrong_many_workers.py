"""A worker for each visitor, and some more.

Breaks: processes
Fails: health
"""

from django.http import HttpResponse

GUNICORN = """
workers = 24
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(compute(number))
