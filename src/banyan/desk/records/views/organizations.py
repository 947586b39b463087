"""``/organizations/``: find them, and one page each (一企一档)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import actions, labels, portrait, search
from banyan.desk.records.actions import OFFICERS
from banyan.desk.records.models import Organization, Revision, Tag
from banyan.desk.records.rows import schema
from banyan.desk.records.sections import sections_of
from banyan.desk.records.views.downloads import export
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of

READERS = tuple(set(Role) - {Role.ADMINISTRATOR, Role.EXPERT})

HISTORY_SHOWN = 20


@access.roles(*READERS)
@require_GET
@vary_on_headers("HX-Request")
def organizations(request: HttpRequest) -> HttpResponse:
    """The list, filtered and searched as one types."""
    account = account_of(request)
    question = _question(request)
    page = page_of(search.ask(account, question).prefetch_related("tags"), request.GET, "uscc")
    context = {
        "page": page,
        "question": question,
        "filters": _filters(account, question),
        "filtered": bool(question.text.strip() or any(question.things.values())),
        "rows": [_line(one) for one in page.rows],
        "may": account is not None and Role(account.role) in OFFICERS,
        "query": request.GET.urlencode(),
    }
    template = "organizations_list" if by_htmx(request) else "organizations"
    return render(request, f"records/{template}.html", context)


def _question(request: HttpRequest) -> search.Question:
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    things = {name: given.get(name, "") for name in search.THINGS}
    return search.Question(given.get("q", "")[:100], things)


def _line(organization: Any) -> dict[str, Any]:
    return {
        "one": organization,
        "kind": labels.word_label("kind", organization.kind),
        "county": labels.word_label("county", organization.county),
        "section": labels.section_label(organization.industry[0]) if organization.industry else "",
        "size": labels.word_label("size", organization.size) if organization.size else "",
        "tags": [tag.word for tag in organization.tags.all()],
    }


def _filters(account: Account | None, question: search.Question) -> list[dict[str, Any]]:
    table = schema().table(schema().organizations)
    kinds = schema().table("recognitions").column("kind")
    choices: dict[str, list[tuple[str, str]]] = {
        "county": [
            (word, labels.word_label("county", word))
            for word in labels.listed(table.column("county"))
        ],
        "section": [
            (letter, f"{letter} {labels.section_label(letter)}")
            for letter in declared_pack().words["sections"]
        ],
        "size": [(w, labels.word_label("size", w)) for w in labels.listed(table.column("size"))],
        "kind": [(w, labels.word_label("kind", w)) for w in labels.listed(table.column("kind"))],
        "recognition": [(w, labels.word_label("kind", w)) for w in labels.listed(kinds)],
        "tag": [(word, word) for word in _tags(account)],
    }
    if account is not None and account.county:
        del choices["county"]
    names = {
        "county": _("County"),
        "section": _("Industry"),
        "size": _("Size"),
        "kind": _("Type"),
        "recognition": _("Recognition held"),
        "tag": _("Tag"),
    }
    return [
        {"name": name, "label": names[name], "choices": given, "chosen": question.things[name]}
        for name, given in choices.items()
        if given
    ]


def _tags(account: Account | None) -> list[str]:
    """The tags that officers see; what they think of it is not an organization's to read."""
    if account is None or not account.is_official:
        return []
    tags = Tag.objects.all()
    if Role(account.role) not in SEE_WHOLE_CITY:
        tags = tags.filter(organization__in=Organization.objects.visible_to(account))
    return list(tags.order_by("word").values_list("word", flat=True).distinct()[:200])


@access.roles(*READERS)
@require_GET
def export_organizations(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file, filtered as it is."""
    found = search.ask(account_of(request), _question(request))
    return export(found.order_by("pk"), form)


@access.roles(*READERS)
@require_GET
def organization(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything known about one organization."""
    account = account_of(request)
    found = _visible(request, uscc)
    actions.view_organization(actor_of(request), found)
    grants = portrait.grants_of(account, uscc)
    official = account is not None and account.is_official
    everything, verified = portrait.verification_of(account, uscc)
    revisions = Revision.objects.filter(organization=uscc).order_by("-pk")
    recognitions = portrait.recognitions_of(account, uscc, timezone.localdate())
    context = {
        "organization": found,
        "line": _line(found),
        "profile": portrait.shown(found, without={"name"}),
        "tags": list(found.tags.order_by("word")) if official else [],
        "official": official,
        "officer": account is not None and Role(account.role) in OFFICERS,
        "own": account is not None and account.role == Role.ENTERPRISE,
        "recognitions": recognitions,
        "holding": [one for one in recognitions if one.state != "expired"],
        "projects": portrait.projects_of(account, uscc),
        "sections": portrait.sections_of(account, uscc),
        "grants": grants,
        "grants_total": sum(one.amount for one in grants),
        "chart": portrait.money_chart(grants),
        "records_count": everything,
        "records_verified": verified,
        "history": portrait.history_of(revisions[:HISTORY_SHOWN]),
        "representatives": found.representations.select_related("account").order_by("since"),
        "new_tables": _new_tables(account),
        "more": sections_of(request, found),
    }
    return render(request, "records/organization.html", context)


def _new_tables(account: Account | None) -> list[tuple[str, str]]:
    """The tables in which the account may enter a record for the organization."""
    if account is None or Role(account.role) not in (*OFFICERS, Role.ENTERPRISE):
        return []
    officer = account.role != Role.ENTERPRISE
    return [
        (table.name, labels.table_label(table.name))
        for table in schema().tables
        if table.name not in (schema().organizations, "budgets")
        and (officer or actions.may_declare(table.name, new=True))
    ]


def _visible(request: HttpRequest, uscc: str) -> Any:
    found = Organization.objects.visible_to(account_of(request))
    return get_object_or_404(found.select_related("source", "verified_by"), pk=uscc)


@access.roles(*OFFICERS)
@require_POST
def tags(request: HttpRequest, uscc: str) -> HttpResponse:
    """Puts a word on an organization, or takes one off."""
    found = _visible(request, uscc)
    if "remove" in request.POST:
        actions.untag(actor_of(request), found, request.POST["remove"])
    elif request.POST.get("word", "").strip():
        actions.tag(actor_of(request), found, request.POST["word"])
    else:
        messages.warning(request, _("Write a word first."))
    if by_htmx(request):
        context = {
            "organization": found,
            "tags": found.tags.order_by("word"),
            "officer": True,
            "official": True,
        }
        return render(request, "records/tags.html", context)
    return redirect("records:organization", uscc)
