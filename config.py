"""Settings, read from the environment. Every one has a safe default; README lists them."""

import difflib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent

KNOWN = {
    "DATABASE_URL": "the database; SQLite in the instance folder unless set",
    "SECRET_KEY": "signs cookies; made once and kept in the instance folder unless set",
    "CASEWORK_ENV": "production (the default) or development",
    "CASEWORK_INSTANCE": "the folder for data; instance/ unless set",
    "CASEWORK_COUNCIL": "the council's name on every page; that of seed_data/council.yaml unless set",
    "CASEWORK_TLS": "on when every visitor comes over https: cookies become Secure",
    "CASEWORK_PROXIES": "how many proxies in front of the server are trusted; 0 unless set",
    "CASEWORK_PLAIN_HTTP": "on to let other machines come without TLS, where only a trusted network is between",
    "CASEWORK_LOG": "requests (the default), events (without a line for each request) or stderr (no file)",
    "CASEWORK_CHROMIUM": "the browser the tests use, where it has another name",
}

LEAST_KEY_LENGTH = 32


class UnsafeSetting(Exception):
    """A setting that is misspelt, not understood, or not safe. The message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """What the application was told, checked. council: empty where it is as seed_data/council.yaml has it."""

    database_url: str
    secret_key: str
    instance: Path
    is_development: bool
    council: str
    over_tls: bool
    proxies: int
    plain_http: bool = False
    log: str = "requests"

    @property
    def is_reached_from_elsewhere(self) -> bool:
        """Whether other machines come here: then a password alone is not enough for those who lead."""
        return self.over_tls or self.proxies > 0 or self.plain_http


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this environment.

    Raises UnsafeSetting for a misspelt name, a value that is not understood, and an unsafe value.
    """
    given = os.environ if environment is None else environment
    _refuse_misspelt(given)
    env = given.get("CASEWORK_ENV", "production")
    if env not in ("production", "development"):
        raise UnsafeSetting(f"CASEWORK_ENV is {env!r}: set it to production or development")
    instance = Path(given.get("CASEWORK_INSTANCE") or ROOT / "instance").resolve()
    return Settings(
        database_url=_database_url(given.get("DATABASE_URL", ""), instance),
        secret_key=_secret_key(given.get("SECRET_KEY", ""), instance, is_development=env == "development"),
        instance=instance,
        is_development=env == "development",
        council=given.get("CASEWORK_COUNCIL", ""),
        over_tls=_on_or_off(given, "CASEWORK_TLS"),
        proxies=_count(given, "CASEWORK_PROXIES"),
        plain_http=_on_or_off(given, "CASEWORK_PLAIN_HTTP"),
        log=_one_of(given, "CASEWORK_LOG", ("requests", "events", "stderr")),
    )


def _refuse_misspelt(given: Mapping[str, str]) -> None:
    for name in given:
        if name in KNOWN:
            continue
        near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.85)
        if name.startswith("CASEWORK_") or near:
            meant = near or difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.7)
            hint = f": did you mean {meant[0]}?" if meant else f". Settings are {', '.join(KNOWN)}."
            raise UnsafeSetting(f"{name} is not a setting{hint}")


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'casework.sqlite'}"
    if given.startswith("sqlite:"):
        return given
    for scheme in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    raise UnsafeSetting("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _secret_key(given: str, instance: Path, *, is_development: bool) -> str:
    if given:
        if len(given) < LEAST_KEY_LENGTH and not is_development:
            raise UnsafeSetting(
                f"SECRET_KEY has {len(given)} characters: it needs at least {LEAST_KEY_LENGTH}. "
                "Leave it out and one is made and kept in the instance folder"
            )
        return given
    kept = instance / "secret_key"
    if not kept.exists():
        try:
            instance.mkdir(parents=True, exist_ok=True)
            # Exclusive: of two processes starting at once, one makes the key and the other reads it.
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        except OSError as error:
            raise UnsafeSetting(f"{instance} cannot be written to ({error.strerror}): set CASEWORK_INSTANCE") from error
    return kept.read_text()


def _on_or_off(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "off")
    if value not in ("on", "off"):
        raise UnsafeSetting(f"{name} is {value!r}: set it to on or off")
    return value == "on"


def _one_of(given: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = given.get(name, choices[0])
    if value not in choices:
        raise UnsafeSetting(f"{name} is {value!r}: set it to {', '.join(choices[:-1])} or {choices[-1]}")
    return value


def _count(given: Mapping[str, str], name: str) -> int:
    value = given.get(name, "0")
    if not value.isdecimal():
        raise UnsafeSetting(f"{name} is {value!r}: set it to a whole number")
    return int(value)
