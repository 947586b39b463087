"""What changes accounts, units and sign-ins."""

from banyan.desk.people.actions.accounts import (
    change_account,
    end_account_sessions,
    lock_account,
    make_account,
    reset_password,
    reset_totp,
    unlock_account,
)
from banyan.desk.people.actions.own import (
    activate_totp,
    change_password,
    change_profile,
    deactivate_totp,
    end_own_sessions,
    renew_recovery_codes,
)
from banyan.desk.people.actions.sign_in import (
    connect_identity,
    lock_out,
    register,
    sign_in,
    sign_in_failed,
    sign_out,
)
from banyan.desk.people.actions.units import change_unit, make_unit, set_up_units

__all__ = [
    "activate_totp",
    "change_account",
    "change_password",
    "change_profile",
    "change_unit",
    "connect_identity",
    "deactivate_totp",
    "end_account_sessions",
    "end_own_sessions",
    "lock_account",
    "lock_out",
    "make_account",
    "make_unit",
    "register",
    "renew_recovery_codes",
    "reset_password",
    "reset_totp",
    "set_up_units",
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "unlock_account",
]
