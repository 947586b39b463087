"""What the desk tells people: an inbox a person, and what leaves it by e-mail or to a robot."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account


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
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="messaging_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account}"


class Robot(models.Model):
    """An address of a group chat (WeCom and the like) that is told what a unit is told."""

    name = models.CharField(_("name of the group"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    kinds = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """A message on its way out of the desk, once a channel and target, tried until it was taken
    or given up."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("robot")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    target = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "channel", "target"], name="messaging_dispatched_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
