"""Each release of Arena cuts off visitors. When the database is slow, all processes start again.

Kubernetes kills a process that isn't live. It sends SIGTERM to end one, and notices some seconds
later that it isn't ready: until then it sends requests.

Change the views, which are at /live/ and /ready/, and run(server, seconds). The server is
wsgiref's, with ThreadingMixIn and daemon_threads. It listens already. One connection is one
request.

Rules:
- live: live() answers 200 and sends no query, whatever happens.
- ready: ready() answers 200. It answers 503 if a query raises OperationalError, and after SIGTERM.
- drain: new requests are answered for `seconds` after SIGTERM.
- stop: then the server accepts no connection.
- in flight: requests that have begun are answered to the end, streams too.
- exit: after the last one the process exits with status 0.
"""

import signal
import sys

from django.http import HttpResponse

from arena.accounts.models import User


def live(request):
    User.objects.exists()
    return HttpResponse("live")


def ready(request):
    return HttpResponse("ready")


# TODO: this ends the process in the middle of its requests.
def run(server, seconds):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.serve_forever()
