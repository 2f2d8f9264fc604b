"""Right: no time out of service (fail_timeout=0), idempotent requests may go to the other one.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0 fail_timeout=0;
    server unix:two.sock max_fails=0 fail_timeout=0;
}

proxy_next_upstream error invalid_header http_503;
proxy_next_upstream_timeout 0;
proxy_http_version 1.1;
client_max_body_size 64m;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_set_header Host $http_host;
        proxy_set_header Connection close;
    }
}
"""
