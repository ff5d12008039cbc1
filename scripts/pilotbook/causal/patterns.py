"""The words that speak of cause, as patterns, each with the nearest words that tell only what was seen."""

import re
from collections.abc import Iterator
from functools import cache

CHANGES = {
    "reduce lower shorten halve cut": "… fell after …",
    "improve strengthen": "… was better after …",
    "increase raise boost double treble": "… rose after …",
    "ease": "… was less after …",
    "save": "… cost less after …",
    "prevent avert": "… was rarer after …",
    "transform": "… was different after …",
}
AFTER = "after"
FOLLOWED = "was followed by"
DIFFERENT = "… was different after …"
SEEN = "… was seen after …"
OFFERED = "offered help to …"
COUNTED = "more (or fewer) … after …"


def any_of(words: str) -> str:
    """Give a pattern for any of `words`; '_' stands for a blank."""
    return f"(?:{'|'.join(words.split())})".replace("_", " ")


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern that takes capitals and small letters alike."""
    return re.compile(text, re.IGNORECASE)


def _forms(verb: str) -> tuple[str, ...]:
    """Give the four forms of a verb: 'raise', 'raises', 'raised', 'raising'."""
    if verb == "cut":
        return "cut", "cuts", "cut", "cutting"
    stem = verb.removesuffix("e")
    return verb, f"{verb}s", f"{stem}ed", f"{stem}ing"


# The words of CHANGES in each of their forms, and per form the pattern for any of them: reduce|lower|…, reduced|lowered|…
_VERBS = {_forms(verb): better for verbs, better in CHANGES.items() for verb in verbs.split()}
_BETTER = {form: better for forms, better in _VERBS.items() for form in forms}
_BASE, _PRESENT, _PAST, _GOING = (any_of(" ".join(forms[n] for forms in _VERBS)) + r"\b" for n in range(4))

# A verb acts on something when what follows begins a thing, and not 'by a third', 'from March' or 'over the year'.
_NO_THING = any_of(
    "by from to in at over after during since between among for and or as on with when while than most less so but too"
    " again across there here within until before because where through if is are was were has had somewhat under"
    r" \w+ly (?:each|every|this|last|that)_(?:year|month|week|term|time)"
)
# A blank and the first letter of what is acted on, not read over: " waits", " £2 million", " {O1.result}".
THING = rf"(?= (?!{_NO_THING}\b)[\w£{{'’-])"
# One word with its blank; a comma or stop ends the reach of a pattern.
_WORD = r"(?:[^ ,;:.!?()\n]+ )"
# "quickly ", "also ", one after another or none.
_ADVERB = r"(?:(?:\w+ly|also|even|further|then|again|already|still) )*"
# What stands before a verb in its plain form: "can reduce", "tends to reduce", "was found to reduce".
_CALLS = r"(?:can|will|did|does|(?:tends?|seems?|appears?|shown|known|found|proved|proven|seen|manage[ds]?) to)"
# Those who do it now, so that a plain form is no infinitive: "they reduce", "visits reduce". "council’s" is no plural.
_MANY = r"(?:they|we|which|that|people|children|(?<!['’])[a-z]{3,}s)"
# What a helper is thanked for: 'fill in a form' or 'run a club' is the doing, 'find a job' the change.
_DO = any_of("run set fill apply deliver plan design write build test organise claim see share meet a an the their its")
# And what a helper is thanked for without "to": "helped them find work".
_FARE = any_of(
    "find keep leave stay get move reduce cut improve manage pay live return avoid become feel sleep settle recover"
    " increase raise save prevent gain lose stop come understand cope bring"
)
# "made homes safer", "made them feel more settled".
_BETTER_NOW = any_of(
    "better safer easier quicker faster happier healthier cheaper fairer simpler stronger worse harder feel"
    r" (?:more|less)_\w+"
)
# "savings", "improvements", "fewer": what is delivered or achieved only if something changed.
_GAIN = r"(?:savings?|benefits?|gains?|improvements?|reductions?|better|fewer|lower)\b"
_YIELDED = (
    r"(?P<shown>delivered|delivers|generate[ds]|produce[ds]|yielded|yields|achieve[ds]|brought|brings|drives|drove)"
)
_CHANGE = any_of("fall rise drop reduction improvement success fewer more better lower higher gain")
_WHOM = any_of("most many some all everyone people this these those them")
# "a great ", "the ", "highly ": what may stand before "success".
_GREATLY = r"(?:an? |the )?(?:\w+ly |great |real |clear )?"
_A = any_of(
    "an? the some its their clear real big large small strong positive good lasting significant major marked definite"
)
# The pilot or a part of it, at most four words on: "the new outreach", "its family hubs". Another cause is let off.
PILOT = r"(?:[\w'’-]+ ){0,4}?" + any_of(
    r"pilots?\b schemes?\b programmes?\b projects?\b hubs?\b teams?\b visits?\b interventions?\b services?\b approach\b"
    r" model\b initiative\b support\b outreach\b letters?\b grants?\b platform\b squads?\b huddle\b course\b workers?\b"
    r" training\b advice\b contract\b reforms?\b hours\b"
)

# Whole words only: "reduced" and not the end of "pre-reduced".
_BEGINS = r"(?<![-\w])"
# Of each its text, and the better words; empty ones are looked up by the verb that was found.
_WRITTEN = [
    # 'visits reduced waits'
    (rf"(?:{_PAST}|{_PRESENT}){THING}", ""),
    # Waits fall, attendance rises; but somebody must reduce a cost.
    # 'costs were reduced.'
    (r"reduced(?= ?(?:[,.;)]|$))", ""),
    # 'visits cut waits'
    (rf"{_MANY} (?P<shown>{_BASE}){THING}", ""),
    # 'it can halve costs'
    (rf"{_CALLS} {_ADVERB}(?P<shown>{_BASE}){THING}", ""),
    # 'waits were then reduced'
    (rf"(?:was|were|been|being|is|are|gets?|got) {_ADVERB}(?P<shown>{_PAST})(?! (?:from|short|off)\b)", ""),
    # 'visits, cutting waits'
    (rf"(?<=[,–—] ){_ADVERB}(?P<shown>{_GOING})(?! in\b)", ""),
    # 'it led to calls'
    (r"(?:led|leads|leading) to", FOLLOWED),
    # 'visits lead to calls'
    (rf"(?:{_CALLS}|{_MANY}) (?P<shown>lead to)", FOLLOWED),
    # 'this led many to come'
    (rf"(?P<shown>led) (?!by\b|to\b){_WORD}{{1,6}}?(?:to (?!{_DO}\b)|into\b)", FOLLOWED),
    # 'calls were multiplied'
    (r"(?:was|were|been) multiplied", "… rose after …"),
    # 'driven by the scheme'
    (rf"(?:driven|pushed) by(?= {PILOT})", AFTER),
    # 'it resulted in calls'
    (r"resulted in", FOLLOWED),
    # 'resulting in calls'
    (r"resulting in", "followed by"),
    # 'it results in fewer calls'
    (r"results? in(?= (?:an?|fewer|more|less|better|lower|higher|savings|shorter|quicker|big|large|many)\b)", FOLLOWED),
    # 'as a direct result of visits'
    (r"as a (?:direct )?result(?: of)?", AFTER),
    # 'a rise was the result of visits'
    (r"(?:was|is|were|are) (?:an? |the )?(?:direct )?results? of", AFTER),
    # 'it brought about a rise'
    (r"(?:brought|brings|bringing) about", FOLLOWED),
    # 'caused by visits'
    (r"caused(?: by)?|causing", FOLLOWED),
    # 'it causes fewer calls'
    (r"causes(?= (?:an?|the|more|fewer|less|people|families)\b)", FOLLOWED),
    # 'thanks to visits'
    (r"thanks to", AFTER),
    # 'because their team came'
    (rf"because(?= (?:the|a|its|their) {PILOT})", AFTER),
    # 'this meant that fewer came'
    (r"(?:mean[st]|meaning) that(?= (?:fewer|more|less)\b)|(?:mean[st]|meaning)(?= fewer\b)", FOLLOWED),
    # 'visits were the reason'
    (r"(?:is|are|was|were) the reason(?! for)", FOLLOWED),
    # 'due to the new service'
    (rf"(?:because of|due to|owing to|attribut(?:able|ed) to|put down to)(?= {PILOT})", AFTER),
    # 'contributed to the long fall'
    (rf"contributed to(?= {_WORD}{{0,3}}?{_CHANGE}\b)", FOLLOWED),
    # 'the lasting effect of visits'
    (rf"(?:the|their|its) (?:{_A} )?(?:effect|impact)s? of", "what was seen after"),
    # 'had a clear impact'
    (rf"(?:had|has|have|having|found|saw|shows|showed) (?:{_A} )+(?:effect|impact)s?", SEEN),
    # 'showed effects'
    (r"(?:found|saw|shows|showed) (?:effects|impacts)", SEEN),
    # 'made a real difference'
    (rf"(?:made|makes) (?:{_A} )+difference", SEEN),
    # 'made the whole street safer'
    (rf"(?P<shown>made|makes) {_WORD}{{1,8}}?{_BETTER_NOW}\b", "… was better after …"),
    # 'helped families to stay'
    (rf"help(?:ed|s) (?:{_WORD}{{0,14}}?to (?!{_DO}\b)\w+|{_WORD}{{0,3}}?{_FARE}\b)", OFFERED),
    # 'staff called, helping people find work'
    (rf"(?<=, )helping (?:{_WORD}{{0,6}}?to (?!{_DO}\b)\w+|{_WORD}{{0,3}}?{_FARE}\b)", OFFERED),
    # 'enabled parents to find work'
    (rf"(?:enabled|enables) {_WORD}{{1,6}}?to (?!{_DO}\b)\w+", "after which …"),
    # 'kept children out of care'
    (rf"(?P<shown>keeps?|kept) {_WORD}{{1,4}}?(?:out of|from)\b", COUNTED),
    # 'stopped people leaving'
    (rf"(?P<shown>stopped|stops) {_WORD}{{1,4}}?(?:from )?\w+ing\b", COUNTED),
    # 'brought in many more families'
    (r"(?P<shown>brought|brings) (?:in |back )?(?:many )?(?:more|extra|new)\b", COUNTED),
    # 'brought the numbers down'
    (rf"(?P<shown>brought|brings|drove|drives|driven|pushed) {_WORD}{{0,4}}?(?:down|up)\b", "… fell (or rose) after …"),
    # 'got more people into work'
    (rf"(?P<shown>got|gets) (?:many )?(?:more|most|\w+) {_WORD}{{0,2}}?into\b", COUNTED),
    # 'turned the service around'
    (rf"(?P<shown>turned|turns) {_WORD}{{1,4}}?around", DIFFERENT),
    # 'turned around families'
    (rf"turned around{THING}|(?:was|were|been) turned around|(?:changed|changes) (?:\w+ )?lives", DIFFERENT),
    # 'delivered lasting savings'
    (rf"{_YIELDED} {_WORD}{{0,2}}?{_GAIN}", SEEN),
    # 'it pays for itself'
    (r"(?:paid|pays) for (?:itself|themselves)", "… cost less after …"),
    # 'it sped up'
    (r"sped up|speed(?:ed|s) up", "… was quicker after …"),
    # 'it worked well'
    (rf"work(?:ed|s)(?= (?:(?:so |very |quite )?well|best|better|for {_WHOM}\b)| ?[.,;)]|$)", COUNTED),
    # 'it succeeded in that'
    (r"(?:succeeded|succeeds) in", COUNTED),
    # 'was highly successful'
    (rf"(?:was|is|were|are|been|prove[ds]?) {_GREATLY}(?:success(?:es|ful)?|(?:cost-)?effective)\b", COUNTED),
    # 'was tested successfully'
    (r"(?:trialled|tested|piloted) successfully|successfully (?:trialled|tested|piloted)", "was tested"),
]  # fmt: skip
# Letters that a pattern takes for i, s or k, and that are no such small letter when made small.
_ODD = re.compile("[\u0130\u0131\u017f]")


def is_change(word: str) -> bool:
    """Say whether `word` is a form of a verb of changing, such as 'reduced', and no link such as 'led to'."""
    return word.lower() in _BETTER


def causal_matches(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, better words) of causal words in a sentence, the longest at each place, never overlapping."""
    if not may_match(sentence):
        return
    found = sorted(
        (match.start(), -match.end(), *match.span(_group(match)), better or _BETTER[match[_group(match)].lower()])
        for regex, better in _patterns()
        for match in regex.finditer(sentence)
    )
    reached = 0
    for _, end, start, stop, better in found:
        if start >= reached:
            yield start, stop, better
            reached = max(-end, stop)


def may_match(sentence: str) -> bool:
    """Say whether any pattern finds something in a sentence; nine of ten hold nothing."""
    return bool(_any().search(sentence.lower()) or _ODD.search(sentence))


# They are compiled when a text is read, as most commands read none.
@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(pattern(f"{_BEGINS}(?:{text})"), better) for text, better in _WRITTEN]


@cache
def _any() -> re.Pattern[str]:
    """All of them at once, for small letters: it answers for a sentence in a tenth of the time that they take one by one."""
    texts = "|".join(f"(?:{text.replace('?P<shown>', '?:')})" for text, _ in _WRITTEN)
    return re.compile(f"{_BEGINS}(?:{texts})")


def _group(match: re.Match[str]) -> int | str:
    return "shown" if match.groupdict().get("shown") else 0
