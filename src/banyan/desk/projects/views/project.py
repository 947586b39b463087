"""A project's page: where it stands, its plan and reports, what is in its way, who does what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.asking import shown_fields
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.views.parts import text_of
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects import charts
from banyan.desk.projects.actions import coordinating, entering, files, listing, moving
from banyan.desk.projects.actions.coordinating import OPENED_AS
from banyan.desk.projects.kinds import declared, list_name, stage_name
from banyan.desk.projects.lighting import confirmed_reports, planned_total
from banyan.desk.projects.lights import Light, Standing, sentence
from banyan.desk.projects.listing import LIGHT_COLOURS
from banyan.desk.projects.models import Project, ProjectFile
from banyan.desk.projects.scope import OFFICERS, READERS, REPORTERS
from banyan.desk.projects.views.parts import may_report, number_of, version_of, visible
from banyan.desk.records.labels import word_label
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import sent_files


@access.roles(*READERS)
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, visible(request, pk))


def shown(request: HttpRequest, one: Project) -> HttpResponse:
    account = account_of(request)
    assert account is not None
    official = account.role != Role.ENTERPRISE
    officer = account.role in OFFICERS
    plan = list(one.plan.all())
    confirmed = confirmed_reports([one.pk]).get(one.pk, {})
    stage = one.declared_stage
    following = moving.next_stage(one)
    asked = files.asked_documents()
    context: dict[str, Any] = {
        "project": one,
        "kind": one.declared_kind,
        "stage": stage,
        "stages": [
            (each, each.place < stage.place, each.code == stage.code)
            for each in declared().stages.values()
        ],
        "next": following if officer else None,
        "may_advance": following is not None and Role(account.role) in following.by,
        "lacking": moving.lacking(one, following) if following is not None else [],
        "earlier": moving.earlier_stages(one) if officer and account.role in stage.by else [],
        "county": word_label("county", one.county),
        "light": str(Light(one.light).label),
        "light_colour": LIGHT_COLOURS.get(Light(one.light), "secondary"),
        "sentence": sentence(
            Standing(
                Light(one.light),
                one.light_month,
                one.planned,
                one.reported,
                one.behind,
                one.missing,
            )
        ),
        "finished": stage.finished,
        "fields": shown_fields(one.declared_kind, one.fields),
        "plan": plan,
        "planned_total": planned_total(one),
        "chart": charts.of_project(plan, confirmed) if plan or confirmed else None,
        "reports": one.reports.select_related("proposed_by").prefetch_related("files__upload")[:24],
        "years": one.years.select_related("proposed_by", "decided_by"),
        "transitions": [
            (stage_name(move.source), stage_name(move.target), move)
            for move in one.transitions.select_related("by")
        ],
        "files": [
            (asked.get(each.document, ""), each)
            for each in one.files.select_related("upload", "added_by").order_by("-id")
        ],
        "documents": asked.items(),
        "blocked": _blocked(account, one),
        "categories": kind_of(OPENED_AS).categories.values(),
        "coordination": one.coordination.all().visible_to(account).select_related("by"),
        "listings": [
            (list_name(each.list), each)
            for each in one.listings.order_by("-ended_at", "-year", "list")
        ],
        "lists": [each for each in declared().lists.values() if one.kind in each.kinds]
        if account.role == Role.CITY
        else [],
        "officers": entering.officers_for(one).select_related("unit") if officer else [],
        "official": official,
        "officer": officer,
        "city": account.role == Role.CITY,
        "reports_here": may_report(request, one),
        "today": timezone.localdate(),
    }
    return render(request, "projects/project.html", context)


def _blocked(account: Account, one: Project) -> list[tuple[Any, bool]]:
    """The cases in its way, each with whether the account sees it."""
    rows = list(one.blocked.select_related("case__lead"))
    seen = set(
        Case.objects.visible_to(account)
        .filter(pk__in=[each.case_id for each in rows])
        .values_list("pk", flat=True)
    )
    return [(each, each.case_id in seen) for each in rows]


@access.roles(*REPORTERS)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Does with the project what the form says."""
    one = visible(request, pk)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    try:
        deed(request, one)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect(one)


def _advance(request: HttpRequest, one: Project) -> None:
    moving.advance(actor_of(request), one, version_of(request), text_of(request, "note"))


def _take_back(request: HttpRequest, one: Project) -> None:
    moving.take_back(
        actor_of(request),
        one,
        request.POST.get("target", ""),
        text_of(request, "reason"),
        version_of(request),
    )


def _assign(request: HttpRequest, one: Project) -> None:
    officer = Account.objects.filter(pk=number_of(request, "officer")).first()
    entering.assign(actor_of(request), one, officer, version_of(request))


def _file(request: HttpRequest, one: Project) -> None:
    document = request.POST.get("document", "")
    with sent_files(request, "file") as sent:
        if not sent:
            raise RefusedError(_("Choose a file."), "file")
        for path, name in sent:
            files.add_file(actor_of(request), one, path, name, document)


def _raise(request: HttpRequest, one: Project) -> None:
    coordinating.raise_case(
        actor_of(request),
        one,
        request.POST.get("category", ""),
        text_of(request, "title"),
        text_of(request, "text"),
    )


def _link(request: HttpRequest, one: Project) -> None:
    given = request.POST.get("case", "").strip().rpartition("-")[2]
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    found = Case.objects.visible_to(account_of(request)).filter(pk=number).first()
    if found is None:
        raise RefusedError(_("There is no such case of this enterprise or county."), "case")
    coordinating.link_case(actor_of(request), one, found)


def _note(request: HttpRequest, one: Project) -> None:
    coordinating.note(actor_of(request), one, text_of(request, "words"))


def _list(request: HttpRequest, one: Project) -> None:
    listing.put_on_list(
        actor_of(request),
        one,
        request.POST.get("list", ""),
        number_of(request, "year"),
        number_of(request, "batch") or 1,
    )


DEEDS: dict[str, Callable[[HttpRequest, Project], None]] = {
    "advance": _advance,
    "take_back": _take_back,
    "assign": _assign,
    "file": _file,
    "raise": _raise,
    "link": _link,
    "note": _note,
    "list": _list,
}


@access.roles(*READERS)
@require_safe
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file of a project, to whoever sees the project."""
    seen = ProjectFile.objects.visible_to(account_of(request)).select_related("upload")
    found = get_object_or_404(seen, pk=number).upload
    content = FileResponse(found.file.open("rb"), content_type=found.content_type)
    return attached(content, found.name)
