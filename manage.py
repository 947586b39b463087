#!/usr/bin/env python3
"""Django's own commands for the desk (``check --deploy``, ``makemigrations``, ``shell`` …)."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.desk.settings")
execute_from_command_line(sys.argv)
