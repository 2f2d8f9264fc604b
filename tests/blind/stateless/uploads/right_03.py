"""The AWS_* settings of django-storages in place of OPTIONS."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")
LIMIT = 1_000_000
EXPIRES = 15 * 60


def settings(env):
    return {
        "STORAGES": {"default": {"BACKEND": "storages.backends.s3.S3Storage"}},
        "AWS_S3_ENDPOINT_URL": env["S3_URL"],
        "AWS_STORAGE_BUCKET_NAME": env["BUCKET"],
        "AWS_S3_ACCESS_KEY_ID": env["ACCESS_KEY"],
        "AWS_S3_SECRET_ACCESS_KEY": env["SECRET_KEY"],
        "AWS_S3_REGION_NAME": "us-east-1",
        "AWS_S3_SIGNATURE_VERSION": "s3v4",
        "AWS_S3_ADDRESSING_STYLE": "path",
        "AWS_S3_FILE_OVERWRITE": False,
        "AWS_DEFAULT_ACL": None,
        "AWS_QUERYSTRING_AUTH": True,
        "AWS_QUERYSTRING_EXPIRE": EXPIRES,
    }


def upload(name, content_type, size):
    errors = {}
    if content_type not in TYPES:
        errors["content_type"] = ["It has to be a JPEG or a PNG."]
    if size < 1 or size > LIMIT:
        errors["size"] = [f"It has to have at most {LIMIT} bytes."]
    if errors:
        raise ValidationError(errors)
    key = str(uuid.uuid4())
    client = default_storage.connection.meta.client
    signed = client.generate_presigned_post(
        Bucket=default_storage.bucket_name,
        Key=key,
        Fields={"Content-Type": content_type},
        Conditions=[
            ["eq", "$Content-Type", content_type],
            ["content-length-range", 0, LIMIT],
        ],
        ExpiresIn=EXPIRES,
    )
    return {"key": key, **signed}


def link(key):
    return default_storage.url(key, expire=EXPIRES)
