"""The server's front door: `gunicorn wsgi:app`, `waitress-serve wsgi:app`, and the `flask` command."""

import os
import sys

from casework import create_app
from casework.web import serving
from config import UnsafeSetting

try:
    app = create_app()
except UnsafeSetting as error:
    print(f"Casework: {error}", file=sys.stderr)
    sys.exit(2)

if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    # Served by gunicorn or the like, which looks after the log: several of its processes would turn over one file.
    why_not = serving.begin(app, log_folder=None)
    if why_not is not None:
        print(f"Casework: {why_not}", file=sys.stderr)
        sys.exit(3)
