"""Why causal words in a sentence may stand: the text does not vouch that the pilot was the cause."""

import re
from dataclasses import dataclass

from pilotbook.causal.patterns import any_of, is_change, pattern


@dataclass(frozen=True)
class Place:
    """Causal words in their sentence.

    before, after: the rest of the sentence, cut at turns such as '; …' or ', but …'. clause: the end of `before`, from
    the last comma or joining word, as a rule the subject.
    """

    before: str
    clause: str
    words: str
    after: str

    @property
    def last(self) -> str:
        """Give the word before, in small letters."""
        return next(iter(self.before.casefold().split()[-1:]), "")


# Where a sentence turns to something else: "; ", ", but ", ", and " with a new subject. What is denied before holds no longer.
_TURN = pattern(r";|,? (?:but|yet(?! to\b)|though|although|whereas|while)\b|, and (?!that\b|so\b)|(?<!that), it was\b")
# Where a clause begins within that: a comma, "and", "that", "which". A subject is looked for after the last of these.
_JOIN = pattern(r"[,:;()–—]|\b(?:and|but|that|which|who|because|when|where|so|as|if|then)\b")

# In letters. Nobody writes so long a stretch without a turn, except to make the patterns slow.
_LONGEST = 600


def surroundings(sentence: str, start: int, stop: int) -> Place:
    """Give the surroundings of `sentence[start:stop]`."""
    before = sentence[max((turn.end() for turn in _TURN.finditer(sentence, 0, start)), default=0) : start]
    clause = before[max((join.end() for join in _JOIN.finditer(before)), default=0) :]
    turn = _TURN.search(sentence, stop)
    after = sentence[stop : turn.start() if turn else None]
    return Place(before[-_LONGEST:], clause[-_LONGEST:], sentence[start:stop], after[:_LONGEST])


# "did not", "never", "no family", "failed to", "didn’t".
_NOT = r"(?:\b(?:no|not|cannot|never|neither|nor|none|nobody|nothing|hardly|barely|scarcely|fail(?:s|ed)? to|little)\b|n['’]t\b)"
_DENIED = pattern(_NOT)
# A denial further back that reaches over "that": "no evidence that visits …", "nobody claims that it …", "it is wrong to say".
_DENIED_THAT = pattern(
    rf"{_NOT}[^,;]*\b(?:show|prove|proof|evidence|sign|sa(?:y|id)|mean|clear|known|claim|tell|think|find|found|suggest|figure|"
    r"indication|support|confirm|expect|true|count)\w*\b[^,;]*$|\bwrong to say\b|\byet to be\b"
)
# "cut neither costs nor waits", "had no effect".
_NOTHING_AFTER = pattern(r"^ (?:no|neither|nothing|none|little|not|few)\b")


def _is_denied(place: Place) -> bool:
    """'The visits did not reduce waits', 'cut neither admissions nor costs', 'no evidence that it led to …'."""
    of_clause = _DENIED.search(place.clause) or _NOTHING_AFTER.search(place.after)
    return bool(of_clause or _DENIED_THAT.search(place.before))


# "whether it …", "how far it …", "what caused …", "what the visits …", "how can it …".
_ASKED = pattern(
    r"\b(?:whether|how (?:much|many|far|long|often)|if|unless)\b[^,;]*$|\bwhat(?: [\w’'-]+){0,4} $|\bhow\b[^,;]*\bcan $"
)
# Words before a noun that is looked into: "to measure the effect of", "a study of the impact of".
_STUDIED = pattern(r"\b(?:measure|estimate|assess|judge|test|study|on|about|examine|know|compare|gauge|ask|of)[ds]? ?$")
# And after it: "the effect of visits is unclear", "… cannot be measured".
_UNKNOWN = pattern(
    r"^[^;]*\b(?:unclear|(?:not|never|n['’]t|cannot be|yet to be) (?:yet )?(?:known|clear|told|measured|counted|published))\b"
)


def _is_asked(place: Place) -> bool:
    """'It is not known what caused the rise', 'whether it works', 'to measure the effect of …'."""
    # "the effect of": what is looked into is a noun, and not a verb that tells what happened.
    is_noun = bool(re.search("effect|impact", place.words)) and place.words.lower().startswith(("the", "its", "their"))
    return place.after.rstrip().endswith("?") or bool(
        _ASKED.search(place.before) or (is_noun and (_STUDIED.search(place.before) or _UNKNOWN.search(place.after)))
    )


# "may have cut", "could reduce", "perhaps led to".
_PERHAPS = pattern(r"\b(?:may|might|could|would|should|perhaps|possibly|likely|potentially)\b[^;]*$")
# "the idea was that visits …", "they hoped that it …", "it was expected to".
_MEANT = pattern(
    r"\b(?:idea|theory|hypothesis|hope|aim|goal|purpose|plan|thought|expectation|belief|case)s? (?:is|was|were|being)\b[^;]*$"
    r"|\b(?:hope[sd]?|expect(?:s|ed)?|intend(?:s|ed)?|believed|assume[sd]?|plan(?:s|ned)|forecasts?|predict(?:s|ed)?|promise[sd]?)\b[^,;]*$"
)
# Before a form in "-ing", which may be what was wanted: "ways of reducing", "aimed at cutting", "such as raising".
_WANTING = pattern(
    r"\b(?:aim(?:s|ed|ing)?|plan(?:s|ned)?|meant|hope[sd]?|expect(?:s|ed)|designed|intended|wants?|wanted|ways? of|"
    r"includ\w+|such as|tr(?:y|ied|ying) to|seek\w*|sought)\b"
)
# "to cut", which is an aim; but "was found to cut" and "managed to cut" tell what happened. "cut" is its own past form.
_INFINITIVE = pattern(
    r"(?<!known )(?<!shown )(?<!found )(?<!tend )(?<!tends )(?<!managed )\bto (?:[^,;.]* and |help )?$"
)


def _is_meant(place: Place) -> bool:
    """'The letters may have raised it', 'the theory is that visits reduce …', 'to find and cut waste'."""
    is_going = place.words.lower().endswith("ing") or place.words.lower().startswith("helping")
    return bool(
        _PERHAPS.search(place.clause)
        or _MEANT.search(place.before)
        or (is_going and (_WANTING.search(place.before) or _PERHAPS.search(place.before)))
        or (place.words.lower() == "cut" and _INFINITIVE.search(place.before))
    )


# "the council said", "staff believe that", "the report describes", with the words on either side to tell who speaks.
_SAYS = pattern(
    r"(?P<previous>[\w’'-]+ )?\b(?:said|sa(?:y|ys|ying)|credit(?:s|ed)?|argue[sd]?|believe[sd]?|th(?:ink|inks|ought)|"
    r"maintain(?:s|ed)?|assert(?:s|ed)?|announce[sd]?|wrote|writes?|judge[sd]|warn(?:s|ed)?|hear[ds]?|"
    r"(?:report|claim|state|estimate|describe)(?:s|e?d|ing)?)\b(?P<that> that\b)?(?P<next> [\w’'-]+)?"
)
# 'The report', 'more claims': things and not what somebody does.
_NO_SPEAKER = pattern(
    any_of("the an? this its their our no of interim final annual yearly by such more fewer new in for local")
)
# "The claim was …", "reports rose": the word is a noun.
_NO_SPEECH = pattern(any_of("shows? showed are were was is rose fell proves? finds? found cut came led"))
# "according to the council", "in its own words"; not "according to need".
_IN_THEIR_VIEW = pattern(
    r"\baccording to (?!need|plan|age|size|rules)|\bin (?:the|its|their|his|her)(?: own)? (?:view|words|account|opinion)\b"
)
# ", the council says." and "– or so the minister claimed" at the end.
_SAID_AFTER = pattern(
    r"[,–—(] ?(?:as |or so |so )?(?:[\w’']+ ){1,6}(?:says?|said|reports?|reported|claims?|claimed|believes?|argues?|states?"
    r"|thinks?|wrote|writes)(?: ?[.,;)]|$)"
)


def _is_said(place: Place) -> bool:
    """'The council reports that …', 'according to …', 'it is said to have …', '…, the council says'."""
    whole = place.before + place.words + place.after
    return bool(_IN_THEIR_VIEW.search(whole) or _SAID_AFTER.search(place.after)) or any(
        said["that"]
        or (
            not _NO_SPEAKER.fullmatch((said["previous"] or "").strip())
            and not _NO_SPEECH.fullmatch((said["next"] or "").strip())
        )
        for said in _SAYS.finditer(place.before)
    )


# What people running a service set, buy or make; to change it is the work itself and not its result.
_MEANS = any_of(
    "budgets? funding grants? staff(?!_(?:turnover|sickness|absence)) staffing posts? opening_hours hours sessions?"
    " forms? letters? leaflets? website pages? guidance records? dose scope targets? size paperwork steps tax"
    " limit threshold pay wages fees? criteria plans? delivery funds concerns? questions? issues? matters?"
    " alarm doubts? objections? work"
    " number_of_(?:visits|sessions|places|sites|staff|posts|meetings|pages|steps|workers)"
)
# "cut its own opening hours": at most two words between, and no preposition, behind which stands something else.
_MEANS_AFTER = pattern(rf"^ (?:(?!(?:of|in|for|to|on|at|by|from|and)\b)[\w’'-]+ ){{0,2}}?{_MEANS}\b")
# "half of the budget was cut", "funding was raised"; not "demand for funding was reduced".
_MEANS_BEFORE = pattern(
    rf"^(?: ?(?:half|most|all|some|part) of)?(?:(?!\b(?:on|of|in|for|to|by|from|with)\b).)*\b{_MEANS}\b"
)
_BEING = ("was", "were", "been", "being", "is", "are")
# "families ", "pupils have ", before "improved their scores".
_PEOPLE = pattern(
    r"\b(?:families|pupils|people|tenants|residents|parents|children|patients|women|men|clients|households|participants"
    r"|claimants|they) (?:have |had |has |also )?$"
)
# "staff ", "the people who had ", before "worked": they were at work.
_WORKERS = pattern(r"\b(?:who|people|staff|teams?|officers|workers|officials|public|road) (?:have |had |has |also )?$")


def _is_the_doing(place: Place) -> bool:
    """'Councils cut their budgets', 'funding was cut', 'families improved their scores', 'staff worked well'."""
    words = place.words.lower()
    if words.startswith("work"):
        return bool(_WORKERS.search(place.clause))
    if words.startswith(("led", "lead")):
        return place.last in _BEING
    # "raised money", "raising more money".
    if words.startswith(("raise", "raising")) and re.match(r"\s+(?:\w+\s+)?money\b", place.after):
        return True
    if not is_change(words):
        return False
    by_people = _PEOPLE.search(place.clause) and re.match(r"\s+their\b", place.after)
    is_set = place.last in _BEING and (
        _MEANS_BEFORE.search(place.clause) or (words != "saved" and place.clause.split()[-2:-1] == ["money"])
    )
    return bool(by_people or is_set or _MEANS_AFTER.search(place.after))


# What happens to a place without the pilot, and may be the cause of what was seen.
_OTHER = any_of(
    r"cuts? closures? lockdowns? pandemic covid\S* recession inflation weather rules? laws? legislation strikes?"
    r" shortages? delays? austerity reorganisation labour_market season economy faults? errors? turnover"
)
# "cuts in grant led to"; not "in the pandemic visits led to" nor "despite delays it cut".
_OTHER_FIRST = pattern(rf"^(?:(?!\b(?:in|during|despite|after|since|under|through|with|of)\b).)*\b{_OTHER}\b")
# "due to the weaker labour market", "was reduced by the pandemic".
_OTHER_AFTER = pattern(rf"^(?: by)? (?:[\w’'-]+ ){{0,3}}?{_OTHER}\b")
# "the lockdown, which reduced".
_WHICH = pattern(rf"\b{_OTHER},? (?:which|that) $")


def _is_another_cause(place: Place) -> bool:
    """'Cuts in grant led to fewer visits', 'due to the weaker labour market': not the pilot."""
    # Words that point back to a reason: "caused by", "as a result of", "due to", "was reduced".
    is_reason = bool(re.search(r"\b(?:by|of|to|was|were|been|is|are)$", place.words)) or place.last in _BEING
    return bool(
        _OTHER_FIRST.search(place.clause)
        or _WHICH.search(place.before)
        or ((is_reason or place.after.lstrip().startswith("by ")) and _OTHER_AFTER.search(place.after))
    )


# After these, 'reduced' or 'cut' describes or names a thing.
_NO_VERB_AFTER = pattern(
    any_of(
        "an? the their its our his her at of with from for in by more much saw sees? seen reports? reported found shows?"
        " showed offered some any such than into no through via despite about on both very grant budget funding spending"
        " price deep further given please"
    )
)


def _is_no_verb(place: Place) -> bool:
    """'A reduced price', 'a cut in funding', 'saw improved health'; and 'Cut the form', which is advice."""
    words = place.words.lower()
    if " " in words or not words.endswith(("ed", "cut", "cuts", "creases", "raises", "boosts")):
        return False
    return not place.before.strip() or bool(_NO_VERB_AFTER.fullmatch(place.last))


_EXCUSES = (_is_denied, _is_asked, _is_meant, _is_said, _is_the_doing, _is_another_cause, _is_no_verb)


def is_excused(place: Place) -> bool:
    """Say whether the text does not vouch that the pilot was a cause, for any of the reasons above."""
    return any(is_let_off(place) for is_let_off in _EXCUSES)
