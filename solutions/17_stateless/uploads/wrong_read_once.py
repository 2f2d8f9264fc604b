"""A server reads each file once, and from then on its own copy. Another server replaces the file.

Breaks: shared
Fails: shared
"""

from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
SECONDS = 600


class ReadOnce(S3Storage):
    folder = ""

    def _open(self, name, mode="rb"):
        near = self.near(name)
        if not near.exists():
            near.write_bytes(super()._open(name).read())
        return File(near.open(mode), name)

    def delete(self, name):
        self.near(name).unlink(missing_ok=True)
        super().delete(name)

    def near(self, name):
        return Path(self.folder, sha256(name.encode()).hexdigest())


def settings(env):
    ReadOnce.folder = env["LOCAL"]
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.ReadOnce",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "bucket_name": env["BUCKET"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "file_overwrite": False,
                    "querystring_expire": SECONDS,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS or size > LARGEST:
        raise ValidationError("A JPEG or a PNG, please, of 1 MB at most.")
    key = f"uploads/{uuid4()}.{ENDINGS[content_type]}"
    form = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 0, LARGEST]],
        ExpiresIn=SECONDS,
    )
    return {"key": key, **form}


def link(key):
    return default_storage.url(key)
