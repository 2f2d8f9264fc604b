"""Now and then a visitor gets what somebody else has asked for.

Arena's web server works as gunicorn does with preload_app: the parent loads the site and what all
pages need, and then forks its workers, so this is in memory once. load() reads the titles of all
contests, and the connection that it has opened stays open. A forked worker has a copy of all that
the parent has, also of this connection: parent and workers write into the same socket, PostgreSQL
answers, and who reads first has the answer, whosever it was.

Change this file so that the parent and each worker have a connection of their own. The parent calls
pre_fork() before each fork; the worker calls post_fork() when it begins. Both get what gunicorn
gives them.

Allowed: the titles are read once, by load() in the parent: a worker finds them without a query. The
parent uses its connection between forks, and workers are started at any time, as one that has died
is replaced. No process ends the connection of another one: whatever a worker does with its own,
the parent's next query works, and so does every other worker's. The parent may close its own
connection, and open another when it needs one.
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
