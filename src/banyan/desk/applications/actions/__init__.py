"""What people do with applications."""
