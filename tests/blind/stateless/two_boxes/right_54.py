"""A second storage in SHARED keeps a note of each digest; a hard link puts the note in place, which only one server can do."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import storages

FILES = "django.core.files.storage.FileSystemStorage"


class Ledger:
    """Which digests were sent, in a folder of all servers."""

    @property
    def folder(self):
        folder = Path(storages["digests"].location)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def take(self, day):
        """Return whether nobody took this day before."""
        handle, note = tempfile.mkstemp(prefix=".taking-", dir=self.folder)
        try:
            os.write(handle, f"{day} by process {os.getpid()}\n".encode())
            os.fsync(handle)
            os.link(note, self.folder / f"digest-{day}".replace("/", "-"))
        except FileExistsError:
            return False
        finally:
            os.close(handle)
            os.unlink(note)
        return True


def settings(env):
    shared = Path(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
                "OPTIONS": {"health_check_interval": 30},
            },
        },
        "STORAGES": {
            "default": {"BACKEND": FILES, "OPTIONS": {"location": str(shared / "media")}},
            "digests": {"BACKEND": FILES, "OPTIONS": {"location": str(shared / "digests")}},
        },
    }


def send_digest(day, send):
    if Ledger().take(day):
        send(day)
