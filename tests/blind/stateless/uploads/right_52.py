"""A boto3 client of its own signs uploads and links; the storage, with a folder for each file, is configured by global settings."""

import functools
import secrets

import boto3
from botocore.config import Config
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from storages.backends.s3 import S3Storage

ALLOWED = ("image/jpeg", "image/png")
MAX_BYTES = 1_000_000
SECONDS = 600


class FolderPerFile(S3Storage):
    def get_available_name(self, name, max_length=None):
        return super().get_available_name(f"{secrets.token_hex(12)}/{name}", max_length)


def settings(env):
    return {
        "STORAGES": {
            "default": {"BACKEND": f"{__name__}.FolderPerFile"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
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
        "AWS_QUERYSTRING_EXPIRE": SECONDS,
    }


@functools.cache
def client(url, access_key, secret_key):
    return boto3.session.Session().client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        region_name="us-east-1",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )


def s3():
    return client(
        django_settings.AWS_S3_ENDPOINT_URL,
        django_settings.AWS_S3_ACCESS_KEY_ID,
        django_settings.AWS_S3_SECRET_ACCESS_KEY,
    )


def upload(name, content_type, size):
    errors = []
    if content_type not in ALLOWED:
        errors.append(ValidationError("Only JPEG and PNG, please.", code="type"))
    if size > MAX_BYTES or size < 0:
        errors.append(ValidationError("At most 1,000,000 bytes, please.", code="size"))
    if errors:
        raise ValidationError(errors)

    key = secrets.token_hex(16)
    signed = s3().generate_presigned_post(
        django_settings.AWS_STORAGE_BUCKET_NAME,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[
            ["eq", "$Content-Type", content_type],
            ["content-length-range", 0, MAX_BYTES],
        ],
        ExpiresIn=SECONDS,
    )
    return {"key": key, **signed}


def link(key):
    return s3().generate_presigned_url(
        "get_object",
        Params={"Bucket": django_settings.AWS_STORAGE_BUCKET_NAME, "Key": key},
        ExpiresIn=SECONDS,
    )
