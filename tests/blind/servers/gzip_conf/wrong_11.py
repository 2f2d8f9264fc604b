"""Wrong (secret): looks at the path as it was sent, so /%61ccount/ is compressed.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json;
gzip_vary on;

server {
    listen unix:nginx.sock;

    location / {
        if ($request_uri ~ ^/account/) {
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
