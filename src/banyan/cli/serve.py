"""``banyan serve``."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from banyan.cli.desk import started

DEMO_DATA = "demo/desk"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="A made-up city with accounts to try; loopback only.")
@click.option("--check", is_flag=True, help="Only check whether the desk can be served.")
def command(host: str, port: int, demo: bool, check: bool) -> None:
    """Serve the desk in the browser until interrupted.

    The settings are environment variables; without any, the desk keeps its data in ./data."""
    if demo:
        os.environ["BANYAN_DEMO"] = "1"
        os.environ.setdefault("BANYAN_DATA", str(Path(DEMO_DATA).absolute()))
        os.environ.setdefault("BANYAN_LOG_LEVEL", "WARNING")
    with started():
        from banyan.desk.operations import serving

        serving.check_address(host)
        if check:
            serving.check()
            waiting = serving.waiting_migrations()
            click.echo(f"The desk can be served; {len(waiting)} migrations would be applied.")
            return
        with serving.listening(host, port) as listener, serving.alone():
            serving.check()
            serving.prepare()
            if demo:
                _set_up_demo()
            _greet(serving.address(listener), demo)
            serving.serve(listener)


def _set_up_demo() -> None:
    from django.conf import settings

    from banyan.desk.operations import demo

    click.echo("准备演示数据 / making the demo ready ...")
    demo.set_up(settings.DATA, date.today())


def _greet(address: str, demo: bool) -> None:
    click.echo(f"\n榕 Banyan  {address}")
    if demo:
        from banyan.desk.operations.demo import PEOPLE
        from banyan.desk.ui.demo import DEMO_PASSWORD

        click.echo(
            f"\n演示账号，密码均为 {DEMO_PASSWORD} / demo accounts, password {DEMO_PASSWORD}:"
        )
        for person in PEOPLE:
            click.echo(f"  {person.username:16}{person.name}  {person.role.label}")
    elif not _has_accounts():
        click.echo(
            "\n还没有账号，请先创建管理员 / there is no account yet; make an administrator:\n"
            "  banyan people make-administrator USERNAME NAME"
        )
    click.echo("\n按 Ctrl+C 停止 / stop with Ctrl+C\n")


def _has_accounts() -> bool:
    from banyan.desk.people.models import Account

    return Account.objects.exists()
