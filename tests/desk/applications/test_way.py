"""An application from the draft to the records."""

from __future__ import annotations

import pytest

from banyan.desk.applications.actions import moving
from banyan.desk.applications.errors import RefusedError
from banyan.desk.applications.models import Application
from banyan.desk.applications.states import State
from banyan.desk.matching.models import Consent
from banyan.desk.records.models import FACTS, Source
from desk.applications.applying import PLAIN, Applying
from desk.making import Making

pytestmark = pytest.mark.django_db


def test_an_approved_application_becomes_verified_records(making: Making) -> None:
    applying = Applying(making)
    application = applying.approved()
    assert application.state == State.APPROVED
    application.refresh_from_db()
    record = FACTS["cloud_years"].objects.get(organization=applying.organization, year=2026)
    assert record.software_cost == 20_000_000
    assert record.verified_by == applying.finance.account
    assert record.source == application.source
    assert record.source.kind == Source.Kind.APPLIED
    assert record.source.note == application.reference


def test_approval_leaves_the_applicants_consent(making: Making) -> None:
    applying = Applying(making)
    applying.approved()
    consent = Consent.objects.get(measure=PLAIN, year=2026, uscc=applying.organization.pk)
    assert consent.origin == Consent.Origin.APPLICATION
    assert consent.given_by == applying.applicant.account


def test_a_profile_that_nobody_verified_is_verified_with_the_application(making: Making) -> None:
    applying = Applying(making)
    assert applying.organization.verified_at is None
    applying.approved()
    applying.organization.refresh_from_db()
    assert applying.organization.verified_by == applying.finance.account


def test_a_second_return_is_refused(making: Making) -> None:
    applying = Applying(making)
    returned = moving.give_back(applying.county, applying.submitted(), "the contract")
    assert returned.state == State.COUNTY_RETURNED
    again = moving.resubmit(applying.applicant, returned)
    assert again.state == State.COUNTY_REVIEW
    with pytest.raises(RefusedError) as refused:
        moving.give_back(applying.county, again, "one more thing")
    assert "returned once" in str(refused.value.lacks[0].words)
    assert Application.objects.get(pk=again.pk).state == State.COUNTY_REVIEW
