"""errors: the pages of 404 and 500 are replaced by nginx's own."""

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
        proxy_intercept_errors on;
        error_page 404 @missing;
        error_page 500 502 504 @failed;
    }

    location @missing {
        return 404 "This page does not exist.";
    }

    location @failed {
        return 500 "Arena is being repaired.";
    }
}
"""
