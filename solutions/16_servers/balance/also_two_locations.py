"""Writes have a location of their own, where nginx does what it does by itself."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    error_page 418 = @writes;

    location / {
        if ($request_method !~ ^(GET|HEAD)$) {
            return 418;
        }
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503 non_idempotent;
    }

    location @writes {
        proxy_pass http://arena;
    }
}
"""
