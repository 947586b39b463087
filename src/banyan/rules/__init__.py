"""How any policy is computed. Knows no policy and no web."""
