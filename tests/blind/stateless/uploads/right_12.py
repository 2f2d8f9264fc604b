"""Right: a PUT whose type and length are signed."""

import uuid

from botocore.config import Config
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "file_overwrite": False,
                    "querystring_expire": 1800,
                    "client_config": Config(
                        signature_version="s3v4",
                        s3={"addressing_style": "path"},
                        request_checksum_calculation="when_required",
                        response_checksum_validation="when_required",
                    ),
                },
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def upload(name, content_type, size):
    errors = {}
    if content_type not in TYPES:
        errors["content_type"] = "Only JPEG and PNG."
    if not isinstance(size, int) or not 0 < size <= 1_000_000:
        errors["size"] = "Only up to 1,000,000 bytes."
    if errors:
        raise ValidationError(errors)
    key = str(uuid.uuid4())
    client = default_storage.connection.meta.client
    url = client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": default_storage.bucket_name,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=1800,
        HttpMethod="PUT",
    )
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key, expire=600)
