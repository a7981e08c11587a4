"""The phrases that state a decision about an article on several lines, clause by clause."""

import re
from typing import NamedTuple

IGNORE = re.IGNORECASE
PRICE = r"(?:price|line|one|value|entry|row|occurrence|assignment|record|listing|mention|definition|quote|version)s?"
NO_PRICE = "rule|sentence|section|point|paragraph|example|test|step|digit|character|field|column|word|semicolon|version of the spec"
FIRST = re.compile(r"\b(?:first|earlier|earliest|original|initial|previous|previously|existing|prior|former|preceding|older|oldest|old|already|topmost|upper|before)\b(?! (?:" + NO_PRICE + r"))|\b(?:closest|nearest) (?:to )?the (?:start|top|beginning)\b", IGNORE)
LAST = re.compile(r"\b(?:last|later|latest|second|subsequent|newer|newest|new|recent|(?<!is )final|following|bottom-?most|bottom|latter|next|further|additional|repeats?|repeated|repetitions?|duplicates?)\b(?! (?:" + NO_PRICE + r"))|\b(?:closest|nearest) (?:to )?the (?:end|bottom)\b|\blower (?:line|row|one|entry)\b|\bfurthest down\b", IGNORE)
LOWEST = re.compile(r"\b(?:lowest|cheapest|cheaper|smallest|smaller|minimum|minimal|min|least|lower)\b(?![- ]?(?:case|line|row|one\b|entry|down))", IGNORE)
HIGHEST = re.compile(r"\b(?:highest|dearest|dearer|largest|larger|biggest|bigger|greatest|greater|maximum|maximal|max|most expensive|higher)\b", IGNORE)
SUM = re.compile(r"\b(?:sum|sums|summed|adds? up|added (?:up|together)|adding)\b", IGNORE)
MEAN = re.compile(r"\b(?:averag\w+|(?:arithmetic|the) mean of|mean price)\b", IGNORE)
NO_SUBJECT = re.compile(r"(?:so|therefore|thus|hence|and|it|that|this|one|is|then|will|should|\s)*", IGNORE)
SETDEFAULT = re.compile(r"\bset-?default\b", IGNORE)
POSITIONS = [("first", FIRST), ("last", LAST), ("lowest", LOWEST), ("highest", HIGHEST)]

KEEP = re.compile(
    r"\b(?:keep|keeps|keeping|use|uses|using|take|takes|taking|retain|retains|retaining|prefer|prefers|preferring|trusts?|honou?rs?|returns?|returning|stores?|storing|choose|chooses|choosing|picks?|picking|selects?|"
    r"selecting|accepts?|applies|apply|adopts?|respects?|favou?rs?|goes? with|going with|went with|sticks? (?:to|with)|opt(?:s|ed)? for|settled? (?:on|for)|decid(?:e|es|ed) (?:on|for)|lets?|letting|reports?|yields?|gives?|has|have|gets?|holds?|contains?|"
    r"kept|used|taken|took|retained|preferred|returned|stored|chosen|chose|selected|picked|accepted|adopted|trusted|respected|honou?red|reported)\b", IGNORE)
WIN = re.compile(
    r"\b(?:wins?|won|winning|counts?|counted|prevails?|stands?|stays?|remains?|survives?|(?:is|are|as) (?:the )?(?:valid|authoritative|effective|relevant|decisive|binding|in force|definitive|right|correct)(?: one)?|"
    r"(?:takes?|taking|has|have|gets?|given) (?:precedence|priority)|precedence|is the one|ends? up|is final|final say|sticks?|matters?|goes in(?:to)?|decides?|applies|rules)\b", IGNORE)
DROP = re.compile(r"\b(?:ignor(?:e|es|ing|ed)|skip(?:s|ping|ped)?|discard(?:s|ing|ed)?|drop(?:s|ping|ped)?|disregard(?:s|ing|ed)?|leaves? out|left out|omit(?:s|ted|ting)?|throws? away|thrown away|lost|have no effect|has no effect|without effect|changes? nothing|do(?:es)? nothing)\b", IGNORE)
REPLACE = re.compile(r"\b(?:overwrit(?:e|es|ing|ten)|overwrote|replac(?:e|es|ing|ed)|overrid(?:e|es|ing|den)|overrode|supersed(?:e|es|ing|ed)|updat(?:e|es|ing|ed)|overrul(?:e|es|ed|ing)|takes? the place of|chang(?:e|es|ed|ing)(?= (?:the |its |that |their )?price))\b", IGNORE)
PASSIVE = re.compile(r"(?:written|ridden|placed|seded|dated|ruled)$", IGNORE)
GONE = re.compile(
    r"\b(?:left out|leaves? out|leaving out|omit(?:s|ted|ting)?|dropp?(?:s|ed|ing)?|exclud(?:es?|ed|ing)|remov(?:es?|ed|ing)|delet(?:es?|ed|ing)|discard(?:s|ed|ing)?|leaves?|skip(?:s|ped|ping)?|ignor(?:es?|ed|ing))\b.{0,40}?\b(?:altogether|entirely|completely|wholly|from the (?:result|dict\w*)|of the (?:result|dict\w*)|both|all of (?:them|its|the)|all its)\b"
    r"|\b(?:both|all)\b.{0,40}?\b(?:left out|omitted|dropped|excluded|removed|discarded|ignored|skipped)\b"
    r"|\b(?:is|are|will be|be)\b (?:not (?:in|part of|included|listed|returned)|missing|absent)\b|\bneither (?:of|price|line|is|one)\b|\bnot appear in\b|\bnone of (?:them|the|its)\b(?: \w+)? (?:is|are) (?:used|kept|returned|taken|listed|valid)\b", IGNORE)
ERROR = r"(?:value ?|key ?|custom |duplicate\w* ?)?(?:errors?|exceptions?)\b"
RAISE = re.compile(
    rf"(?<!what )\b(?:rais(?:e|es|ed|ing)|throw(?:s|n|ing)?|threw)\b(?! (?:an? |the )?(?:warning|question|issue|point|concern|price|away))|\bvalueerror\b|\breject(?:s|ed|ing)?\b|\brefus(?:e|es|ed|ing)\b|\babort(?:s|ed|ing)?\b|\b(?:stops?|stopping|halts?) (?:with|reading|loading|the)\b|\bfail(?:s|ed|ing)?\b"
    rf"|\b(?:signal|report|produc|caus|giv|lead|result|end|yield|trigger|get|is|are|as)\w*\b (?:\w+ ){{0,3}}?{ERROR}|^(?:an? )?{ERROR}"
    r"|\b(?:as|like|is|are) (?:an? |any )?(?:other )?(?:invalid|malformed|broken|bad|illegal|ill-formed)\b", IGNORE)
RULED_OUT = re.compile(r"\b(?:rais\w+|throw\w+|reject\w+|refus\w+|abort\w+|fail\w+|error|exception)\b.{0,20}?\b(?:was|were|is|seems?|seemed|felt|looked)\b (?:\w+ )?(?:rejected|ruled out|too|overkill|harsh|considered|discarded|unhelpful|undesirable)", IGNORE)
NOT = re.compile(r"\b(?:not?|never|nor|neither|without|nothing|can ?not|avoid\w*)\b", IGNORE)
OPEN = re.compile(r"\b(?:may(?! not)|might|could|maybe|perhaps|possibly|either|probably|usually|sometimes|normally|typically|likely|undefined|depend\w*|consider(?:ed|ing)?|alternativ\w*|tbd|todo|to be (?:decided|clarified|defined)|or else|unclear|should we|whether)\b", IGNORE)
WOULD = re.compile(r"\b(?:would|otherwise|by default|naive\w*|simply assigning|plain dict\w*|a dict(?:ionary)? (?:simply |just )?(?:keeps|lets))\b", IGNORE)
EVALUATED = re.compile(r"^(?:silently |simply |just )?(?:keeping|taking|using|ignoring|overwriting|raising|skipping|picking|dropping|replacing|rejecting|refusing|throwing)\b.{0,40}?\b(?:is|was|hides?|hid|loses?|means?|seem\w*|feels?|felt|look\w*|appear\w*|too|risk\w*)\b|^as (?:did|does|is|was|would)\b", IGNORE)
REASON = re.compile(r"^(?:because|since|as|so that|in order to|to avoid|given that|on the grounds|in case of)\b", IGNORE)
CARRIES_ON = re.compile(r"^(?:or |to |and )*(?:raise|raising|reject\w*|refus\w+|throw\w*|fail\w*|abort\w*|keep\w*|tak(?:e|ing)|us(?:e|ing)|ignor\w+|skip\w*|drop\w*|overwrit\w+|replac\w+|prefer\w*|let|pick\w*|choos\w+|leav\w+|report\w*|an error)\b", IGNORE)
CONDITION = re.compile(r"^(?:but |and |so )?(?:if|when|whenever|where|wherever|in case|should|once)\b", IGNORE)
ASIDE = re.compile(r"\b(?:rather than|instead of|as opposed to|unlike|in contrast to|and not|not just|compared with)\b[^,;:.]*", IGNORE)
SPLIT = re.compile(r"[,:()]|(?<=\s)-(?=\s)|(?<=\s)(?=(?:and|but|so|while|whereas|because|since|though|although|hence|therefore|thus|which|ie|eg|yet)\s)", IGNORE)
ALL_BUT = re.compile(r"\b(?:all|every\w*|any|everything|anything|lines|prices|ones|entries)\b(?: \w+){0,2}? (?:but|except|save|other than|apart from) (?:for )?the (first|last)(?: one| line| price| entry| occurrence)?\b|\b(?:all|every\w*|any|everything|anything|lines|prices|ones|entries|one|line|those)\b(?: \w+){0,2}? (?:after|following|beyond|past) the (first)(?: one| line| price| entry| occurrence)?\b", IGNORE)
TWO = re.compile(r"\b(?:first|earlier|earliest|previous)\b(?: \w+)? or (?:the )?\b(?:last|later|latest|second|new)|\b(?:last|later|latest|second)\b(?: \w+)? or (?:the )?\b(?:first|earlier|earliest|previous)", IGNORE)
OF_ONE = re.compile(rf"\b(?:price|value|that|one)s? (?:of|from|on|in|given) (?:the )?(?:very )?\w+|^(?:the )?\w+(?: {PRICE})?$", IGNORE)


class Clause(NamedTuple):
    """A clause; possible where it says what could be; outright where it says neither what would be nor a reason."""

    text: str
    possible: bool
    outright: bool


def clauses(sentence):
    """The clauses of a sentence, without the conditions that it begins with and without what it sets itself apart from."""
    found = []
    possible = False
    sentence = ALL_BUT.sub(lambda m: "the later lines" if (m[1] or m[2]).lower() == "first" else "the earlier lines", sentence)
    for part in SPLIT.split(ASIDE.sub(" ", sentence)):
        # Nobody relies on what stands deep in an endless clause, and it would take long to read.
        text = re.sub(r"^(?:and|then|yet)\s+", "", part.strip(" .;!\"'"))[:600]
        if not text or re.fullmatch(r"and|but|so|then|yet", text, IGNORE):
            continue
        if CONDITION.match(text):
            # Up to the comma it tells the case; without a comma the decision follows where a verb of one does.
            text = after_condition(text)
            if not text:
                continue
        possible = bool(OPEN.search(text) or EVALUATED.search(text)) or possible and bool(CARRIES_ON.match(text))
        found.append(Clause(text, possible, not WOULD.search(text) and not REASON.match(text)))
    return found


def after_condition(text):
    """What follows a condition that no comma ends: the part after the last word that tells how often the article is there."""
    ends = [m.end() for m in re.finditer(r"\b(?:twice|more than once|again|times|already|lines|rows|repeated|duplicated|then|prices|entries)\b", text, IGNORE)]
    return text[ends[0]:].strip() if ends else ""


def near(positions, start, end, after_first):
    """The position named nearest to a verb: after it or before it, whichever is asked for first; None where there is none."""
    before = [p for p in positions if p[1] <= start]
    after = [p for p in positions if p[0] >= end]
    order = [after[:1], before[-1:]] if after_first else [before[-1:], after[:1]]
    return next((p[0][2] for p in order if p), None)


def named(text):
    return sorted((m.start(), m.end(), name) for name, pattern in POSITIONS for m in pattern.finditer(text))


def without_repeats(text):
    """Positions that can be kept; of a repeat one says that it is ignored or overwrites, not that it is kept."""
    return [p for p in named(text) if not re.match(r"repeat|duplicat|repetition|already|before", text[p[0]:p[1]], IGNORE)]


def other(position):
    return {"first": "last", "last": "first"}.get(position)


def denied(text, start):
    return bool(NOT.search(text[max(0, start - 30):start]))


def decision_before(sentence, end):
    """Whether the sentence states a decision before that place."""
    return any(True for clause in clauses(sentence[:end]) for _ in decisions(clause, ""))


def decisions(clause, previous):
    """The decisions that a clause states, as (decision, outright); previous is the clause before it, for "it" and "that one"."""
    if clause.possible:
        return
    text = clause.text
    if TWO.search(text):
        yield from (("first", True), ("last", True))
        return
    raised = RAISE.search(text)
    if raised and not NOT.search(text[:raised.end()]) and not RULED_OUT.search(text) and not re.search(rf"{ERROR}.{{0,15}}\bnot\b", text, IGNORE):
        yield "raise", clause.outright
    if GONE.search(text):
        yield "dropped", clause.outright
        return
    for name, pattern in (("sum", SUM), ("mean", MEAN), ("first", SETDEFAULT)):
        match = pattern.search(text)
        if match and not denied(text, match.start()):
            yield name, clause.outright
    yield from ((position, clause.outright and outright) for position, outright in kept(text, previous) if position)


def kept(text, previous):
    """The positions whose price is kept by what the clause says, as (position, outright). What is not overwritten is only implied to be kept."""
    positions = named(text)
    acted = False
    for match in REPLACE.finditer(text):
        acted = True
        before = [name for _, end, name in positions if end <= match.start()]
        after = [name for start, _, name in positions if start >= match.end()]
        repeat = re.search(r"\b(?:repeat|duplicat|repetition)\w*\W+(?:\w+\W+){0,4}?$", text[:match.start()], IGNORE)
        if PASSIVE.search(match.group()) and not re.search(r"\b(?:i|we|have|has)\W*$", text[:match.start()], IGNORE):
            position = other(before[-1]) if before and not repeat else after[0] if after else "last"
        else:
            position = before[-1] if before else other(after[0]) if after else "last"
        not_done = denied(text, match.start())
        yield (other(position) if not_done else position), not not_done
    for match in DROP.finditer(text):
        acted = True
        if not denied(text, match.start()):
            ed = re.search(r"(?:ed|out|lost|effect|nothing|away)$", match.group(), IGNORE) and not re.search(r"\b(?:i|we|load|it|code|loader)\W*$", text[:match.start()], IGNORE)
            position = near(positions, match.start(), match.end(), after_first=not ed)
            yield (other(position) if position else "first"), True
    if acted:
        return
    plain = without_repeats(text)
    for pattern, active in ((WIN, False), (KEEP, True)):
        for match in pattern.finditer(text):
            if denied(text, match.start()):
                continue
            ed = re.search(r"(?:ed|kept|taken|chosen)$", match.group(), IGNORE) and not re.search(r"\b(?:i|we)\W*$", text[:match.start()], IGNORE)
            position = near(plain, match.start(), match.end(), after_first=active and not ed)
            subject = text[:match.start()]
            if position is None and NO_SUBJECT.fullmatch(subject) and (pattern is WIN or re.search(r"\b(?:it|that|this)\b", subject, IGNORE)):
                position = next((p[2] for p in reversed(without_repeats(previous))), None)
            yield position, True
            acted = acted or position is not None
    if not acted and plain and not NOT.search(text) and OF_ONE.search(text):
        yield plain[-1][2], True
