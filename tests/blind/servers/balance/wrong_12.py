"""Wrong (writes): 503 is taken for 'nothing happened yet', and error_page sends the request again,
whatever its method: a POST or PATCH that was answered with 503 comes to the other one too.
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
        proxy_next_upstream error timeout;
        proxy_intercept_errors on;
        error_page 503 = @again;
    }

    location @again {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
