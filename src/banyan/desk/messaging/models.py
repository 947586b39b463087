"""What the desk tells people: an inbox a person, and what leaves it by e-mail or to a robot."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.messaging.scope import MessageQuerySet
from banyan.desk.people.models import Account, Unit


class Message(models.Model):
    """One message to one account. ``kind`` names its template (``messaging.templates``), which is
    put into words with ``context`` in the reader's language; ``link`` is the page it is about.
    ``key`` says what it is about and why: the same key is told to the same account once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="inbox")
    kind = models.CharField(max_length=50)
    context = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    organization = models.CharField(max_length=18, blank=True)
    key = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="messaging_told_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="messaging_inbox"),
            models.Index(
                fields=["account"], condition=Q(read_at__isnull=True), name="messaging_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account}"


class EmailChoice(models.Model):
    """An account that wants its messages by e-mail too, in the language in which it said so."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.PROTECT, related_name="email_choice"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("messages by e-mail")

    def __str__(self) -> str:
        return str(self.account)


class Robot(models.Model):
    """The robot of a group chat (WeCom and the like): it is told, once, what anybody of ``unit``
    is told, of the ``kinds`` that are listed, or of all where none is."""

    name = models.CharField(_("name of the group"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="robots"
    )
    kinds = models.JSONField(_("kinds of messages"), default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("robot of a group chat")

    def __str__(self) -> str:
        return self.name

    def is_told(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


class Dispatch(models.Model):
    """A message on its way out of the desk: by e-mail to its account, or to ``robot``, of which
    ``once`` keeps that the same is told but once. ``target`` is where to, ``next_at`` when the next
    attempt is due, or when it began.

    What is being sent is marked so before it leaves. Where a worker dies in between, or the
    connection breaks before the answer, nobody knows whether it arrived: it is not sent again."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("robot")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("perhaps sent")
        GIVEN_UP = "given_up", _("given up")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    robot = models.ForeignKey(Robot, null=True, on_delete=models.PROTECT, related_name="dispatches")
    once = models.CharField(max_length=250, unique=True)
    target = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel="robot", robot__isnull=False)
                | Q(channel="email", robot__isnull=True),
                name="messaging_dispatch_to_its_channel",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="messaging_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
