"""Pages below ``/applications/``."""
