"""errors: a GET that a back end answers with 500 is sent to the other one.

Only non_idempotent was removed: a page with an error is computed twice, and both back ends can be shut out for 10 seconds.
"""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_500 http_502 http_503 http_504;
    }
}
"""
