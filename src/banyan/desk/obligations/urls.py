from __future__ import annotations

from django.urls import path

from banyan.desk.obligations import calendar_pages, todo_pages

app_name = "obligations"

urlpatterns = [
    path("todo/", todo_pages.todo, name="todo"),
    path("todo/<int:number>/pause/", todo_pages.pause, name="pause"),
    path("todo/<int:number>/resume/", todo_pages.resume, name="resume"),
    path("calendar/", calendar_pages.this_year, name="this_year"),
    path("calendar/<int:year>/", calendar_pages.calendar, name="calendar"),
    path("calendar/day/", calendar_pages.set_day, name="set_day"),
    path("calendar/day/reset/", calendar_pages.reset_day, name="reset_day"),
    path("calendar/<int:year>/complete/", calendar_pages.complete_year, name="complete_year"),
]
