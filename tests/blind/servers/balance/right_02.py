"""The fewest connections first; timeouts too, within limits."""

NGINX = """
upstream arena {
    least_conn;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_connect_timeout 2s;
        proxy_next_upstream error timeout http_503;
        proxy_next_upstream_tries 2;
    }
}
"""
