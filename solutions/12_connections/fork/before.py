"""Now and then a visitor gets what somebody else has asked for.

Arena's web server works like gunicorn with preload_app: the parent loads the site once, and then
forks its workers. load() reads the titles, and its connection stays open. A forked worker inherits
it: parent and workers write to the same socket, and the first to read gets the answer, no matter
who asked.

Change this file so that they share no connection. The parent calls pre_fork() before each fork, the
worker post_fork() when it begins, with what gunicorn passes.

Rules:
- own: the parent and each worker, started at any time, have connections of their own.
- loaded: load() reads the titles in the parent; a worker finds them without a query.
- alive: no process ends another's connection: whatever a worker does, the others' next query works.
  The parent may close its own.
"""

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    # TODO: the connection that is open here is the parent's.
    pass
