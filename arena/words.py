"""What people in Arena are called and what they say: the text of the small and the large world.

Apostrophes, percent signs and letters beyond ASCII are there on purpose, as on any real site.
"""

FIRST_NAMES = (
    "Ada", "Aisha", "Ana", "Björn", "Chloé", "Dmitri", "Emeka", "Fatima", "Grace", "Hana",
    "İbrahim", "Jan", "João", "Kofi", "Léa", "Li", "Łukasz", "Mei", "Noor", "Olga",
    "Priya", "Søren", "Tom", "Zoë",
)  # fmt: skip

LAST_NAMES = (
    "Adeyemi", "Björk", "Chen", "D'Angelo", "García", "Haddad", "Ito", "Jones", "Kovač", "Kumar",
    "Larsen", "Lefèvre", "Martin", "Müller", "Nguyen", "Nowak", "O'Connor", "Okafor", "Petrova",
    "Silva", "Smith", "van den Berg", "Yavuz", "Žukauskas",
)  # fmt: skip

COUNTRIES = ("BR", "CN", "DE", "FR", "GB", "IN", "JP", "NG", "PL", "TR", "UA", "US")

BIOS = (
    "Learning graphs, one wrong answer at a time.",
    "I've been here since round 1. Still can't do geometry.",
    "100% Python, 0% patience.",
    "Étudiante à Lyon, insomniaque partout.",
    "Setter, tester, and the reason for problem D.",
    "Coffee → code → sleep.",
)

CONTEST_TITLES = (
    "Spring Sprint",
    "Lyon Déjà Vu Cup",
    "The Beginner's Round",
    "50% Geometry",
    "Graphs & Trees",
    "Łódź Open",
    "Midnight Marathon",
    "O'Reilly Memorial",
    "Strings Only",
    "The Long Weekend",
    "Università Challenge",
    "Winter Final",
)

POST_TITLES = (
    "Why my O(n log n) is slower than your O(n²)",
    "Don't sort what you can count",
    "Editorial of the last round",
    "How I went from 900 to 1900 in 100% of a year",
    "Is problem C broken?",
    "A naïve question about hashing",
    "What I'd tell myself before my first contest",
    "Segment trees, explained to my grandmother",
    "50% off: half the states of your DP",
    "The judge's clock is wrong",
    "Looking for a team (Kraków or remote)",
    "Off by one, again",
    "Reading input fast in Python",
    "Suffix arrays without tears",
    "Thank you, setters!",
    "When greedy works, and when it doesn't",
)

SENTENCES = (
    "I got it on the ninth try, and I'm not proud of the first eight.",
    "It passes 99% of the tests, so it's the last one that matters.",
    "Sort by the right end and the rest follows.",
    "Could somebody explain the second sample?",
    "That's not a bug, that's integer overflow.",
    "Merci, très clair !",
    "The proof is shorter than the code.",
    "Wouldn't a heap do?",
    "I'd have said 50% of us missed that case.",
    "My solution is the same but with a deque.",
    "Try n = 1.",
    "Time limit exceeded on test 47, as ever.",
    "Great round, see you at the next one.",
    "The naïve approach is fast enough here: n ≤ 2000.",
    "You can keep the prefix sums and throw the array away.",
    "Why does the editorial call it obvious?",
    "It isn't the recursion that is slow, it's the copying.",
    "Спасибо, this helped.",
    "I drew it on paper and then it took five minutes.",
    "Binary search on the answer, then check in O(n).",
)

TAGS = (
    "binary search", "bit tricks", "c++", "déjà vu", "dp", "editorial", "flows", "games",
    "geometry", "graphs", "greedy", "hashing", "help", "maths", "100%", "python", "off-topic",
    "setter's notes", "strings", "trees",
)  # fmt: skip


def username(first: str, last: str, key: int) -> str:
    """Return a name to sign in with, which the person's key makes unique."""
    letters = (letter for letter in f"{first}.{last}".lower() if letter.isalpha() or letter == ".")
    return f"{''.join(letters)}.{key}"
