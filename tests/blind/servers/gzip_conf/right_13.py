"""Right: one location for the back end, and an if that looks at the decoded path.
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_vary on;
    gzip_types text/css application/json text/plain application/javascript;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_comp_level 7;
    gzip_min_length 1500;
    gzip_buffers 32 8k;

    location / {
        if ($uri ~ ^/account/) {
            gzip off;
        }
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
