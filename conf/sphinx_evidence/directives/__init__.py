"""The directives and roles that authors write."""

DIRECTIVES = (
    "claim", "restate", "bottom-line", "evidence-card", "finding", "caveat",
    "study-table", "caveat-table", "evidence-table", "statement-table", "statement-count",
    "allowance-table", "rule-table", "rule-pages", "vocabulary-table",
    "forest-plot", "effect-direction-plot", "study-timeline", "food-chart", "mechanism-diagram",
)  # fmt: skip
ROLES = ("claim", "study", "caveat", "card", "result", "count")
