"""The figures of a year that those in a list report."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.asking import read_fields
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.holding import may_decide
from banyan.desk.lists.models import Entry, Step, YearFigures
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Representation

_FEN_OF = {"10k_yuan": 1_000_000, "yuan": 100}
_MILLION = 1_000_000
_MOST = 10**15


@action("lists.report")
def report(actor: Actor, entry: Entry, year: int, typed: Mapping[str, str]) -> YearFigures:
    """Reports the figures of a year, or corrects them: who speaks for the organization, an officer
    of its county, or who decides on the list. Raises RefusedError with the field at fault."""
    found: Entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    of = found.declared
    if not _may(actor, found):
        raise PermissionDenied
    if not of.yearly:
        raise RefusedError(_("This list asks for no figures."))
    if not found.entered_on.year - 1 <= year <= timezone.localdate().year:
        raise RefusedError(
            _("Figures are of the year before it entered, and of the years since."), "year"
        )
    given = read_fields([one.field for one in of.yearly], typed)
    kept, _new = YearFigures.objects.update_or_create(
        entry=found,
        year=year,
        defaults={
            "fields": given,
            "progress": progress_of(of, given),
            "by": actor.account,
            "at": timezone.now(),
        },
    )
    Step.objects.create(
        entry=found,
        what=Step.What.REPORTED,
        stage=found.stage,
        fields=given,
        note=str(year),
        by=actor.account,
    )
    log(kept, after={"year": year, "fields": given}, organization=found.organization_id)
    return kept


def progress_of(of: DeclaredList, given: Mapping[str, str]) -> int | None:
    """The share that the first field with a target has reached of it, in millionths."""
    for one in of.yearly:
        if one.target and one.field.code in given:
            fen = Decimal(given[one.field.code]) * _FEN_OF.get(one.field.unit, 1)
            return min(int(fen * _MILLION / adopted_count(one.target)), _MOST)
    return None


def _may(actor: Actor, entry: Entry) -> bool:
    account = actor.account
    if account is None:
        return actor.origin.via in ("command", "task")
    if account.role == Role.ENTERPRISE:
        own = Representation.objects.filter(account=account, organization=entry.organization_id)
        return own.exists()
    own_county = account.role == Role.COUNTY and account.county == entry.county
    return own_county or may_decide(account, entry.declared)
