"""What policies say, one package a policy."""
