"""Off by default, on in two locations; /account/ and /account have theirs, without gzip."""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 1400;
    gzip_proxied any;
    gzip_types text/css application/json;

    location / {
        gzip on;
        add_header Vary Accept-Encoding always;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ^~ /account/ {
        add_header Vary Accept-Encoding always;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    # Without this, nginx answers /account with a redirect of its own.
    location = /account {
        add_header Vary Accept-Encoding always;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        gzip on;
        gzip_types text/css text/plain application/json application/octet-stream;
        add_header Vary Accept-Encoding always;
        root files;

        location ~* \.(png|jpe?g)$ {
            gzip off;
        }
    }
}
"""
