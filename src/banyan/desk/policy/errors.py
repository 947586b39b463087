"""What an action of the policy library refuses, with words for people."""

from banyan.desk.audit import RefusedError

__all__ = ["RefusedError"]
