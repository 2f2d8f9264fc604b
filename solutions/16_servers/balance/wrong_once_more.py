"""A back end that does not respond in time: once more, for writes too.

Breaks: writes
Fails: writes
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
        error_page 504 = @again;
    }

    location @again {
        proxy_pass http://arena;
    }
}
"""
