"""answer

Each back end gets at most eight requests at the same time, and nginx doesn't queue: the seventeenth simultaneous visitor (the ninth
while one back end is down) gets 502, and no back end gets the request.
"""

NGINX = r"""
upstream arena {
    zone arena 64k;
    # as many as gunicorn has threads
    server unix:one.sock max_fails=0 max_conns=8;
    server unix:two.sock max_fails=0 max_conns=8;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        proxy_set_header Connection close;
    }
}
"""
