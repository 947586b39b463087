from django.urls import path

from banyan.desk.matching.views import enterprise, officers

app_name = "matching"

urlpatterns = [
    path("", officers.home, name="home"),
    path("search/", officers.search, name="search"),
    path("act/", officers.act, name="act"),
    path("export.xlsx", officers.export, name="export"),
    path("<int:pk>/", officers.match, name="match"),
    path("organizations/<slug:uscc>/", enterprise.answer, name="answer"),
    path("organizations/<slug:uscc>/account/", enterprise.account, name="account"),
]
