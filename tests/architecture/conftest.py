import pytest

from casework import create_app
from config import read_settings


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory):
    """The application with every page and command attached, and nothing in its database."""
    return create_app(read_settings({"CASEWORK_INSTANCE": str(tmp_path_factory.mktemp("instance"))}))
