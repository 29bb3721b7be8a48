"""Codes of six digits: the right one, a little off, once each, and what helps when the telephone is lost."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from casework.accounts import operations, queries, second_factor
from casework.accounts.models import Role
from casework.accounts.second_factor import code_at, step_at
from casework.errors import DomainError
from tests.ready import on_both_databases

AT = datetime(2026, 11, 22, 9, 0, 10, tzinfo=UTC)
OF_THE_STANDARD = b32encode(b"12345678901234567890").decode()


@pytest.fixture
def ruth(db):
    return operations.create_account(
        db, username="ruth", name="Ruth Adeyemi", password="tangent-otter-mild-59", roles=[Role.RESEARCHER], at=AT
    )


@pytest.fixture
def with_factor(db, ruth):
    """Ruth, with a second factor since an hour ago, and her recovery codes."""
    before = AT - timedelta(hours=1)
    second_factor.begin(db, ruth)
    codes = second_factor.confirm(db, ruth, code_at(ruth.totp_secret, step_at(before)), keep="-", at=before)
    return ruth, codes


def code(account, seconds=0):
    return code_at(account.totp_secret, step_at(AT + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, digits):
    # RFC 6238, appendix B, has eight digits; six are the last of the same number.
    assert code_at(OF_THE_STANDARD, seconds // 30) == digits[-6:]


def test_nothing_is_asked_for_until_a_code_has_been_confirmed(db, ruth):
    second_factor.begin(db, ruth)
    with pytest.raises(DomainError, match="Code is not right"):
        second_factor.confirm(db, ruth, "000000", keep="-", at=AT)
    assert ruth.totp_since is None
    second_factor.confirm(db, ruth, code(ruth), keep="-", at=AT)
    assert ruth.totp_since == AT


def test_a_secret_in_use_is_not_made_anew(db, with_factor):
    ruth, _ = with_factor
    secret = ruth.totp_secret
    second_factor.begin(db, ruth)
    assert ruth.totp_secret == secret
    with pytest.raises(DomainError, match="Begin again"):
        second_factor.confirm(db, ruth, code(ruth), keep="-", at=AT)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_may_be_half_a_minute_off(db, with_factor, seconds):
    ruth, _ = with_factor
    second_factor.check(db, ruth, code(ruth, seconds), AT)


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_clock_may_not_be_a_minute_off(db, with_factor, seconds):
    ruth, _ = with_factor
    with pytest.raises(DomainError, match="Code is not right"):
        second_factor.check(db, ruth, code(ruth, seconds), AT)


def test_a_code_is_used_once_and_no_earlier_one_after_it(db, with_factor):
    ruth, _ = with_factor
    second_factor.check(db, ruth, code(ruth), AT)
    for seconds in (0, -30):
        with pytest.raises(DomainError, match="used already"):
            second_factor.check(db, ruth, code(ruth, seconds), AT)
    second_factor.check(db, ruth, code(ruth, 30), AT)


def test_a_code_may_be_typed_with_a_space(db, with_factor):
    ruth, _ = with_factor
    second_factor.check(db, ruth, f" {code(ruth)[:3]} {code(ruth)[3:]}", AT)


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "١٢٣٤٥٦", "é" * 6])
def test_what_is_no_code_is_refused(db, with_factor, typed):
    ruth, _ = with_factor
    with pytest.raises(DomainError, match="Code is not right"):
        second_factor.check(db, ruth, typed, AT)


def test_each_recovery_code_is_good_once_however_it_is_typed(db, with_factor):
    ruth, codes = with_factor
    assert len(set(codes)) == 10
    second_factor.check(db, ruth, codes[3].upper().replace("-", " "), AT)
    with pytest.raises(DomainError):
        second_factor.check(db, ruth, codes[3], AT)
    assert len(ruth.recovery_hashes) == 9


def test_recovery_codes_are_not_stored_and_new_ones_end_the_old(db, with_factor):
    ruth, codes = with_factor
    assert not set(codes) & set(ruth.recovery_hashes)
    second_factor.make_recovery_codes(db, ruth)
    with pytest.raises(DomainError):
        second_factor.check(db, ruth, codes[0], AT)


def test_setting_it_up_keeps_this_sign_in_and_ends_the_others(db, ruth):
    here, elsewhere = operations.start_sign_in(db, ruth, AT), operations.start_sign_in(db, ruth, AT)
    second_factor.begin(db, ruth)
    second_factor.confirm(db, ruth, code(ruth), keep=here, at=AT)
    assert queries.find_sign_in(db, here, AT) is not None
    assert queries.find_sign_in(db, elsewhere, AT) is None


@on_both_databases
def test_a_password_alone_is_only_half_way(db, with_factor):
    ruth, _ = with_factor
    token = operations.start_sign_in(db, ruth, AT)
    assert queries.find_sign_in(db, token, AT) is None
    assert queries.find_half_way(db, token, AT).account is ruth
    assert queries.find_half_way(db, token, AT + timedelta(minutes=10, seconds=1)) is None


def test_taken_away_it_asks_for_nothing_and_everything_open_has_ended(db, with_factor):
    ruth, codes = with_factor
    here = operations.start_sign_in(db, ruth, AT, second_factor_at=AT)
    second_factor.take_away(db, ruth, AT)
    assert queries.find_sign_in(db, here, AT) is None
    assert queries.find_sign_in(db, operations.start_sign_in(db, ruth, AT), AT) is not None
    with pytest.raises(DomainError):
        second_factor.check(db, ruth, codes[0], AT)


def test_the_square_says_whose_codes_these_are(db, ruth):
    second_factor.begin(db, ruth)
    said = second_factor.address_of(ruth, "Casework, Wexmoor")
    assert said.startswith("otpauth://totp/Casework%2C%20Wexmoor:ruth?secret=")
    assert ruth.totp_secret in said
