"""What people do in supervision."""
