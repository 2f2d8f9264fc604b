"""Numbers that have drifted stay wrong for ever, and the script that repairs them breaks others.

Some posts of Arena say a wrong number of comments: an import forgot them, a script died. Everything
that is written today is right: whoever adds or deletes a comment changes Post.kept_comments by F(),
after the comment, in the same transaction. repair() runs every night. It takes a query for each
post of the site. And a comment that is written while it runs is lost from the number, because
repair() writes what it counted a moment before.

Change repair() so that it finds and repairs what has drifted in two statements, however many posts
there are, while people go on writing.

Allowed: at most 2 queries. Only posts that are wrong are written, and nobody who writes to another
post has to wait. However repair() and a writer take turns: what is right stays right, and what is
wrong is repaired. Only a post that somebody writes to just then may be left for the next night, as
wrong as it was. The result stays as it is: a list of the keys of the posts that were repaired, in
ascending order. kept_comments is how many approved comments a post has, replies too; 0 if it has
none. Drafts count as well.
"""

from arena.discuss.models import Post


def repair():
    repaired = []
    for post in Post.objects.order_by("pk"):
        # TODO: two queries for each post, and a comment may come in between them.
        number = post.comments.filter(is_approved=True).count()
        if number != post.kept_comments:
            post.kept_comments = number
            post.save(update_fields=["kept_comments"])
            repaired.append(post.pk)
    return repaired
