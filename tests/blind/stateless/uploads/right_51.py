"""A subclass of S3Storage puts a UUID into each name; upload() signs a POST policy with the key, the type and the range of sizes."""

import posixpath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
QUARTER_HOUR = 15 * 60


class UniqueNames(S3Storage):
    """Two servers that look at the same moment would both find a name free: so no name is ever the same."""

    def get_available_name(self, name, max_length=None):
        root, ending = posixpath.splitext(str(name).replace("\\", "/"))
        return super().get_available_name(f"{root}_{uuid4().hex}{ending}", max_length)


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.UniqueNames",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                    "querystring_auth": True,
                    "querystring_expire": QUARTER_HOUR,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS:
        raise ValidationError("A photo is a JPEG or a PNG.")
    if not 0 <= size <= LARGEST:
        raise ValidationError("A photo has up to 1,000,000 bytes.")
    key = f"photos/{uuid4()}.{ENDINGS[content_type]}"
    post = default_storage.connection.meta.client.generate_presigned_post(
        Bucket=default_storage.bucket_name,
        Key=key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 0, LARGEST]],
        ExpiresIn=QUARTER_HOUR,
    )
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return default_storage.url(key)
