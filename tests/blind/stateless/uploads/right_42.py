"""A small storage of our own over a boto3 client, and a signed PUT whose signature covers type and length."""

import io
import secrets
import sys
import threading
import types

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage

LIMIT = 1_000_000
TYPES = ("image/jpeg", "image/png")
SECONDS = 15 * 60


def _status(error):
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


class Bucket(Storage):
    def __init__(self, url, bucket, access_key, secret_key):
        self.bucket = bucket
        self._options = {
            "endpoint_url": url,
            "aws_access_key_id": access_key,
            "aws_secret_access_key": secret_key,
            "region_name": "us-east-1",
            "config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        self._local = threading.local()

    @property
    def client(self):
        if not hasattr(self._local, "client"):
            self._local.client = boto3.Session().client("s3", **self._options)
        return self._local.client

    def _open(self, name, mode="rb"):
        if mode not in ("rb", "r"):
            raise ValueError("Files of the bucket are read with open(), and written with save().")
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=name)["Body"].read()
        except ClientError as error:
            if _status(error) == 404:
                raise FileNotFoundError(name) from error
            raise
        return File(io.BytesIO(body) if "b" in mode else io.StringIO(body.decode()), name)

    def _save(self, name, content):
        content.seek(0)
        body = content.read()
        if isinstance(body, str):
            body = body.encode()
        extra = {}
        if getattr(content, "content_type", None):
            extra["ContentType"] = content.content_type
        while True:
            try:
                # S3 itself refuses a name that somebody else has taken a moment ago.
                self.client.put_object(
                    Bucket=self.bucket, Key=name, Body=body, IfNoneMatch="*", **extra
                )
                return name
            except ClientError as error:
                if _status(error) not in (409, 412):
                    raise
                name = self.get_available_name(name)

    def _head(self, name):
        try:
            return self.client.head_object(Bucket=self.bucket, Key=name)
        except ClientError as error:
            if _status(error) == 404:
                raise FileNotFoundError(name) from error
            raise

    def exists(self, name):
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name):
        return self._head(name)["ContentLength"]

    def get_modified_time(self, name):
        return self._head(name)["LastModified"]

    def delete(self, name):
        self.client.delete_object(Bucket=self.bucket, Key=name)

    def listdir(self, path):
        prefix = path.strip("/") + "/" if path.strip("/.") else ""
        folders, files = [], []
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=prefix, Delimiter="/"):
            folders += [
                each["Prefix"][len(prefix) : -1] for each in page.get("CommonPrefixes", ())
            ]
            files += [each["Key"][len(prefix) :] for each in page.get("Contents", ())]
        return folders, files

    def url(self, name):
        return self.client.generate_presigned_url(
            "get_object", Params={"Bucket": self.bucket, "Key": name}, ExpiresIn=SECONDS
        )


# STORAGES wants a name that it can import, whatever this file is called.
sys.modules["arena_bucket"] = types.ModuleType("arena_bucket")
sys.modules["arena_bucket"].Bucket = Bucket


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "arena_bucket.Bucket",
                "OPTIONS": {
                    "url": env["S3_URL"],
                    "bucket": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in TYPES or not 0 < size <= LIMIT:
        raise ValidationError("Please send a JPEG or a PNG of up to 1,000,000 bytes.")
    key = secrets.token_hex(20)
    url = default_storage.client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": default_storage.bucket,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=SECONDS,
    )
    # A browser sends Content-Length by itself, and no other than the signed one will do.
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key)
