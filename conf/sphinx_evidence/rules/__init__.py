from .registry import RULES, by_place
def judge(handbook):
    return by_place(p for r in RULES.values() for p in r.problems(handbook))
