"""What people keep of their searches, and what they let others learn from solved cases."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.holding import capacities
from banyan.desk.cases.models import Case, Example, SavedFilter
from banyan.desk.cases.states import By, Outcome

SOLVED = (Outcome.AGREED, Outcome.SOLVED)
"""The outcomes from which others may learn."""


@action("cases.save_filter")
def save_filter(actor: Actor, name: str, asked: str, *, shared: bool = False) -> SavedFilter:
    """Keeps a question under a name; one that had the name asks this from now on. Raises
    ValidationError."""
    if actor.account is None:
        raise PermissionDenied
    made = SavedFilter(account=actor.account, name=name.strip(), asked=asked, shared=shared)
    made.clean_fields()
    if shared and actor.account.unit_id is None:
        raise ValidationError({"shared": _("You belong to no unit.")})
    made, _new = SavedFilter.objects.update_or_create(
        account=actor.account, name=made.name, defaults={"asked": asked, "shared": shared}
    )
    log(made, after={"name": made.name, "asked": asked, "shared": shared})
    return made


@action("cases.forget_filter")
def forget_filter(actor: Actor, kept: SavedFilter) -> None:
    """Whoever saved it may."""
    if actor.account is None or kept.account_id != actor.account.pk:
        raise PermissionDenied
    log(kept, before={"name": kept.name, "asked": kept.asked, "shared": kept.shared})
    kept.delete()


@action("cases.publish_example")
def publish_example(actor: Actor, case: Case, *, title: str, answer: str) -> Example:
    """Lets every enterprise read how a case was solved, in words that name nobody. Who keeps the
    ledger may. Raises ValidationError where it is not solved, or is an example already."""
    _may_publish(actor, case)
    case = (
        Case.objects.select_for_update(of=("self",)).select_related("organization").get(pk=case.pk)
    )
    if case.outcome not in SOLVED:
        raise ValidationError(_("Only a case that was solved can be an example."))
    made = Example(case=case, title=title.strip(), answer=answer.strip())
    made.published_by = actor.account
    made.clean_fields(exclude={"published_by", "withdrawn_at"})
    _names_nobody(case, made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise ValidationError(_("This case is an example already.")) from None
    log(case, after={"example": made.title}, organization=case.organization_id or "")
    return made


@action("cases.withdraw_example")
def withdraw_example(actor: Actor, case: Case) -> None:
    """Raises ValidationError where it is none."""
    _may_publish(actor, case)
    shown = Example.objects.filter(case=case, withdrawn_at=None)
    before = shown.values_list("title", flat=True).first()
    if before is None:
        raise ValidationError(_("This case is no example."))
    shown.update(withdrawn_at=timezone.now())
    log(case, before={"example": before}, organization=case.organization_id or "")


def may_publish(actor: Actor, case: Case) -> bool:
    return By.LEDGER in capacities(actor.account, case)


def _may_publish(actor: Actor, case: Case) -> None:
    if not may_publish(actor, case):
        raise PermissionDenied


def _names_nobody(case: Case, made: Example) -> None:
    """Raises ValidationError where the words name the enterprise, its code or whom to call."""
    organization = case.organization
    named = [case.contact, case.phone]
    if organization is not None:
        named += [organization.name, organization.pk]
    for word in named:
        if word and (word in made.title or word in made.answer):
            raise ValidationError(_("The words name %(who)s; leave the name out.") % {"who": word})
