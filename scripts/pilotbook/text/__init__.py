"""Text: how a file's words become data that knows its places, and how words of a record become safe HTML."""
