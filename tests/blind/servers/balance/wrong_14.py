"""Wrong (errors): 404 asks the other back end, because a new page is at first only on the one that has
been deployed.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503 http_404;
    }
}
"""
