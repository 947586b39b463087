from __future__ import annotations

from django.urls import path

from banyan.desk.messaging import inbox_pages, robot_pages

app_name = "messaging"

urlpatterns = [
    path("inbox/", inbox_pages.inbox, name="inbox"),
    path("inbox/<int:number>/", inbox_pages.message, name="message"),
    path("inbox/read/", inbox_pages.read_all, name="read_all"),
    path("inbox/email/", inbox_pages.choose_email, name="choose_email"),
    path("robots/", robot_pages.robots, name="robots"),
    path("robots/<int:number>/end/", robot_pages.end_robot, name="end_robot"),
    path("robots/sent/<int:number>/again/", robot_pages.send_again, name="send_again"),
]
