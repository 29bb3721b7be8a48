"""`flask accounts let-in`: for the day on which nobody can sign in who could let others in."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from casework import clock
from casework.accounts import people, second_factor
from casework.accounts.queries import find_account
from casework.cli.saying import stop
from casework.database import ask_to_write
from casework.extensions import db


@click.group("accounts")
def group() -> None:
    """Who may sign in."""


@group.command("let-in")
@click.argument("username")
@with_appcontext
def let_in(username: str) -> None:
    """Make a link with which USERNAME chooses a new password, and take the second factor away.

    For an administrator who is locked out; for anybody else an administrator does the same on the page People.
    """
    ask_to_write(db.session())
    account = find_account(db.session(), username)
    if account is None:
        stop(f"nobody has the username {username}.")
    at = clock.now()
    people.enable(db.session(), account)
    second_factor.take_away(db.session(), account, at)
    invitation, token = people.make_password_link(db.session(), account, by="the command line", at=at)
    db.session.commit()
    current_app.logger.info("account %s was let in by the command line", account.id)
    with current_app.test_request_context():
        path = url_for("accounts.open_invitation", token=token)
    click.echo(f"{account.name} opens this path, after the address of the lab, and chooses another password:")
    click.echo(f"  {path}")
    click.echo(f"It works once, until {invitation.expires_at:%d %b %Y}, and is shown this once.")
