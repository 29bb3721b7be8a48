"""The health page, a backup by one press, and the answer to a monitor."""

import pytest
from sqlalchemy import create_engine, text

from casework.accounts.models import Role
from casework.migrations import newest


@pytest.fixture
def migrated(ready_url):
    with create_engine(ready_url).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


def test_the_page_says_what_is_well_and_what_is_not(migrated, pages):
    page = pages.as_staff().open("/admin/health")
    assert page.says("What is said to be saved is on the disk")
    assert page.says("1 wrong")
    assert page.says("None has been made")


def test_one_press_makes_a_backup_beside_the_database(migrated, pages, app):
    page = pages.as_staff().open("/admin/health").submit("Back up now")
    assert page.says("Backed up: casework-")
    assert page.says("All is well")
    folder = app.config["SETTINGS"].instance / "backups"
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]


def test_a_monitor_hears_ok_and_nothing_else(migrated, pages):
    answer = pages.client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_a_monitor_hears_that_tables_are_of_an_older_version(pages):
    assert (answer := pages.client.get("/healthz")).status_code == 503
    assert answer.text == "not ok\n"


def test_observers_do_not_see_the_page(pages):
    assert pages.as_staff(Role.OBSERVER).client.get("/admin/health").status_code == 403
