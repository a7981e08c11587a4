"""Reads a note: does it name the open case, and which decision does it state?

The case is named by a sentence that speaks of one article on several lines (duplicates, the same article twice, conflicting
prices, ...). What is said of it stands in that sentence, its paragraph, or what hangs on it: the text under a heading, a
deeper bullet, a line that begins with "Decision:". Sentences there that speak of something else (comments, prices of a
wrong form) or of exact repeats alone are left out.

Decisions are read clause by clause (phrases.py):
- A question, a list of options, advice to whoever wants it otherwise, what is only possible ("could", "may", "perhaps",
  "either ... or") and what is denied ("rather than", "no error") state nothing.
- What would be, and what stands in a reason, counts only where nothing is stated outright.
A note that states two decisions states none that one could rely on.
"""

import re
from typing import NamedTuple

import phrases

NOUN = r"(?:articles?|items?|products?|skus?|keys?|numbers?|codes?|ids?|identifiers?|parts?|names?|entry|entries)"
MANY = r"(?:two|three|2|several|multiple|many|more than one|both|different|differing|conflicting|contradict\w+|distinct|various|further|another|second|later|subsequent|additional|repeated|earlier)"
LINES = r"(?:lines?|rows?|entries|entry|prices?|values?|records?|occurrences?|listings?|mentions?|times|places|of them)"
TIMES = r"(?:twice|more than once|(?:again|anew)\b|(?:multiple|several|many|two or more|\d+) times|over and over|repeatedly|a second time)"
NOT_ARTICLES = r"(?! (?:comment|blank|empty|header|heading|white|space|semicolon|separator|line end|code|logic|test|digit|point)\w*)"
CASES = [re.compile(p, re.IGNORECASE) for p in (
    r"\b(?:duplicat(?:e|es|ed|ion|ions)|dupes?|dups?)\b" + NOT_ARTICLES,
    rf"\b{NOUN}\b.{{0,80}}?\b{TIMES}",
    rf"\b{TIMES}\b.{{0,60}}?\b{NOUN}\b",
    rf"\b(?:repeat(?:s|ed|ing)?|repetitions?|recur\w*|re-?occur\w*|re-?appear\w*|re-?list\w*|re-?defin\w*|re-?us\w+)\b{NOT_ARTICLES}.{{0,60}}?\b{NOUN}\b",
    rf"\b{NOUN}\b.{{0,60}}?\b(?:repeat(?:s|ed|ing|edly)?|recurs?|recurring|re-?occurs?|re-?appears?|come up repeatedly)\b",
    rf"\b(?:same|equal|identical|one|an?|each|any|that|the|every|such|its?)\b (?:\w+ )?{NOUN}\b.{{0,80}}?\b{MANY}\b (?:\w+ ){{0,2}}?{LINES}\b",
    rf"\b{MANY}\b (?:\w+ ){{0,2}}?{LINES}\b.{{0,80}}?\b(?:same|equal|identical|one|an|each|any|that|single)\b (?:\w+ )?{NOUN}\b",
    rf"\b{MANY}\b.{{0,40}}?\b(?:same|identical)\b (?:\w+ )?{NOUN}\b",
    rf"\bsame {NOUN}\b.{{0,60}}?\b(?:already|several|multiple|two|both|other)\b",
    rf"\b(?:articles?|items?|products?|skus?)\b.{{0,60}}?\b(?:two|three|several|multiple|many|more than one|different|differing|conflicting)\b (?:\w+ ){{0,2}}?{LINES}\b",
    rf"\b(?:each|every|any|an|one)\b {NOUN}\b.{{0,40}}?\bonce\b",
    rf"\b(?:conflicting|contradictory|inconsistent|different|differing|competing|ambiguous|multiple|several|two)\b prices\b",
    rf"\b(?:not |non-?)?unique(?:ness)?\b",
    rf"\b{NOUN}\b.{{0,60}}?\b(?:only|at most|exactly|just) (?:once|one time|on one line)\b",
    rf"\b{NOUN}\b.{{0,60}}?\balready (?:\w+ ){{0,3}}?(?:seen|present|listed|loaded|stored|known|exists?|there|read|in the)\b",
    rf"\b{NOUN}\b.{{0,60}}?\b(?:seen|listed|read|occurred|appeared|known|given|met|had|used|loaded|present) (?:before|earlier|previously)\b",
    r"\brepeats\b" + NOT_ARTICLES,
)]
OTHER = re.compile(
    r"\b(?:malformed|invalid|ill-formed|blank|empty|comments?|semicolons?|separators?|negative|headers?|white ?space|spaces?|encod\w*|utf|bom|byte|decimals?|digits?|"
    r"commas?|line[- ]ends?|line endings?|carriage|line feeds?|newlines?|crlf|formats?|currenc\w*|case[- ](?:in)?sensitiv\w*|upper|missing|unparse?able|wrong|bad|broken|type|rounding|zero|huge|large|ascii|unicode)\b",
    re.IGNORECASE)
ONE_LINE = re.compile(r"\b(?:two|several|more than one|second|multiple|exactly one) semicolons?\b|\bon (?:one|the same|a single) line\b", re.IGNORECASE)
IDENTICAL = re.compile(r"\b(?:exact(?:ly)?|identical(?:ly)?|literal(?:ly)?|verbatim|same price|equal prices?|same prices)\b", re.IGNORECASE)
DIFFERING = re.compile(r"\b(?:even|regardless|whether|also|as well|too|different|differ\w*|conflict\w*|contradict\w*|two prices|other price|another price|or not)\b", re.IGNORECASE)
CONTINUES = re.compile(
    r"^(?!assumption \w{1,2}\b)\W*(?:decision|behaviou?rs?|resolution|resolved|choice|chosen|handling|handled|treatment|approach|policy|rule|outcome|result|effect|action|what (?:the code|it|load)|implementation|implemented|"
    r"code|answer|a\b|so\b|we\b|i\b|therefore|thus|hence|this|it\b|in (?:that|this|such)|the (?:code|loader|implementation|function)|load\b|my\b|why|reason|rationale|because|assumption|assumed|then|→|=>|->)", re.IGNORECASE)
LABEL = re.compile(r"\(?\b([a-e1-5])\)", re.IGNORECASE)
PICKED = re.compile(r"\b(?:chosen|chose|picked|went with|decided (?:on|for)|selected|opted for|settled on|implemented|implements|use)\b:? (?:option |variant |alternative )?(?:\(?([a-e1-5])\)|(?<=option )([a-e1-5])\b)", re.IGNORECASE)
# A repeated line may have the wrong form too; the error that this gives says nothing of repeats.
FORM = re.compile(r"\bstill\b.{0,60}\b(?:form\w*|check\w*|valid\w*|pars\w+|malformed|bad|wrong|broken)\b|\bwell-formed\b|\b(?:repeat\w*|duplicat\w*|second|later)\b[^.]{0,40}\b(?:is|are) (?:malformed|invalid|broken|ill-formed)\b|\bmalformed (?:repeat|duplicat|second|later)", re.IGNORECASE)
LABELLED = re.compile(r"(?:assumption|question|case|gap|issue|point|topic|q)\b ?\w{0,2}[:.)]", re.IGNORECASE)
OPTIONS = re.compile(r"\b(?:options|alternatives?|possibilities|choices|candidates|variants|readings|interpretations|ways)\b.{0,40}?(?:\b(?:were|are|is|was|would|include|exist|considered|rejected)\b|:)|^\W*(?:possible|conceivable)\b.{0,30}:|\b(?:choose|choice|decide|chose|decided) between\b", re.IGNORECASE)
ADVICE = re.compile(r"\bif (?:you|the (?:customer|supplier)|anybody|somebody|someone)\b.{0,20}?\b(?:wants?|prefers?|rather|needs?|wish\w*|would like|likes?)\b|^to change (?:that|this|it)\b", re.IGNORECASE)
CHOSEN = re.compile(r"\b(?:chosen|chose|picked|went with|decided|selected|opted|settled)\b(?! between)", re.IGNORECASE)


class Note(NamedTuple):
    """The sentence that names the case, or None; and each decision with a sentence that states it."""

    case: str | None
    decisions: dict


class Block(NamedTuple):
    indent: int
    heading: bool
    bullet: bool
    text: str


def plain(text):
    """One spelling for what is written in several: quotes, dashes, contractions, emphasis. Code blocks are left out."""
    text = re.sub(r"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$", "", text.replace("\r\n", "\n"), flags=re.DOTALL | re.MULTILINE)
    # In code a semicolon or a bar ends nothing.
    text = re.sub(r"`[^`\n]*`", lambda code: re.sub(r"[;|]", " ", code.group()), text)
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')
    text = re.sub("[\u2010\u2011\u2012]", "-", text)
    text = re.sub("[\u2013\u2014]", " - ", text)
    text = re.sub("\u2192|=>|->", " : ", text)
    text = re.sub("[\u00a0\u2009\u202f]", " ", text)
    text = re.sub(r"\bcan't\b|\bcannot\b", "can not", text, flags=re.IGNORECASE)
    text = re.sub(r"\bwon't\b", "will not", text, flags=re.IGNORECASE)
    text = re.sub(r"(\w)n't\b", r"\1 not", text)
    text = re.sub(r"\b([Ii]|[Ww]e)'(?:ve|d|ll)\b", r"\1", text)
    text = re.sub(r"\bno longer\b", "not", text, flags=re.IGNORECASE)
    return text


def blocks(text):
    """Paragraphs, bullets, table rows and headings."""
    found = []
    open_block = False
    for line in plain(text).split("\n"):
        stripped = line.strip()
        if not stripped:
            open_block = False
            continue
        if re.fullmatch(r"[=\-_*]{3,}|\|?[\s:|-]+\|?", stripped):
            # An underline makes a heading of the line above.
            if open_block and re.fullmatch(r"=+|-+", stripped):
                found[-1] = found[-1]._replace(heading=True)
            open_block = False
            continue
        indent = len(line) - len(line.lstrip())
        bullet = re.match(r"(?:[-*+\u2022]|\(?\d+[.)])\s+", stripped)
        heading = bool(re.match(r"#+\s", stripped)) or bool(re.fullmatch(r"\*\*[^*]+\*\*:?|__[^_]+__:?", stripped))
        body = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)", "", stripped[bullet.end():] if bullet else stripped.lstrip("# "))
        if heading or bullet or LABELLED.match(stripped) or stripped.startswith("|") or not open_block:
            # The number of a bullet is a label that later text may refer to.
            numbered = bullet and re.match(r"\(?([1-5])[.)]", bullet.group())
            found.append(Block(indent, heading, bullet is not None, f"({numbered[1]}) {body}" if numbered else body))
        else:
            found[-1] = found[-1]._replace(text=found[-1].text + " " + body)
        open_block = not heading and not stripped.startswith("|")
    return found


def sentences(text):
    parts = re.split(r"(?<=[.!?;])[\"')]*\s+(?=\S)|\|", re.sub(r"\b(?:e\.g|i\.e|incl|resp|approx|etc|vs)\.", lambda m: m.group().replace(".", ""), text))
    return [re.sub(r"\s+", " ", part).strip() for part in parts if part.strip()]


def names_case(sentence):
    return any(case.search(sentence) for case in CASES) and not ONE_LINE.search(sentence)


def speaks_of_else(sentence):
    other = OTHER.search(sentence)
    return other is not None and not names_case(sentence) and not phrases.decision_before(sentence, other.start())


def hanging(all_blocks, index):
    """The blocks that belong to the one at index."""
    head = all_blocks[index]
    opens = head.heading or head.text.rstrip().endswith(":")
    for block in all_blocks[index + 1:]:
        if block.heading and not (opens and CONTINUES.match(block.text)):
            return
        if opens or block.indent > head.indent or CONTINUES.match(block.text):
            yield block
        else:
            return


def in_scope(all_blocks):
    """The sentences that speak of the open case, each once and in order, and whether each only tells an option."""
    taken = set()
    for index, block in enumerate(all_blocks):
        if not any(names_case(s) for s in sentences(block.text)):
            continue
        listing = False
        for part in (block, *hanging(all_blocks, index)):
            if id(part) in taken:
                continue
            taken.add(id(part))
            option = listing and part.bullet
            for sentence in sentences(part.text):
                option = bool(OPTIONS.search(sentence) or option and (part.bullet or LABEL.match(sentence))) and not CHOSEN.search(sentence)
                if not speaks_of_else(sentence):
                    yield sentence, option
            listing = part.text.rstrip().endswith(":") and bool(OPTIONS.search(part.text)) or listing and part.bullet


def options(sentence):
    """What the labels of a list of options stand for: "(a) raise, (b) keep the first"."""
    for label, text in re.findall(rf"{LABEL.pattern}\s*([^,;()]+)", sentence, re.IGNORECASE):
        for clause in phrases.clauses(text):
            yield from ((label.lower(), decision) for decision, _ in phrases.decisions(clause, ""))


def read(text):
    """Reads the note."""
    scope = list(in_scope(blocks(text)))
    case = next((s for s, _ in scope if names_case(s)), None)
    labels = dict(pair for s, _ in scope for pair in options(s))
    listed = len(set(labels.values())) > 1
    outright, weaker = {}, {}
    previous = ""
    for sentence, option in scope:
        chosen = PICKED.search(sentence)
        if chosen and (chosen[1] or chosen[2]).lower() in labels:
            outright.setdefault(labels[(chosen[1] or chosen[2]).lower()], sentence)
        option = option or listed and LABEL.search(sentence) and not CHOSEN.search(sentence)
        if not option and not sentence.endswith("?") and not ADVICE.search(sentence):
            for decision, is_outright in stated(sentence, previous):
                (outright if is_outright else weaker).setdefault(decision, sentence)
        previous = sentence
    return Note(case, outright or weaker)


def stated(sentence, previous):
    """The decisions that a sentence states, as (decision, outright)."""
    for clause in phrases.clauses(sentence):
        if not only_exact_repeats(sentence, clause.text):
            yield from (found for found in phrases.decisions(clause, previous) if found[0] != "raise" or not FORM.search(sentence))
        previous = clause.text


def only_exact_repeats(*texts):
    return any(IDENTICAL.search(text) and not DIFFERING.search(text) for text in texts)
