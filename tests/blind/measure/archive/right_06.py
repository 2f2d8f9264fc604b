from django.contrib.auth import get_user_model

from arena.discuss.models import Post


def archive():
    post_table = Post._meta.db_table
    user_table = get_user_model()._meta.db_table
    posts = Post.objects.raw(
        f"SELECT p.id, p.title, u.username AS author_name FROM {post_table} p"
        f" JOIN {user_table} u ON u.id = p.author_id ORDER BY p.id DESC"
    )
    return [f"{post.title}, by {post.author_name}" for post in posts]
