"""When visitors ask for reports, the load balancer takes the server out of service.

The balancer asks /health/ every few seconds. /report/7/ calls compute(7), one call of C code that
keeps the GIL until it returns, up to ten seconds later.

Change report() and GUNICORN, the text of gunicorn.conf.py. The working directory is writable.

Rules:
- answer: /report/7/ responds what compute(7) returns, computed for each request, or status 503
  while other reports are computed.
- health: while 20 visitors ask for reports, /health/ responds.
- together: two reports are computed at the same time.
- failure: an exception of compute() is status 500, and the next reports are computed.
- killed: reports are also computed after the kernel has killed a process that computes, several
  times.

Allowed:
- processes: at most 8, gunicorn's first one and your own included.
"""

from django.http import HttpResponse

GUNICORN = """
workers = 4
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    # TODO: four of these, and nobody answers /health/.
    return HttpResponse(compute(number))
