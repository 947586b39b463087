"""Accounts, the units that they work for, and the sessions in which they are signed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import OFFICIALS, WITHIN_UNIT, Role


class Unit(models.Model):
    """A bureau, a county's government, a bank: whom officers work for. ``code`` is that of the
    pack's ``units.toml`` where the notice names the unit; ``county`` the 6-digit code of the
    county whose unit it is, empty for one of the whole city."""

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=150)
    county = models.CharField(
        _("county"), max_length=6, blank=True, validators=[MinLengthValidator(6)]
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **more: Any) -> Account:
        """An account with a hashed password (none can sign in without one)."""
        account = self.model(username=self.model.normalize_username(username), **more)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def with_role(self, role: Role) -> models.QuerySet[Account]:
        return self.filter(role=role, is_active=True)


class Account(AbstractBaseUser):
    """A person who signs in. Everyone but enterprise users works for a unit; a county officer's
    unit has a county."""

    username = models.CharField(
        _("user name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.ENTERPRISE)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT
    )
    is_active = models.BooleanField(_("open"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)

    objects = AccountManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="people_account_username_in_any_case",
                violation_error_message=_("A user with that username already exists."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(Role)), name="people_account_known_role"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.ENTERPRISE) | Q(unit__isnull=False),
                name="people_account_works_for_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_official(self) -> bool:
        return Role(self.role) in OFFICIALS

    @property
    def needs_unit(self) -> bool:
        return Role(self.role) in WITHIN_UNIT

    @property
    def county(self) -> str:
        """The county to which the account is confined; empty for none."""
        if self.role == Role.COUNTY and self.unit is not None:
            return self.unit.county
        return ""

    # Django's and allauth's screens ask for these; the desk has roles instead of permissions.
    is_staff = False
    is_superuser = False
    first_name = ""
    last_name = ""

    def get_full_name(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """A browser's session; that of ``account`` where somebody is signed in. ``address`` and
    ``agent`` are those of the browser that signed in."""

    account = models.ForeignKey(
        Account, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    address = models.CharField(_("address"), max_length=45, blank=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("since"), null=True)
    seen_at = models.DateTimeField(_("last used"), auto_now=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from banyan.desk.people.sessions import SessionStore

        return SessionStore
