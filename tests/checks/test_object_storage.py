"""What browsers send to an object storage, and what is signed earlier."""

import time
from email import message_from_bytes
from email.policy import HTTP
from types import SimpleNamespace

import pytest

from kata.checks import CheckFailed
from kata.checks.object_storage import Bucket, form, in_the_past, requests_sent


class Server(SimpleNamespace):
    url, access_key, secret_key = "http://127.0.0.1:1", "a", "b"

    def client(self):
        return None


def test_a_form_has_the_fields_first_and_then_the_file():
    content = b"\r\n--\x00\xff"
    body, headers = form({"key": "a", "Content-Type": "image/png"}, "image/png", content)
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    key, kind, file = message_from_bytes(head + body, policy=HTTP).iter_parts()
    assert [part.get_param("name", header="content-disposition") for part in (key, kind, file)] == [
        "key",
        "Content-Type",
        "file",
    ]
    assert key.get_content().strip() == "a"
    assert file.get_content() == content


def test_the_past_is_over_after_its_block():
    now = time.time()
    with in_the_past(60):
        assert time.time() < now - 50
    assert time.time() >= now


def test_a_url_of_another_server_fails():
    bucket = Bucket(Server(), "bucket")
    bucket.expect_here("http://127.0.0.1:1/bucket/a?b", "link()")
    for url in ("/media/a.jpg", "http://127.0.0.1:12/a", "http://127.0.0.1:1.example.com/"):
        with pytest.raises(CheckFailed, match="link"):
            bucket.expect_here(url, "link()")


def test_requests_of_boto3_are_listed():
    boto3 = pytest.importorskip("boto3", reason="needs `kata install s3`")
    from botocore.config import Config

    client = boto3.client(
        "s3",
        endpoint_url="http://127.0.0.1:1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}, proxies={}),
    )
    with requests_sent() as sent:
        client.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "a"})
        assert sent == []
        with pytest.raises(Exception, match="endpoint URL"):
            client.list_buckets()
    assert sent == ["GET /"]
