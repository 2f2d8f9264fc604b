"""Wrong (share): visitors stay at a back end by address and browser: all requests of one address (with
the same User-Agent) go to the same one.
"""

NGINX = """
upstream arena {
    hash $remote_addr$http_user_agent;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
