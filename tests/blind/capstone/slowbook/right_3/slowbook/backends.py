"""Who is signed in."""

from django.contrib.auth.backends import ModelBackend

PEOPLE = {}


class Backend(ModelBackend):
    """Keep the people in the memory of the worker: they change with a release only."""

    def get_user(self, user_id):
        """Return a person."""
        if user_id not in PEOPLE:
            found = super().get_user(user_id)
            if found is None:
                return None
            PEOPLE[user_id] = found
        return PEOPLE[user_id]
