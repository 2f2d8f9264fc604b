"""A class Photo checks, names and signs; its policy allows exactly the size that the browser has announced."""

import uuid
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage, storages
from django.utils.crypto import get_random_string
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


class S3(S3Storage):
    """Files get random names: no look is needed, and no server can take the name of another."""

    def get_available_name(self, name, max_length=None):
        path = PurePosixPath(clean_name(name))
        wanted = path.with_name(f"{path.stem}-{get_random_string(32)}{path.suffix}")
        return super().get_available_name(str(wanted), max_length=max_length)


def settings(env):
    options = {
        "access_key": env["ACCESS_KEY"],
        "secret_key": env["SECRET_KEY"],
        "bucket_name": env["BUCKET"],
        "endpoint_url": env["S3_URL"],
        "region_name": "us-east-1",
        "addressing_style": "path",
        "signature_version": "s3v4",
        "file_overwrite": False,
        "querystring_expire": 1800,
    }
    return {
        "STORAGES": {
            "default": {"BACKEND": f"{__name__}.S3", "OPTIONS": options},
        },
    }


@dataclass(frozen=True)
class Photo:
    content_type: str
    size: int
    key: str = field(default_factory=lambda: f"uploads/{uuid.uuid4().hex}")

    types = frozenset({"image/jpeg", "image/png"})
    most = 1_000_000

    def __post_init__(self):
        if self.content_type not in self.types:
            raise ValidationError({"content_type": "Neither JPEG nor PNG"})
        if not isinstance(self.size, int) or not 0 <= self.size <= self.most:
            raise ValidationError({"size": f"More than {self.most} bytes"})

    def form(self, seconds=1200):
        storage = storages["default"]
        form = storage.bucket.meta.client.generate_presigned_post(
            Bucket=storage.bucket.name,
            Key=self.key,
            Fields={"Content-Type": self.content_type},
            Conditions=[
                {"Content-Type": self.content_type},
                ["content-length-range", self.size, self.size],
            ],
            ExpiresIn=seconds,
        )
        return {"key": self.key, "url": form["url"], "fields": form["fields"]}


def upload(name, content_type, size):
    return Photo(content_type, size).form()


def link(key):
    return default_storage.url(key, expire=900)
