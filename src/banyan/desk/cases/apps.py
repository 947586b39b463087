from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "banyan.desk.cases"

    def ready(self) -> None:
        from banyan.desk.cases import duties, words
        from banyan.desk.obligations.daily import every_day

        words.declare()
        every_day(duties.escalate_overdue_cases)
        every_day(duties.take_up_silence)
