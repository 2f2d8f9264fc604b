"""share: a backup gets nothing while the first is up."""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0 backup;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
