"""A JupyterHub for a class on one machine; README.md beside this file says how to start it.

Each user of the system gets a clone of the course in ~/course, with progress, notebooks and a
PostgreSQL of their own in it. What is installed is shared.
"""

import os
import pwd
import subprocess
from pathlib import Path

COURSE = Path(os.environ.get("COURSE", "/srv/workbook"))  # installed once, by root
ORIGIN = os.environ.get("COURSE_ORIGIN", str(COURSE))  # what is cloned: a path or an address

c = get_config()  # noqa: F821 (JupyterHub's)

c.JupyterHub.bind_url = os.environ.get("HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = set(os.environ.get("STUDENTS", "").split())
c.PAMAuthenticator.open_sessions = False

# Two servers begin at a time, and no more of them than the machine carries: see README.md.
c.JupyterHub.concurrent_spawn_limit = 2
c.JupyterHub.active_server_limit = int(os.environ.get("SEATS", "12"))

c.JupyterHub.spawner_class = "localprocess"
c.Spawner.cmd = [str(COURSE / ".venv/bin/kata"), "lab", "--no-browser"]
c.Spawner.default_url = "/lab/tree/lab/welcome.ipynb"
c.Spawner.start_timeout = 300  # the first time, PostgreSQL is filled
c.Spawner.http_timeout = 120


def prepare(spawner):
    """Clone the course into the user's home, as the user, and point their server at it."""
    user = pwd.getpwnam(spawner.user.name)
    home = Path(user.pw_dir)
    clone = home / "course"
    if not clone.exists():
        subprocess.run(
            ["git", "clone", "--quiet", ORIGIN, str(clone)],
            cwd=home,
            env={"HOME": user.pw_dir, "PATH": os.environ["PATH"]},
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            check=True,
        )
    spawner.notebook_dir = str(clone)
    spawner.environment = {
        # The clone's own engine and site, with the packages of the shared installation.
        "PYTHONPATH": str(clone),
        "PATH": f"{COURSE}/.venv/bin:/usr/local/bin:/usr/bin:/bin",
    }


c.Spawner.pre_spawn_hook = prepare
