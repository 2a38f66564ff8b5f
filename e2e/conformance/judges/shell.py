"""Finds the simple commands in a shell script, also in substitutions and quotes. No more than the pages use."""

import re

SEPARATORS = "\n;|&(){}"


def commands(script):
    """Each command as its words, without quotes. Commands that a word substitutes come as commands of their own."""
    found = []
    _Reader(re.sub(r"(?m)(^|\s)#.*$", r"\1", script).replace("\\\n", " "), found).read("")
    return [words for words in found if words]


class _Reader:
    def __init__(self, text, found):
        self.text, self.found, self.position = text, found, 0

    def read(self, end):
        """Reads until the end of the text, or of a substitution."""
        words, word = [], None
        while self.position < len(self.text):
            character = self.text[self.position]
            if character == end:
                break
            if character in " \t" or character in SEPARATORS:
                words += [word] if word is not None else []
                word = None
                if character in SEPARATORS:
                    self.found.append(words)
                    words = []
            elif character == "'":
                closing = self.text.find("'", self.position + 1)
                word, self.position = (word or "") + self.text[self.position + 1 : closing], closing
            elif character == '"':
                word = (word or "") + self.quoted()
            elif self.text.startswith("$(", self.position):
                word = (word or "") + self.substituted()
            elif self.text.startswith("${", self.position):
                word, self.position = (word or "") + "$", self.text.find("}", self.position)
            else:
                word = (word or "") + character
            self.position += 1
        self.found.append(words + ([word] if word is not None else []))

    def quoted(self):
        """Reads up to the closing quote."""
        word = ""
        self.position += 1
        while self.position < len(self.text) and self.text[self.position] != '"':
            if self.text.startswith("$(", self.position):
                word += self.substituted()
            else:
                word += self.text[self.position]
            self.position += 1
        return word

    def substituted(self):
        """Reads the commands of $(…), up to its closing bracket."""
        self.position += 2
        self.read(")")
        return "$"
