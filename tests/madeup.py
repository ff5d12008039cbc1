"""A sound made-up case and lesson, as plain data: what tests change one field of."""

RECORD = {
    "schema_version": "0.2.0",
    "record_owner": "Made-up editors",
    "contributors": [{"name": "Made-up editors", "role": "author", "interest": "none"}],
    "reviewed_on": "2026-11-21",
    "review_by": "2027-11-21",
    "policy_area": ["made-up-hubs"],
}
CASE = {
    **RECORD,
    "id": "TLG-C-MAD9",
    "title": "A made-up case",
    "summary": "Made up for a test.",
    "stage": "live",
    "places": [{"place": "madeup-town"}],
    "target_group": ["made-up-families"],
    "problem": {"statement": {"text": "Something made up.", "source": ["S1"], "locator": "page 1"}},
    "intervention": {"name": "Made up", "why": {"missing": "not_read"}, "what": {"missing": "not_read"}},
    "did_not_work": {"missing": "not_yet_due"},
    "sources": [
        {
            "id": "S1",
            "title": "A made-up source",
            "publisher": "Madeup Press",
            "published": "2026",
            "accessed": "2026-11-21",
            "url": "https://example.org/made-up",
            "seen": "excerpt",
            "tier": "1",
        }
    ],
}
LESSON = {
    **RECORD,
    "id": "TLG-L-MAD9",
    "title": "A made-up lesson",
    "statement": "When a lesson is made up, it tends to hold.",
    "advice": "Make it up.",
    "theme": ["measuring"],
    "audience": ["made-up-officials"],
    "detail": "Nothing more.",
    "limits": "Where things are real.",
    "status": "identified",
}
