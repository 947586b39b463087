"""What people read in place of names: of actions (each says what somebody did), of what they are
about, and of the values that their entries hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTION_WORDS: dict[str, Any] = {
    "api.end_webhook": _("ended a webhook"),
    "api.make_token": _("made a token for a program"),
    "api.make_webhook": _("made a webhook"),
    "api.revoke_token": _("revoked a token"),
    "audit.export": _("exported entries of the audit"),
    "audit.verify": _("verified the chain of the audit"),
    "benefits.keep_boards": _("settled the city"),
    "matching.confirm": _("confirmed a match"),
    "matching.decline": _("declined a match"),
    "matching.fail": _("could not search for matches"),
    "matching.give_account": _("gave another account to be paid to"),
    "matching.hold": _("held a match back"),
    "matching.lapse": _("had a match lapse after silence"),
    "matching.match": _("had the matches searched for"),
    "matching.record": _("wrote down the matches found"),
    "matching.release": _("released a match"),
    "matching.remind": _("reminded of a match"),
    "matching.reopen": _("opened a match again"),
    "matching.tell": _("told an enterprise of its match"),
    "operations.load_facts": _("loaded records from files"),
    "operations.set_up_demo": _("set up the demo"),
    "people.activate_totp": _("set up the second factor"),
    "people.change_account": _("changed an account"),
    "people.change_password": _("changed the password"),
    "people.change_profile": _("changed the own profile"),
    "people.change_unit": _("changed a unit"),
    "people.connect_identity": _("connected an account with a sign-in provider"),
    "people.deactivate_totp": _("took away the second factor"),
    "people.end_own_sessions": _("ended the other own sessions"),
    "people.end_sessions": _("ended the sessions of an account"),
    "people.lock_account": _("locked an account"),
    "people.lock_out": _("was locked out after too many attempts"),
    "people.make_account": _("made an account"),
    "people.make_unit": _("made a unit"),
    "people.register": _("registered"),
    "people.renew_recovery_codes": _("renewed the recovery codes"),
    "people.reset_password": _("gave an account a temporary password"),
    "people.reset_totp": _("reset the second factor of an account"),
    "people.set_up_units": _("set up the units of the policy"),
    "people.sign_in": _("signed in"),
    "people.sign_in_failed": _("failed to sign in"),
    "people.sign_out": _("signed out"),
    "people.unlock_account": _("unlocked an account"),
    "policy.confirm_article": _("confirmed the rules of an article"),
    "policy.confirm_figure": _("confirmed a change of a parameter"),
    "policy.import_text": _("imported the official text"),
    "policy.propose_figure": _("proposed a change of a parameter"),
    "policy.record_simulation": _("computed what a change of a parameter costs"),
    "policy.refuse_figure": _("refused a change of a parameter"),
    "policy.repeal": _("recorded the repeal of a document"),
    "policy.simulate_figure": _("asked what a change of a parameter costs"),
    "policy.withdraw_figure": _("withdrew a change of a parameter"),
    "records.accept_claim": _("accepted a claim"),
    "records.claim": _("asked to represent an organization"),
    "records.check_import": _("checked a file to import"),
    "records.confirm_import": _("confirmed an import"),
    "records.correct": _("corrected a record"),
    "records.declare": _("declared a record"),
    "records.delete": _("deleted a record"),
    "records.end_representation": _("ended a representation"),
    "records.end_sharing": _("ended the sharing of the record"),
    "records.import": _("imported records"),
    "records.invite": _("made an invitation"),
    "records.refuse_claim": _("refused a claim"),
    "records.share": _("shared the record"),
    "records.tag": _("put a tag"),
    "records.take_back_import": _("asked to take an import back"),
    "records.undo_import": _("took an import back"),
    "records.untag": _("took a tag away"),
    "records.upload": _("sent a file"),
    "records.verify": _("verified a record"),
    "records.view_organization": _("looked at the record"),
    "records.withdraw_invitation": _("withdrew an invitation"),
    "records.write_import": _("wrote an import"),
}
"""By the name of the action, ``app.verb``."""


def words_of(action: str) -> str:
    """What people read; the name itself where the table does not have it."""
    return str(ACTION_WORDS.get(action, action))


SUBJECT_WORDS: dict[str, Any] = {
    "api.token": _("token of a program"),
    "api.webhook": _("webhook"),
    "audit.chain": _("chain of the audit"),
    "audit.entry": _("entries of the audit"),
    "benefits.cityboards": _("places in the city"),
    "demo": _("demo"),
    "people.account": _("account"),
    "people.sign_in": _("sign-in"),
    "people.unit": _("unit"),
    "policy.articlecheck": _("check of an article"),
    "policy.document": _("document"),
    "policy.figurechange": _("change of a parameter"),
    "policy.figuresimulation": _("cost of a change"),
    "policy.textversion": _("official text"),
    "records.claim": _("claim"),
    "records.import": _("import"),
    "records.invitation": _("invitation"),
    "records.sharing": _("sharing"),
    "records.source": _("source of records"),
    "records.tag": _("tag"),
    "records.upload": _("file"),
}
"""By the subject of an entry, where it is not a table of facts."""

VIA_WORDS: dict[str, Any] = {
    "api": _("HTTP interface"),
    "browser": _("browser"),
    "command": _("command"),
    "task": _("background task"),
}
"""By what an entry says of where the request came from."""

VALUE_WORDS: dict[str, Any] = {
    "action": _("Action"),
    "account": _("User name"),
    "breaks": _("breaks"),
    "code": _("code of the unit"),
    "county": _("county"),
    "email": _("e-mail"),
    "ended_at": _("ended"),
    "entries": _("entries"),
    "expires_at": _("valid until"),
    "head": _("head"),
    "invitation": _("invitation"),
    "is_active": _("may sign in"),
    "made": _("made"),
    "message": _("message"),
    "methods": _("by"),
    "must_change_password": _("must change the password"),
    "name": _("name"),
    "name_en": _("name in English"),
    "name_zh": _("name in Chinese"),
    "organization": _("Credit code"),
    "phone": _("telephone"),
    "provider": _("provider"),
    "reason": _("reason"),
    "recovery_codes": _("recovery codes"),
    "role": _("role"),
    "rows": _("rows"),
    "second_factor": _("second factor"),
    "sessions": _("sessions ended"),
    "since": _("From"),
    "state": _("state"),
    "uid": _("number at the provider"),
    "unit": _("unit"),
    "until": _("To"),
    "uscc": _("Credit code"),
    "username": _("user name"),
    "where": _("where"),
    "why": _("why"),
}
"""By the name of a value."""

MEANING_WORDS: dict[str, dict[str, Any]] = {
    "methods": {
        "mfa": _("second factor"),
        "password": _("password"),
        "socialaccount": _("provider"),
    },
    "recovery_codes": {"renewed": _("renewed")},
    "second_factor": {
        "recovery_codes": _("recovery codes"),
        "totp": _("authenticator app"),
    },
    "why": {
        "code": _("wrong code"),
        "credentials": _("wrong name or password"),
        "locked": _("locked account"),
        "provider": _("no account for who signed in at the provider"),
    },
}
"""By the name of a value and what it may be."""
