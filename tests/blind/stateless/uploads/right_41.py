"""S3Storage whose save() writes only under a free name (If-None-Match), boto3's POST policy, and its signed links."""

import sys
import types
import uuid

from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage
from storages.utils import ReadBytesWrapper

LIMIT = 1_000_000
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}
SECONDS = 900


class PhotoStorage(S3Storage):
    """An S3Storage where two save() at the same moment don't overwrite each other either."""

    def _save(self, name, content):
        while True:
            parameters = self._get_write_parameters(name, content)
            content.seek(0)
            try:
                self.connection.meta.client.put_object(
                    Bucket=self.bucket_name,
                    Key=self._normalize_name(name),
                    Body=ReadBytesWrapper(content).read(),
                    IfNoneMatch="*",
                    **parameters,
                )
                return name
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (409, 412):
                    raise
                name = self.get_available_name(name)


# STORAGES wants a name that it can import, whatever this file is called.
_module = types.ModuleType("arena_photo_storage")
_module.PhotoStorage = PhotoStorage
sys.modules[_module.__name__] = _module


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "arena_photo_storage.PhotoStorage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "file_overwrite": False,
                    "querystring_auth": True,
                    "querystring_expire": SECONDS,
                    "client_config": Config(
                        signature_version="s3v4", s3={"addressing_style": "path"}
                    ),
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS:
        raise ValidationError("A photo is a JPEG or a PNG.")
    if not 0 < size <= LIMIT:
        raise ValidationError("A photo has up to 1,000,000 bytes.")
    key = uuid.uuid4().hex + ENDINGS[content_type]
    post = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, LIMIT]],
        ExpiresIn=SECONDS,
    )
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return default_storage.url(key)
