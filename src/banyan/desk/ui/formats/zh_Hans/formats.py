"""Numbers in Chinese are grouped by threes, as offices of finance write them; Django's own formats
have groups of four without a sign between them."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
