"""What people do with their inbox, and administrators with robots and what could not be sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.messaging import templates
from banyan.desk.messaging.addresses import check_address
from banyan.desk.messaging.models import Dispatch, EmailChoice, Message, Robot
from banyan.desk.people.access import require
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role


@action("messaging.read")
def read(actor: Actor, message: Message) -> None:
    """The actor has opened a message of the own inbox; when, is kept once."""
    if actor.account is None or message.account_id != actor.account.pk:
        raise PermissionDenied
    now = timezone.now()
    Message.objects.filter(pk=message.pk).unread().update(read_at=now)
    log(message, after={"kind": message.kind, "read_at": now}, organization=message.organization)


@action("messaging.read_all")
def read_all(actor: Actor) -> int:
    """Marks the whole inbox as read; how many were not."""
    if actor.account is None:
        raise PermissionDenied
    read = Message.objects.visible_to(actor.account).unread().update(read_at=timezone.now())
    log(actor.account, after={"messages": read})
    return read


@action("messaging.choose_email")
def choose_email(actor: Actor, wanted: bool) -> None:
    """Whether the actor's messages come by e-mail too, in the language that is active now. Raises
    ValidationError where the account has no address."""
    account = actor.account
    if account is None:
        raise PermissionDenied
    if wanted and not account.email:
        raise ValidationError(_("Your account has no e-mail address."))
    found = EmailChoice.objects.select_for_update().filter(account=account).first()
    before = {"language": found.language} if found else None
    after = {"language": get_language() or "zh-hans"} if wanted else None
    if wanted:
        EmailChoice.objects.update_or_create(account=account, defaults=after)
    elif found is not None:
        found.delete()
    log(EmailChoice(pk=account.pk), before=before, after=after)


@action("messaging.make_robot")
def make_robot(actor: Actor, *, name: str, url: str, unit: Unit, kinds: Collection[str]) -> Robot:
    """Tells the robot of a group chat, from now on, what ``unit`` is told. Raises ValidationError
    for an address that is not HTTPS or leads into a private network, or an unknown kind."""
    require(actor, Role.ADMINISTRATOR)
    if actor.account is None:
        raise PermissionDenied
    check_address(url)
    if any(not templates.is_declared(kind) for kind in kinds):
        raise ValidationError(_("There is no such kind of message."))
    robot = Robot(name=name.strip(), url=url, unit=unit, made_by=actor.account)
    robot.kinds = sorted(set(kinds))
    robot.full_clean(exclude=["kinds"])
    robot.save()
    # The address holds the robot's key, so that it stays out of what others may read.
    log(robot, after={"name": robot.name, "unit": unit.code, "kinds": robot.kinds})
    return robot


@action("messaging.end_robot")
def end_robot(actor: Actor, robot: Robot) -> None:
    """It is told nothing any more, nor what waits. Raises ValidationError where it has ended."""
    require(actor, Role.ADMINISTRATOR)
    now = timezone.now()
    if not Robot.objects.filter(pk=robot.pk, ended_at=None).update(ended_at=now):
        raise ValidationError(_("The robot has ended already."))
    log(robot, before={"name": robot.name, "unit": robot.unit.code}, after={"ended_at": now})


@action("messaging.send_again")
def send_again(actor: Actor, dispatch: Dispatch) -> None:
    """Sends what was given up, or perhaps did not arrive, once more. Raises ValidationError where
    it is on its way or was sent."""
    require(actor, Role.ADMINISTRATOR)
    states = Dispatch.State
    before: dict[str, Any] = {"state": dispatch.state, "attempts": dispatch.attempts}
    again = Dispatch.objects.filter(pk=dispatch.pk, state__in=[states.GIVEN_UP, states.UNCERTAIN])
    if not again.update(state=states.WAITING, attempts=0, next_at=timezone.now()):
        raise ValidationError(_("It is on its way, or was sent."))
    log(dispatch, before=before, after={"state": states.WAITING, "attempts": 0})
