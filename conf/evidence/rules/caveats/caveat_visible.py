"""Wherever a statement can be seen, the titles of its caveats can be seen, as text.

In the built page they stand beside the statement; those that hold for all statements around it,
at the head of its section, finding or card; those of a numbered list, under it with the numbers of
the sentences. They are never only in something hidden, closed, or shown on hover. The summary of
each stands on the page outside of tabs, linked to the page of caveats.

Bad (html):

    <div class="claim" id="claim-a-link">
      <p class="claim-text">Higher blood magnesium was linked to fewer deaths.</p>
      <details><summary>But</summary><ul class="tag"><li>A link is not a cause</li></ul></details>
    </div>

Good (html):

    <div class="claim" id="claim-a-link">
      <p class="claim-text">Higher blood magnesium was linked to fewer deaths.</p>
      <ul class="tag"><li>But: <a href="caveats.html">A link is not a cause</a></li></ul>
    </div>
    <dl class="caveats">
      <dt><a href="caveats.html#caveat-association-not-causation">A link is not a cause</a></dt>
      <dd>People who differ in one thing differ in others.</dd>
    </dl>
"""

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("claims", "findings", "restatements", rendered=True)
def check(_statement: object, _handbook: object) -> Remarks:
    return iter(())
