"""Evidence is what it says it is, and goes to nobody who may not see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from banyan.desk.applications.actions import drafting, evidence, moving
from banyan.desk.applications.models import Evidence
from banyan.desk.audit import Actor, RefusedError
from banyan.desk.people.roles import Role
from banyan.desk.records import attached_files as files
from desk.applications.applying import Applying
from desk.applications.files import JPEG, PDF, PNG, workbook
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making).verified()


def _status(actor: Actor, proof: Evidence) -> int:
    client = Client()
    client.force_login(actor.account)
    return client.get(reverse("applications:evidence", args=[proof.pk])).status_code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "a.pdf", files.PDF_TYPE),
        (PNG, "a.png", files.PNG_TYPE),
        (JPEG, "a.jpeg", files.JPEG_TYPE),
        (workbook(), "a.xlsx", files.archive.WORKBOOK_TYPE),
    ],
)
def test_what_is_taken_is_told_by_its_content(
    applying: Applying, content: bytes, name: str, kind: str
) -> None:
    row = applying.add(applying.draft(), "cloud_years")
    assert applying.prove(row, content, name).upload.content_type == kind


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "a.pdf"),
        (b"MZ\x90\0" + PDF, "a.pdf"),
        (PDF, "a.png"),
        (PDF[:-6], "a.pdf"),
        (PNG[:-12], "a.png"),
        (b"PK\x03\x04 no workbook", "a.xlsx"),
        (b"", "a.pdf"),
        (b"plain", "a.txt"),
        (PDF, "a.html"),
    ],
)
def test_what_it_is_not_is_refused(applying: Applying, content: bytes, name: str) -> None:
    row = applying.add(applying.draft(), "cloud_years")
    with pytest.raises(RefusedError):
        applying.prove(row, content, name)


def test_too_large_and_too_many_are_refused(
    applying: Applying, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = applying.add(applying.draft(), "cloud_years")
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(RefusedError):
        applying.prove(row)
    monkeypatch.setattr(files, "LARGEST", 10_000)
    monkeypatch.setattr(evidence, "MOST_OF_A_ROW", 1)
    applying.prove(row)
    with pytest.raises(RefusedError):
        applying.prove(row)


def test_only_who_sees_the_application_gets_its_evidence(applying: Applying) -> None:
    application = applying.submitted()
    proof = Evidence.objects.get(row__application=application)
    making = applying.making
    other_county = making.actor(Role.COUNTY, username="there", county="350103")
    stranger = making.actor(Role.ENTERPRISE, username="stranger")
    assert _status(applying.applicant, proof) == 200
    assert _status(applying.county, proof) == 200
    assert _status(applying.city, proof) == 200
    assert _status(applying.finance, proof) == 404
    assert _status(other_county, proof) == 404
    assert _status(stranger, proof) == 404
    assert _status(applying.expert(1), proof) == 404


def test_a_file_is_sent_to_be_kept_and_never_shown(applying: Applying) -> None:
    proof = applying.prove(applying.add(applying.draft(), "cloud_years"), name="证明.pdf")
    client = Client()
    client.force_login(applying.applicant.account)
    response = client.get(reverse("applications:evidence", args=[proof.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_what_is_taken_out_stays_on_record(applying: Applying) -> None:
    row = applying.add(applying.draft(), "cloud_years")
    proof = applying.prove(row)
    evidence.remove_evidence(applying.applicant, proof)
    proof.refresh_from_db()
    assert proof.removed_at is not None
    assert proof.upload.file.storage.exists(proof.upload.file.name)


def test_what_was_submitted_once_is_not_taken_out(applying: Applying) -> None:
    returned = moving.give_back(applying.county, applying.submitted(), "the contract")
    submitted = returned.rows.get(table="cloud_years")
    with pytest.raises(RefusedError):
        drafting.remove_row(applying.applicant, submitted)
