"""Tasks on the pages of others: those that follow an article, the one from which a case came."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.people.access import account_of
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language
from banyan.desk.tasks.declared import declared
from banyan.desk.tasks.models import RaisedCase, Task, TaskList
from banyan.desk.tasks.scope import READERS
from banyan.rules.articles import Article


def of_article(request: HttpRequest, article: Article) -> Section | None:
    """What the pack asks to be done by the article, and who leads it, or why nothing is; who reads
    tasks is led to those of this year."""
    number = article.number
    found = declared()
    spoken = language()
    units = declared_pack().units
    reason = found.without.get(number)
    tasks = [
        {"title": one.words[spoken], "done": one.done[spoken], "lead": units[one.lead][spoken]}
        for one in found.of_article(number)
    ]
    account = account_of(request)
    context = {
        "tasks": tasks,
        "reason": reason[spoken] if reason is not None else "",
        "number": number,
        "year": _year_with(number) if account is not None and account.role in READERS else None,
    }
    return Section("tasks/article_section.html", context)


def of_case(request: HttpRequest, case: Case) -> Section | None:
    """The task in whose way the case is, to whoever sees it."""
    raised = RaisedCase.objects.visible_to(account_of(request)).filter(case=case)
    found = raised.select_related("task__list", "task__lead").first()
    return Section("tasks/case_section.html", {"task": found.task}) if found else None


def _year_with(number: str) -> int | None:
    """The latest year that is published and has tasks of the article."""
    lists = TaskList.objects.filter(
        state=TaskList.State.PUBLISHED,
        year__lte=timezone.localdate().year,
        pk__in=Task.objects.filter(article=number).values("list"),
    )
    return lists.order_by("-year").values_list("year", flat=True).first()
