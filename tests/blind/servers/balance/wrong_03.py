"""writes: with non_idempotent a comment of a killed back end comes twice."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503 non_idempotent;
    }
}
"""
