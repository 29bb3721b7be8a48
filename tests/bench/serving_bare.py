"""The bare view as something to be served: where its rows go stands in BARE_FOLDER and BARE_DATABASE."""

import os
from pathlib import Path

from flask import Flask

from casework import create_app
from config import read_settings
from tests.bench.bare import bare_app


def app() -> Flask:
    folder = Path(os.environ["BARE_FOLDER"])
    ours = create_app(read_settings({"CASEWORK_INSTANCE": str(folder / "bare")}))
    return bare_app(ours, folder / "bare.sqlite", os.environ["BARE_DATABASE"])
