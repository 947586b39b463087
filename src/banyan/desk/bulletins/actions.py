"""What people do with bulletins: one drafts, another publishes, a county that lags explains."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.bulletins.composing import default_title, group_name
from banyan.desk.bulletins.documents import desk_address, documents_of
from banyan.desk.bulletins.figures import content_of, laggards
from banyan.desk.bulletins.models import Bulletin, Document, Draft, Explanation, Series
from banyan.desk.bulletins.numbering import keep_files, next_number
from banyan.desk.bulletins.scope import WRITERS
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.ui.typesetting import FontsMissingError

TITLES_AND_REMARKS = ("title_zh", "title_en", "remarks_zh", "remarks_en")


@action("bulletins.draft")
def draft_bulletin(actor: Actor, year: int, cut_off: date) -> Draft:
    """Begins a bulletin of the funds of ``year`` as of ``cut_off``. Raises RefusedError for a year
    that the policy does not have, and for a day before it or to come."""
    _require_writer(actor)
    if year not in pack_in_force().years:
        raise RefusedError(_("The policy is not in force in this year."), "year")
    if cut_off < date(year, 1, 1):
        raise RefusedError(_("This day lies before the year."), "cut_off")
    if cut_off > timezone.localdate():
        raise RefusedError(_("This day is yet to come."), "cut_off")
    draft = Draft.objects.create(
        year=year,
        cut_off=cut_off,
        title_zh=default_title(year, cut_off, "zh"),
        title_en=default_title(year, cut_off, "en"),
        content=content_of(year, cut_off),
        computed_at=timezone.now(),
        made_by=actor.account,
        changed_by=actor.account,
    )
    log(draft, after={"year": year, "cut_off": cut_off, "figures": _hash(draft.content)})
    return draft


@action("bulletins.edit")
def edit_draft(actor: Actor, draft: Draft, words: dict[str, str]) -> None:
    """Changes the titles and remarks of a draft, ``words`` by their names."""
    _require_writer(actor)
    draft = _open(draft)
    before = {name: getattr(draft, name) for name in words if name in TITLES_AND_REMARKS}
    for name in before:
        setattr(draft, name, words[name].strip())
    if not (draft.title_zh and draft.title_en):
        raise RefusedError(_("Give a title in both languages."), "title_zh")
    draft.changed_by = actor.account
    draft.save(update_fields=[*before, "changed_by"])
    log(draft, before=before, after={name: getattr(draft, name) for name in before})


@action("bulletins.refresh")
def refresh_draft(actor: Actor, draft: Draft) -> None:
    """Computes the figures of a draft again, from the ledger as it stands now."""
    _require_writer(actor)
    draft = _open(draft)
    before = _hash(draft.content)
    draft.content, draft.computed_at = content_of(draft.year, draft.cut_off), timezone.now()
    draft.changed_by = actor.account
    draft.save(update_fields=["content", "computed_at", "changed_by"])
    log(draft, before={"figures": before}, after={"figures": _hash(draft.content)})


@action("bulletins.discard")
def discard_draft(actor: Actor, draft: Draft) -> None:
    """Puts a draft away; it has no number and leaves none out."""
    _require_writer(actor)
    draft = _open(draft)
    draft.state = Draft.State.DISCARDED
    draft.save(update_fields=["state"])
    log(draft, before={"state": Draft.State.OPEN}, after={"state": draft.state})


@action("bulletins.publish")
def publish(actor: Actor, draft: Draft, origin: str) -> Bulletin:
    """Freezes the draft under the next number of its year, with its files; tells the counties, and
    asks those that lag for an explanation. ``origin`` is the address of the desk for who publishes.

    Raises RefusedError for whoever changed it last, where somebody else was first, and where the
    ledger says something else by now."""
    _require_writer(actor)
    draft = _open(draft)
    if draft.changed_by == actor.account:
        raise RefusedError(
            _("Whoever changed a draft last cannot publish it: a second person does.")
        )
    if content_of(draft.year, draft.cut_off) != draft.content:
        raise RefusedError(
            _("The ledger has changed since the figures were computed: compute them again.")
        )
    bulletin = Bulletin.objects.create(
        draft=draft,
        year=draft.year,
        number=next_number(Series, year=draft.year),
        cut_off=draft.cut_off,
        content=draft.content
        | {
            "words": {name: getattr(draft, name) for name in TITLES_AND_REMARKS},
            "address": desk_address(origin),
        },
        made_by=draft.changed_by,
        published_by=actor.account,
        published_on=timezone.localdate(),
    )
    draft.state = Draft.State.PUBLISHED
    draft.save(update_fields=["state"])
    hashes = _keep_documents(bulletin)
    log(
        bulletin,
        after={"number": bulletin.code, "figures": _hash(draft.content), "files": hashes},
    )
    _tell_counties(bulletin)
    return bulletin


@action("bulletins.explain")
def explain(actor: Actor, explanation: Explanation, text: str) -> None:
    """A county says why it lags; once it is said it stands."""
    require(actor, Role.COUNTY)
    explanation = Explanation.objects.select_for_update().get(pk=explanation.pk)
    if actor.account is None or actor.account.county != explanation.county:
        raise PermissionDenied
    if explanation.text:
        raise RefusedError(
            _("%(name)s has explained it already.") % {"name": str(explanation.given_by)}
        )
    if not text.strip():
        raise RefusedError(_("Say why, and what you will do."), "text")
    explanation.text = text.strip()
    explanation.given_by, explanation.given_at = actor.account, timezone.now()
    explanation.save(update_fields=["text", "given_by", "given_at"])
    close_obligations(actor, explanation, "bulletins.explain")
    log(explanation, after={"county": explanation.county, "text": explanation.text})


def _require_writer(actor: Actor) -> None:
    """A supervisor or a city officer with a name: a bulletin is made by two people."""
    require(actor, *WRITERS)
    if actor.account is None:
        raise PermissionDenied


def _open(draft: Draft) -> Draft:
    """The draft as it is now, held; RefusedError where it is none any more."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.state != Draft.State.OPEN:
        raise RefusedError(
            _("Somebody else was first: this draft is %(state)s.")
            % {"state": draft.get_state_display()}
        )
    return draft


def fonts_missing() -> str:
    return _("The fonts for the PDF are missing: the front end has not been built.")


def _keep_documents(bulletin: Bulletin) -> dict[str, str]:
    """The hash of each file by its language and form."""
    try:
        made = list(documents_of(bulletin))
    except FontsMissingError as error:
        raise RefusedError(fonts_missing()) from error
    return keep_files(Document, made, bulletin=bulletin)


def _tell_counties(bulletin: Bulletin) -> None:
    words = bulletin.words
    said: dict[str, Any] = {
        "number": bulletin.code,
        "title": {"zh": words["title_zh"], "en": words["title_en"]},
    }
    officers = Account.objects.filter(role=Role.COUNTY, is_active=True)
    link = bulletin.get_absolute_url()
    tell(officers, "bulletins.published", key=f"bulletin {bulletin.pk}", context=said, link=link)
    for county in laggards(bulletin.content["counties"]):
        if county not in pack_in_force().words["words"]["county"]:
            continue
        explanation = Explanation.objects.create(bulletin=bulletin, county=county)
        named = {language: group_name("county", county, language) for language in ("zh", "en")}
        open_obligation(
            "bulletins.explain",
            explanation,
            Holder(role=Role.COUNTY, county=county),
            working_days=bulletin.content["explain_days"],
            link=link,
            words=said | {"county": named},
        )


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
