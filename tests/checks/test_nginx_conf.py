"""Times in an nginx configuration, with what a block inherits."""

import pytest

from kata.checks.nginx_conf import in_force, parse, seconds

TEXT = """
proxy_read_timeout 10s;  # } not an end
upstream app { server unix:app.sock; keepalive_timeout 50s; }
server {
    listen unix:nginx.sock;
    add_header X "a; { 'b' }";
    location / { proxy_pass http://app; }
    location ~ "^/a{2}$" { return 404; }
    location /long {
        proxy_read_timeout "1m 30s";
        if ($request_method = POST) { proxy_pass http://app; }
        location /long/er { proxy_pass http://app; proxy_read_timeout 2m; }
    }
}
"""


def test_a_block_inherits_from_those_around_it():
    assert in_force(TEXT, "proxy_read_timeout", "60s") == {
        "location /": 10,
        "if ($request_method = POST)": 90,
        "location /long/er": 120,
    }
    assert in_force(TEXT, "proxy_send_timeout", "60s")["location /"] == 60
    assert in_force(TEXT, "keepalive_timeout", "60s", where="server")["upstream app"] == 50


def test_quotes_and_comments_are_read_as_nginx_reads_them():
    server = parse(TEXT).inside[2]
    assert server.value("add_header") == ["X", "a; { 'b' }"]
    assert server.value("nothing") is None


@pytest.mark.parametrize(
    ("text", "value"), [("90", 90), ("1m30s", 90), ("1500ms", 1.5), ("2h", 7200), ("0", 0)]
)
def test_times_have_units(text, value):
    assert seconds([text]) == value
