"""What is done with projects, by subject."""
