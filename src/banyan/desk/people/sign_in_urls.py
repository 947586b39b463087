"""The pages of allauth that the desk has: ``/accounts/…``. What goes by e-mail (a password
forgotten, an address confirmed) it has not: an administrator gives a temporary password."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.socialaccount import views as socialaccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import URLPattern, URLResolver, path

from banyan.desk.people import second_factor
from banyan.desk.people.access import signed_in, unready, visitors

# The library's views are shared by its own URL configuration, which the desk does not include.
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", unready(visitors(account.login)), name="account_login"),
    path("logout/", unready(visitors(account.logout)), name="account_logout"),
    path("inactive/", unready(visitors(account.account_inactive)), name="account_inactive"),
    path("signup/", visitors(account.signup), name="account_signup"),
    path(
        "reauthenticate/",
        unready(signed_in(account.reauthenticate)),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        unready(signed_in(account.password_change)),
        name="account_change_password",
    ),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("2fa/", signed_in(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", visitors(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", unready(signed_in(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path(
        "2fa/totp/activate/",
        unready(signed_in(second_factor.Activate.as_view())),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        signed_in(second_factor.Deactivate.as_view()),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        signed_in(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        signed_in(second_factor.RenewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        signed_in(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "provider/cancelled/",
        visitors(socialaccount.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path("provider/error/", visitors(socialaccount.login_error), name="socialaccount_login_error"),
    path(
        "oidc/<str:provider_id>/login/",
        visitors(openid_connect.login),
        name="openid_connect_login",
    ),
    path(
        "oidc/<str:provider_id>/login/callback/",
        visitors(openid_connect.callback),
        name="openid_connect_callback",
    ),
]
