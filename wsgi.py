"""The server's front door: `gunicorn wsgi:app`, `waitress-serve wsgi:app`, and the `flask` command."""

from casework import create_app

app = create_app()
