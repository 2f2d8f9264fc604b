"""Send mails about comments. cron runs it each minute."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from slowbook import markup
from slowbook.models import Mail


class Command(BaseCommand):
    """Print each mail where a real site would send it."""

    def handle(self, **options):
        """Send them."""
        for mail in Mail.objects.filter(sent=None).select_related("person").order_by("id"):
            if mail.comment_id:
                write_to_followers(mail)
            else:
                to, subject = mail.person.email, mail.subject
                self.stdout.write(f"To: {to}\nSubject: {subject}\n\n{mail.body}")
            Mail.objects.filter(id=mail.id).update(sent=timezone.now())


@transaction.atomic
def write_to_followers(mail):
    """Make a mail to each who follows the writer of a comment."""
    comment, post = mail.comment, mail.comment.post
    context = {
        "comment": comment,
        "post": post,
        "comments": post.comment_count,
        "likes": post.like_count,
        "excerpt": markup.excerpt(comment.html),
    }
    Mail.objects.bulk_create(
        Mail(
            person=person,
            subject=f"New comment: {post.title}",
            body=render_to_string("mail.txt", {**context, "person": person}),
        )
        for person in mail.person.followers.all()
    )
