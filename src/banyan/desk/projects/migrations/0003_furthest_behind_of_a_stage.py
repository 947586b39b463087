from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                fields=["stage", "-behind", "-id"], name="projects_pr_stage_735933_idx"
            ),
        ),
    ]
