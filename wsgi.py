"""The server's front door: `gunicorn wsgi:app`, `waitress-serve wsgi:app`, and the `flask` command."""

import sys

from casework import create_app
from config import UnsafeSetting

try:
    app = create_app()
except UnsafeSetting as error:
    print(f"Casework: {error}", file=sys.stderr)
    sys.exit(2)
