"""The pages of cases."""

from banyan.desk.cases.views.case import case

__all__ = ["case"]
