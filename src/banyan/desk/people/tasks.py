"""What the desk does in the background for auditors."""

from __future__ import annotations

from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.audit.models import Head
from banyan.desk.audit.verification import verify
from banyan.desk.people.actions.auditing import record_verification
from banyan.desk.people.models import Account


@task()
def verify_chain(account_id: int) -> None:
    """Walks the whole chain and leaves an entry of what it found."""
    head = Head.objects.get(pk=1)
    breaks = list(verify())
    account = Account.objects.get(pk=account_id)
    record_verification(
        Actor(account, Origin(via="task")), entries=head.number, head=head.hash, breaks=breaks
    )
