"""Defensive: explicit weights, headers and a short connect timeout; reads may change the back end, writes that were sent may not."""

NGINX = """
upstream arena {
    server unix:one.sock weight=1 max_fails=0 fail_timeout=0;
    server unix:two.sock weight=1 max_fails=0 fail_timeout=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_intercept_errors off;

        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Connection close;

        proxy_connect_timeout 3s;
        proxy_request_buffering on;

        # Without non_idempotent nginx repeats no POST or PATCH that it has begun to send.
        proxy_next_upstream error timeout invalid_header http_503;
        proxy_next_upstream_tries 2;
    }
}
"""
