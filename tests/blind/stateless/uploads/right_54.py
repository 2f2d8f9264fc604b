"""A PUT whose signature covers Content-Type and Content-Length; and names that begin with a UUID, so that they are always new."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

TYPES = {"image/jpeg", "image/png"}


class NewNames(S3Storage):
    def get_available_name(self, name, max_length=None):
        folder, slash, last = str(name).replace("\\", "/").rpartition("/")
        unique = f"{folder}{slash}{uuid4().hex}-{last}"
        return super().get_available_name(unique, max_length)


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.NewNames",
                "OPTIONS": {
                    "bucket_name": env["BUCKET"],
                    "endpoint_url": env["S3_URL"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                    "querystring_expire": 900,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in TYPES or not 0 <= size <= 1_000_000:
        raise ValidationError("A photo is a JPEG or PNG of up to 1,000,000 bytes.")
    key = uuid4().hex
    url = default_storage.connection.meta.client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": default_storage.bucket_name,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=900,
    )
    # A browser sets Content-Length itself.
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key)
