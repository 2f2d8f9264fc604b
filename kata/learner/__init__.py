"""What the course knows of a learner, and their own files: answers, lessons, progress, reports."""
