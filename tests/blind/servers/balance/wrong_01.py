"""share: ip_hash sends one address to one back end."""

NGINX = """
upstream arena {
    ip_hash;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
