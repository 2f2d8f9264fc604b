"""/account/ is nested in the location of the back end, and has its headers from there."""

NGINX = r"""
server {
    listen unix:nginx.sock;

    add_header Vary "Accept-Encoding" always;

    location / {
        gzip on;
        gzip_comp_level 6;
        gzip_http_version 1.0;
        gzip_min_length 500;
        gzip_proxied any;
        gzip_types text/css application/json application/geo+json application/manifest+json;

        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;

        location ~ ^/account/ {
            gzip off;
            proxy_pass http://unix:app.sock;
        }
    }

    location /static/ {
        gzip on;
        gzip_comp_level 9;
        gzip_http_version 1.0;
        gzip_min_length 500;
        gzip_proxied any;
        gzip_types text/css text/plain application/json application/octet-stream;

        root files;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
